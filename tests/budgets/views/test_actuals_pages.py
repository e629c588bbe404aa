"""How is a file of entries chosen, looked at, and imported or given up?"""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from budgets.models import LedgerEntry
from tests.factories import money
from tests.factories.money import address

pytestmark = pytest.mark.django_db
CSV = b"date,category,amount,document\n2026-03-03,LIC,10.00,INV-7\n"


@pytest.fixture
def upload(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def of(data=CSV, name="march.csv"):
        return {"file": SimpleUploadedFile(name, data)}

    return of


def test_a_file_is_chosen_looked_at_and_imported(world, finn, enter, upload):
    money.category()
    browser = enter(finn)
    preview = browser.post(address("actuals_choose", world.own), upload()).url
    assert "INV-7" in browser.get(preview).text and not LedgerEntry.objects.exists()
    assert browser.post(f"{preview}confirm/").status_code == 302
    assert LedgerEntry.objects.get().amount == 10
    assert browser.post(f"{preview}confirm/").status_code == 422


def test_bad_cells_are_shown_and_the_file_is_given_up(world, finn, enter, upload, tmp_path):
    browser = enter(finn)
    preview = browser.post(address("actuals_choose", world.own), upload()).url
    page = browser.get(preview).text
    assert "There is no cost category" in page and "Import all rows" not in page
    assert browser.post(f"{preview}confirm/").status_code == 422
    assert browser.post(f"{preview}give-up/").status_code == 302
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert browser.get(preview).status_code == 422


def test_renamed_columns_and_rows_passed_over_are_shown_before_anything_is_posted(world, finn, enter, upload):
    money.category()
    data = b"Posting date,Cost element,Net amount,Doc no\n2026-03-03,LIC,10,INV-7\nTotal,,10,\n"
    browser = enter(finn)
    page = browser.get(browser.post(address("actuals_choose", world.own), upload(data)).url).text
    assert "Posting date → date" in page and "Net amount → amount" in page
    assert "Row 3 is a line of sums; it is not read." in page
    assert "Import all rows" in page


def test_a_file_that_is_no_table_is_refused_at_the_box(world, finn, enter, upload, tmp_path):
    answer = enter(finn).post(address("actuals_choose", world.own), upload(b"%PDF-1.7 x"))
    assert answer.status_code == 422 and "PDF" in answer.text
    assert list(tmp_path.rglob("*")) == []


def test_the_address_of_an_upload_belongs_to_its_person_and_project(world, finn, pam, enter, upload):
    preview = enter(finn).post(address("actuals_choose", world.own), upload()).url
    other = preview.replace(str(world.own.public_id), str(world.foreign.public_id))
    assert enter(finn).get(other).status_code == 404
    assert enter(finn).get(preview[:-3] + "x/").status_code == 404
    assert enter(pam).get(preview).status_code == 403


def test_the_empty_workbook_has_the_columns_that_are_read(world, finn, enter):
    data = enter(finn).get(address("actuals_template", world.own)).content
    head = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(data)).active[1]]
    assert head[:3] == ["date", "type", "category"]
