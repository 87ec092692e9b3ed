"""Tags that begin like the one being typed."""

import pytest

from tests.web.world import Client

ADDRESS = "/admin/tags/completion"


def test_works(alice: Client) -> None:
    answer = alice.get(ADDRESS, params={"tags": "Rivers, ma"})
    assert answer.status_code == 200
    assert '<option value="Rivers, Maps">' in answer.text


@pytest.mark.parametrize("typed", ["", "  ", "Maps,", "Maps, maps", "zzz", '"', "x" * 5000])
def test_nothing_fits(alice: Client, typed: str) -> None:
    answer = alice.get(ADDRESS, params={"tags": typed})
    assert (answer.status_code, "<option" in answer.text) == (200, False)


def test_stranger(stranger: Client) -> None:
    assert stranger.get(ADDRESS).status_code == 303


def test_wrong_method(bob: Client) -> None:
    assert bob.post(ADDRESS).status_code == 405
