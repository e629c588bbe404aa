"""How does a member of the cast use a page: by the words that stand on it, never by the markup behind it?"""

import re

from playwright.sync_api import expect

PATIENCE = 120_000  # ms: in a test the jobs of a click are done before its page answers


class Actor:
    """One signed-in person with one browser page; every act is done by what the person reads."""

    def __init__(self, page):
        self.page = page

    def go(self, address):
        answer = self.page.goto(address)
        assert answer.status == 200, f"{address}: {answer.status}"
        return self

    def is_kept_out_of(self, address):
        """The page does not exist for this person, and nothing of it is told."""
        answer = self.page.goto(address)
        assert answer.status in {403, 404}, f"{address}: {answer.status}"
        return self

    def follow(self, words, *, within="main"):
        """Click the link with exactly these words and wait for the page behind it."""
        self.page.locator(within).get_by_role("link", name=words, exact=True).first.click()
        self.page.wait_for_load_state()
        return self

    def press(self, words):
        """Press the button with these words; the answer must be a page, not an error."""
        with self.page.expect_navigation(timeout=PATIENCE) as answer:
            self.page.locator("main").get_by_role("button", name=words, exact=True).first.click(timeout=PATIENCE)
        assert answer.value.status == 200, f"{words}: {answer.value.status}\n{self.errors()}"
        return self

    def save(self):
        """Press the button of the form that was filled, whatever word stands on it."""
        return self.press(self.page.locator("main form .form-actions button.primary").first.inner_text())

    def fill(self, **words):
        """Fill the boxes of the form by name: `fill(name="Intranet", start="2026-03-02")`."""
        for name, value in words.items():
            box = self.page.locator(f"main [name='{name}']").first
            if box.evaluate("box => box.type") == "radio":
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
            elif box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(self._option(box, value))
            else:
                box.fill(str(value))
        return self

    def upload(self, name, kind, content):
        """Choose a file of these bytes in the form's only box for files."""
        file = {"name": name, "mimeType": kind, "buffer": content}
        self.page.locator("main input[type=file]").set_input_files(file)
        return self

    @staticmethod
    def _option(box, words):
        """The value of the option that reads so or begins so."""
        options = box.locator("option").evaluate_all("all => all.map(o => [o.text.trim(), o.value])")
        exact = [value for text, value in options if text == words]
        found = exact or [value for text, value in options if text.startswith(words)]
        assert len(found) == 1, f"{words}: one of {options}"
        return found[0]

    def sees(self, *words):
        for each in words:
            expect(self.page.locator("main")).to_contain_text(each)
        return self

    def errors(self):
        """What the form says is wrong, for the message of a failing test."""
        return self.page.locator(".has-error, .form-errors, .alert").all_inner_texts()

    def figure(self, label):
        """The text of the figure that stands beside this label."""
        fact = self.page.locator("main .fact, main .tile, main dl > div").filter(
            has=self.page.locator("dt", has_text=re.compile(f"^{re.escape(label)}$"))
        )
        return re.sub(r"\s+", " ", fact.first.locator("dd").inner_text()).strip()
