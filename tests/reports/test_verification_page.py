"""Anybody may ask whether a file is the one that was issued; the answer tells nothing else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reports.forms import LARGEST
from reports.models import DownloadLog
from tests.factories import reports

TRUE = b"%PDF-1.7\nOWN-001 total 4711.00\n%%EOF\n"
URL = "reports:verify"


@pytest.fixture
def issued(world):
    return reports.issued(world.own, TRUE)


def ask(client, data, name="report.pdf", **more):
    return client.post(reverse(URL), {"file": SimpleUploadedFile(name, data, **more)})


def text(answer):
    return answer.content.decode()


def test_the_page_is_open_to_everybody(issued, client):
    answer = client.get(reverse(URL))
    assert answer.status_code == 200
    assert "OWN-001" not in text(answer)


@pytest.mark.parametrize("who", ["pam", "stan", "zoe", "adam"])
def test_the_answer_is_the_same_for_everybody(issued, cast, enter, who):
    browser = enter(getattr(cast, who))
    assert "These are the bytes that were issued." in text(ask(browser, TRUE))
    assert "Not genuine" in text(ask(browser, TRUE + b" "))


@pytest.mark.parametrize("htmx", [False, True])
def test_the_piece_says_the_same_as_the_page(issued, cast, enter, htmx):
    page = text(ask(enter(cast.zoe, htmx=htmx), TRUE))
    assert "These are the bytes that were issued." in page
    assert ("<html" in page) == (not htmx)


@pytest.mark.parametrize(
    "data",
    [TRUE[:-1], TRUE[1:], TRUE + b"\n", TRUE.replace(b"4711", b"4712"), TRUE[: len(TRUE) // 2], b"x", b"\x00\x01\x02"],
    ids=["truncated", "beheaded", "one byte more", "one digit", "half", "one letter", "bytes"],
)
def test_a_changed_file_is_not_genuine_and_names_nothing(issued, client, data):
    page = text(ask(client, data))
    assert "Not genuine" in page
    assert "OWN-001" not in page
    assert issued.pdf_sha256 not in page


@pytest.mark.parametrize("place", range(0, len(TRUE), 7))
def test_one_changed_bit_anywhere_is_found(issued, client, place):
    changed = TRUE[:place] + bytes([TRUE[place] ^ 1]) + TRUE[place + 1 :]
    assert "Not genuine" in text(ask(client, changed))


def test_the_name_and_the_type_of_the_file_do_not_matter(issued, client):
    answer = ask(client, TRUE, "holiday.jpg", content_type="image/jpeg")
    assert "These are the bytes that were issued." in text(answer)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>.pdf", "../../etc/passwd", "x" * 200 + ".pdf", "ünï.pdf"])
def test_a_hostile_name_is_never_printed(issued, client, name):
    answer = ask(client, b"%PDF other", name)
    assert answer.status_code == 200
    assert "<script>alert" not in text(answer)


def test_an_empty_file_is_simply_not_genuine(issued, client):
    assert "Not genuine" in text(ask(client, b""))


def test_a_file_that_no_report_can_be_is_refused_before_it_is_read(issued, client):
    answer = ask(client, b"0" * (LARGEST + 1))
    assert answer.status_code == 422
    assert "larger than 25 MB" in text(answer)


def test_no_file_is_asked_for_beside_the_field(issued, client):
    for body in ({}, {"file": "just words"}):
        answer = client.post(reverse(URL), body)
        assert answer.status_code == 422
        assert "Not genuine" not in text(answer)


def test_checking_writes_nothing_down(issued, client):
    ask(client, TRUE)
    assert not DownloadLog.objects.exists()


def test_two_reports_with_the_same_bytes_are_both_genuine(world, issued, client):
    reports.issued(world.foreign, TRUE)
    assert "These are the bytes that were issued." in text(ask(client, TRUE))


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_find_no_verdict(issued, client, method):
    answer = getattr(client, method)(reverse(URL), TRUE, content_type="application/pdf")
    assert "These are the bytes that were issued." not in text(answer)
