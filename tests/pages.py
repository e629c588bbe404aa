"""What does a form on a page say: which box holds what, and which message stands beside it?"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from tests.untouched import untouched


@dataclass
class Box:
    """One box as it is drawn: what stands in it, and what it is told to be described by."""

    name: str
    value: str = ""
    described_by: str = ""
    invalid: bool = False
    chosen: bool = False


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.boxes, self.messages = {}, {}
        self._text, self._select, self._message, self._depth = None, None, None, 0

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag in ("input", "select", "textarea") and given.get("name"):
            self._open(tag, given)
        elif tag == "option" and self._select and "selected" in given:
            self._select.value = given.get("value", "")
        elif tag == "div" and "field-error" in (given.get("class") or ""):
            self._message, self._depth = given["id"].removesuffix("_error"), 0
            self.messages[self._message] = ""
        if tag == "div" and self._message:
            self._depth += 1

    def _open(self, tag, given):
        box = Box(given["name"], given.get("value", ""), given.get("aria-describedby", ""), "aria-invalid" in given)
        box.chosen = "checked" in given
        self.boxes.setdefault(given["name"], box)
        if tag == "textarea":
            self._text = box
        elif tag == "select":
            self._select = box

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._text.value, self._text = self._text.value.removeprefix("\n"), None
        elif tag == "select":
            self._select = None
        elif tag == "div" and self._message:
            self._depth -= 1
            self._message = self._message if self._depth else None

    def handle_data(self, data):
        if self._text is not None:
            self._text.value += data
        elif self._message:
            self.messages[self._message] += data


def boxes(answer):
    """{name: Box} of the page."""
    reader = _Reader()
    reader.feed(answer.text)
    return reader.boxes


def messages(answer):
    """{name of the box: message beside it}; the page's list of all errors is not looked at."""
    reader = _Reader()
    reader.feed(answer.text)
    plain = {name: " ".join(text.split()).removeprefix("Error:").strip() for name, text in reader.messages.items()}
    return {re.sub(r"^id_", "", name): text for name, text in plain.items()}


def of(name, cases):
    """Cases of one box: `of("name", [("", NEEDED)])` is [("name", "", NEEDED)]."""
    return [(name, typed, words) for typed, words in cases]


def check(browser, page, good, wrong, alone=()):
    """Every wrong value is refused as a person may expect (see `not_refused`), and no table changes."""
    with untouched():
        found = list(not_refused(browser, page, good, wrong, alone))
    assert not found, "\n".join(found)


def not_refused(browser, address, good, wrong, alone=()):
    """Send wrong values among good ones; what did not go as a person may expect, in sentences.

    wrong: (box, what is typed, words of the message); the first of each box are sent together, then
    the second of each. alone: the same, one at a time, for what only a sound form is refused for.
    Expected: 422, each message beside its box and told to a screen reader, and still in every box
    what was typed.
    """
    for group in [*_rounds(wrong), *([case] for case in alone)]:
        sent = good | {name: typed for name, typed, _words in group}
        answer = browser.post(address, sent)
        if answer.status_code != 422:
            yield f"{group}: status {answer.status_code}"
            continue
        said, drawn = messages(answer), boxes(answer)
        for name, typed, words in group:
            if words not in said.get(name, ""):
                yield f"{name}={typed!r:.40}: beside the box stands {said.get(name)!r}, above all: {_summary(answer)}"
            elif not (drawn[name].invalid and f"id_{name}_error" in drawn[name].described_by):
                yield f"{name}={typed!r:.40}: a screen reader is not told: {drawn[name]}"
        yield from _lost(sent, drawn)


def _rounds(wrong):
    """The first wrong value of each box, then the second of each ..."""
    by_box = {}
    for case in wrong:
        by_box.setdefault(case[0], []).append(case)
    for place in range(max(map(len, by_box.values()), default=0)):
        yield [cases[place] for cases in by_box.values() if place < len(cases)]


def _summary(answer):
    found = re.search(r'class="error-summary".*?</ul>', answer.text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def _lost(sent, drawn):
    for name, typed in sent.items():
        kept = drawn[name].value if name in drawn else None
        # a choice that does not exist cannot stand in a list of choices; a tick box keeps its own word
        if kept != str(typed) and str(typed).strip() and kept not in ("", "on"):
            yield f"{name} held {str(typed)[:40]!r} and now holds {kept[:40]!r}"
