"""By which address are wrong passwords counted, and can the stranger choose it himself?"""

import pytest
from django.test import RequestFactory

from foundation.accounts.peers import peer

PROXY = ("HTTP_X_FORWARDED_PROTO", "https")


def request(told=None, near="10.0.0.1"):
    headers = {} if told is None else {"HTTP_X_FORWARDED_FOR": told}
    return RequestFactory().get("/", REMOTE_ADDR=near, **headers)


@pytest.mark.parametrize("told", [None, "", "203.0.113.9", "1.2.3.4, 5.6.7.8"])
def test_without_a_proxy_in_front_only_the_wire_is_believed(settings, told):
    settings.SECURE_PROXY_SSL_HEADER = None
    assert peer(request(told)) == "10.0.0.1"


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("6.6.6.6, 203.0.113.9", "203.0.113.9"),
        ("a, b, c,  203.0.113.9  ", "203.0.113.9"),
        ("2001:db8::1", "2001:db8::1"),
        ("6.6.6.6,", "10.0.0.1"),
        (" , ", "10.0.0.1"),
        ("", "10.0.0.1"),
        (None, "10.0.0.1"),
    ],
)
def test_behind_the_proxy_what_it_wrote_down_last_counts(settings, told, found):
    settings.SECURE_PROXY_SSL_HEADER = PROXY
    assert peer(request(told)) == found


def test_a_stranger_who_writes_another_address_each_time_stays_the_same_stranger(settings):
    settings.SECURE_PROXY_SSL_HEADER = PROXY
    assert {peer(request(f"{number}.1.1.1, 198.51.100.7")) for number in range(1, 30)} == {"198.51.100.7"}


def test_an_address_is_never_longer_than_its_column(settings):
    settings.SECURE_PROXY_SSL_HEADER = PROXY
    assert peer(request("x" * 9_000)) == "x" * 45


def test_who_comes_by_no_wire_has_no_address(settings):
    settings.SECURE_PROXY_SSL_HEADER = None
    assert peer(request(near="")) == ""
    assert peer(request(), credentials={"username": "somebody@example.org"}) == "10.0.0.1"
