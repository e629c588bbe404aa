"""What happens to every request and answer, whatever it asks for?"""

import zoneinfo
from types import SimpleNamespace

import pytest
from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django.utils import timezone, translation

from foundation.errors import Conflict, IllegalMove, Refused
from foundation.middleware import PERMISSIONS_POLICY, Refusals, local_time, plain_text, private_pages

ask = RequestFactory()


def answer(request, response=None):
    made = HttpResponse("ok") if response is None else response
    return private_pages(lambda _request: made)(request)


# ── pages are nobody else's ─────────────────────────────────────────────────────────────────────


def test_a_page_is_stored_by_nobody_and_asks_for_no_device():
    told = answer(ask.get("/projects/"))
    assert told["Cache-Control"] == "no-store"
    assert told["Permissions-Policy"] == PERMISSIONS_POLICY
    assert told["Vary"] == "HX-Request"


def test_what_a_view_said_itself_about_storing_stays():
    told = answer(ask.get("/x/"), HttpResponse(headers={"Cache-Control": "max-age=5", "Permissions-Policy": "none"}))
    assert (told["Cache-Control"], told["Permissions-Policy"]) == ("max-age=5", "none")


def test_a_page_that_differs_by_cookie_differs_by_fragment_too():
    told = answer(ask.get("/x/"), HttpResponse(headers={"Vary": "Cookie"}))
    assert told["Vary"] == "Cookie, HX-Request"


def test_a_file_of_the_site_itself_may_be_stored():
    told = answer(ask.get("/static/css/a.css"))
    assert "Cache-Control" not in told
    assert "Vary" not in told
    assert told["Permissions-Policy"] == PERMISSIONS_POLICY


def test_an_expired_session_inside_a_piece_leads_the_whole_page_to_the_door():
    piece = ask.get("/projects/", headers={"HX-Request": "true"})
    told = answer(piece, HttpResponseRedirect("/sign-in/?next=/projects/"))
    assert (told.status_code, told["HX-Redirect"]) == (204, "/sign-in/?next=/projects/")
    assert "Location" not in told


@pytest.mark.parametrize(
    ("headers", "place"),
    [({}, "/sign-in/"), ({"HX-Request": "true"}, "/projects/"), ({"HX-Request": "true"}, "/"),
     ({"HX-Request": "true"}, "https://elsewhere.example/sign-in/")],
)  # fmt: skip
def test_every_other_way_on_stays_as_it_is(headers, place):
    told = answer(ask.get("/x/", headers=headers), HttpResponseRedirect(place))
    assert (told.status_code, told["Location"]) == (302, place)
    assert "HX-Redirect" not in told


# ── no column holds a NUL ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("address", ["/a%00b/", "/%00", "/a/?q=%00", "/a/?q=x&b=y%00z", "/a/?%00=1"])
def test_an_address_with_a_nul_asks_for_nothing(address):
    with pytest.raises(BadRequest, match="not a text"):
        plain_text(lambda _request: pytest.fail("it came through"))(ask.get(address))


@pytest.mark.parametrize("address", ["/", "/a%20b/", "/a/?q=%C3%A9", "/a/?q=%2500", "/00/?a=00&b=%20", "/%E2%82%AC/"])
def test_every_other_address_comes_through(address):
    said = HttpResponse("ok")
    if "%2500" in address:
        # the text "%00" itself, written with its sign escaped, is harmless and stays allowed
        assert "%00" not in ask.get(address).META["QUERY_STRING"]
    assert plain_text(lambda _request: said)(ask.get(address)) is said


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/%00", "/?q=%00", "/projects/?q=a%00", "/sign-in/?next=%00"])
def test_the_site_answers_a_nul_with_a_bad_request_before_it_asks_who_is_there(client, address):
    assert client.get(address).status_code == 400
    assert client.post(address).status_code == 400


# ── instants in the person's zone ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("user", "zone"),
    [
        (SimpleNamespace(zone="Asia/Tokyo"), "Asia/Tokyo"),
        (SimpleNamespace(zone=""), "UTC"),
        (SimpleNamespace(zone=None), "UTC"),
        (SimpleNamespace(), "UTC"),
    ],
)
def test_the_zone_is_the_reader_s_for_one_request_and_no_longer(user, zone):
    request, seen = ask.get("/"), []
    request.user = user
    with timezone.override(zoneinfo.ZoneInfo("America/New_York")):
        local_time(lambda _request: seen.append(timezone.get_current_timezone_name()))(request)
        assert timezone.get_current_timezone_name() == "America/New_York"
    assert seen == [zone]


def test_the_language_of_the_site_is_set_for_one_request_and_no_longer(settings):
    settings.LANGUAGE_CODE = "de"
    request, seen = ask.get("/"), []
    request.user = SimpleNamespace(zone="")
    with translation.override("fr"):
        local_time(lambda _request: seen.append(translation.get_language()))(request)
        assert translation.get_language() == "fr"
    assert seen == ["de"]


def test_the_zone_is_given_back_when_the_page_breaks():
    request = ask.get("/")
    request.user = SimpleNamespace(zone="Asia/Tokyo")

    def broken(_request):
        raise KeyError

    before = timezone.get_current_timezone_name()
    with pytest.raises(KeyError):
        local_time(broken)(request)
    assert timezone.get_current_timezone_name() == before


# ── refusals that no form caught ────────────────────────────────────────────────────────────────


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("refusal", "status", "words"),
    [
        (Refused("The day is <b>taken</b>."), 422, ["The day is &lt;b&gt;taken&lt;/b&gt;."]),
        (IllegalMove("It is closed.", obstacles=["Two invoices wait"]), 409, ["It is closed.", "Two invoices wait"]),
        (Conflict("Changed since.", fields=[("Cost", "10", "12")]), 409, ["Changed since.", "Cost", "10", "12"]),
    ],
)
def test_a_refusal_is_a_page_that_says_why_with_its_own_status(paul, enter, refusal, status, words):
    request = enter(paul).get("/").wsgi_request
    told = Refusals(None).process_exception(request, refusal)
    assert told.status_code == status
    text = told.content.decode()
    assert [word for word in words if word not in text] == []


def test_a_fault_of_the_program_is_not_dressed_up_as_a_refusal():
    assert Refusals(None).process_exception(ask.get("/"), ValueError("ours")) is None
    said = HttpResponse("ok")
    assert Refusals(lambda _request: said)(ask.get("/")) is said
