"""The steps of reporting and closing: reports on paper, checklist, signatures, the check of the file."""

import io
from pathlib import Path

from pypdf import PdfReader


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def draw(actor, project, kind):
    """Ask for a report on the project's page and follow it to its document; gives the bytes of the PDF."""
    actor.go(f"/projects/{project.public_id}/reports/").press(f"Draw {kind}")
    actor.page.locator("main").get_by_role("link", name="Open", exact=False).first.click(timeout=60_000)
    actor.page.wait_for_load_state()
    return download(actor)


def draw_status(paul, portfolio):
    """The same for the portfolio as a whole, from the page on which it is looked at."""
    paul.go(f"/portfolio/{portfolio.public_id}/").press("Draw a status report")
    paul.page.locator("main").get_by_role("link", name="Open", exact=False).first.click(timeout=60_000)
    paul.page.wait_for_load_state()
    return download(paul)


def download(actor):
    """The bytes behind the link on the page of the report."""
    with actor.page.expect_download() as waiting:
        actor.page.locator("main").get_by_role("link", name="Download the PDF").click()
    return Path(waiting.value.path()).read_bytes()


def begin_closure(pam, project):
    pam.go(f"/projects/{project.public_id}/").follow("Begin closure").press("Begin closure")


def settle_checklist(pam, project):
    """Every item is done, with its evidence."""
    closure = f"/projects/{project.public_id}/governance/closure/"
    for item in project.closure_items.order_by("pk"):
        pam.go(f"{closure}{item.public_id}/").fill(state="done", note="Filed in the project's records.").save()
    pam.go(closure)


def sign(actor, document):
    """The signer finds the report among what waits for his signature."""
    actor.go("/reports/").sees("Waiting for your signature")
    actor.page.goto(document)
    return actor.press("Sign")


def refuse_to_close(sue, project, because):
    sue.go(f"/projects/{project.public_id}/").follow("Close the project").sees("This stands in the way", because)


def close(sue, project):
    sue.go(f"/projects/{project.public_id}/").follow("Close the project").press("Close the project")


def check(visitor, pdf, verdict):
    """Anybody holds a file against what was issued."""
    visitor.go("/verify/")
    visitor.upload("closure.pdf", "application/pdf", pdf).press("Check").sees(verdict)
