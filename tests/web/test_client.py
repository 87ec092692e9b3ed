"""Whose request it is: what a client writes itself counts for nothing."""

from typing import Any

import pytest
from litestar import Request
from litestar.testing import RequestFactory

from app.settings import from_env
from app.web.client import client_address, counted_address

PROXY = {"WAYPOST_TRUSTED_PROXIES": "10.0.0.0/8,fd00::/8"}


def asked(peer: str, *headers: tuple[str, str]) -> Request[Any, Any, Any]:
    request = RequestFactory().get("/")
    request.scope["client"] = (peer, 5000)
    request.scope["headers"] = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    return Request(request.scope)


@pytest.mark.parametrize(
    ("peer", "forwarded", "environ", "address"),
    [
        ("203.0.113.1", "198.51.100.7", {}, "203.0.113.1"),
        ("203.0.113.1", "198.51.100.7", PROXY, "203.0.113.1"),
        ("10.0.0.1", "198.51.100.7", PROXY, "198.51.100.7"),
        ("10.0.0.1", "192.0.2.66, 198.51.100.7, 10.0.0.2", PROXY, "198.51.100.7"),
        ("::ffff:10.0.0.1", "198.51.100.7:61000", PROXY, "198.51.100.7"),
        ("fd00::1", "[2001:db8::7]:61000", PROXY, "2001:db8::7"),
        ("10.0.0.1", "", PROXY, "10.0.0.1"),
        ("10.0.0.1", "10.0.0.9", PROXY, "10.0.0.9"),
        ("10.0.0.1", "198.51.100.7, nonsense", PROXY, "10.0.0.1"),
        ("10.0.0.1", "198.51.100.7,", PROXY, "10.0.0.1"),
        ("", "198.51.100.7", PROXY, ""),
    ],
)
def test_behind_proxies(peer: str, forwarded: str, environ: dict[str, str], address: str) -> None:
    assert client_address(asked(peer, ("x-forwarded-for", forwarded)), from_env(environ)) == address


def test_a_proxy_may_add_a_line_of_its_own() -> None:
    """The last line is the nearest proxy's; what a client sent comes before it."""
    request = asked("10.0.0.1", ("x-forwarded-for", "192.0.2.66"), ("x-forwarded-for", "198.51.100.7"))
    assert client_address(request, from_env(PROXY)) == "198.51.100.7"


def test_on_fly_its_proxy_says_it_and_elsewhere_nobody_may() -> None:
    request = asked("172.16.0.1", ("fly-client-ip", "198.51.100.7"))
    assert client_address(request, from_env({"FLY_APP_NAME": "blog"})) == "198.51.100.7"
    assert client_address(request, from_env({})) == "172.16.0.1"
    assert (
        client_address(asked("172.16.0.1", ("fly-client-ip", "x")), from_env({"FLY_APP_NAME": "blog"})) == "172.16.0.1"
    )


def test_a_client_with_a_whole_network_is_counted_once() -> None:
    counted = {counted_address(asked(f"2001:db8:0:1::{number:x}"), from_env({})) for number in range(1, 9)}
    assert counted == {"2001:db8:0:1::/64"}
    assert counted_address(asked("2001:db8:0:2::1"), from_env({})) == "2001:db8:0:2::/64"
    assert counted_address(asked("203.0.113.1"), from_env({})) == "203.0.113.1"


def test_a_forged_header_does_not_open_the_door_again() -> None:
    addresses = {
        counted_address(asked("203.0.113.1", ("x-forwarded-for", f"192.0.2.{number}"), ("fly-client-ip", "192.0.2.9"),
                              ("x-real-ip", "192.0.2.9"), ("forwarded", "for=192.0.2.9")), from_env({}))
        for number in range(20)
    }  # fmt: skip
    assert addresses == {"203.0.113.1"}
