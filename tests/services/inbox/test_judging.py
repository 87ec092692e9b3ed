"""What is taken for spam, what waits, what appears; and what a comment may be made of."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Invalid, TooMany
from app.services.inbox import Sent
from app.services.inbox.checking import checked
from app.services.inbox.judging import Evidence, fingerprint_of, judge, network_of

SENT = Sent("p", "Charlie", "Hello", email="c@example.com", typing_s=20)
NOTHING = Evidence()
KNOWN = Evidence(is_known=True)
EMAILS = ("a", "a@b", "a b@c.example", "a@b@c.de", f"{'x' * 250}@a.de")
URLS = (
    *("javascript:alert(1)", "ftp://a.example", "https://u:p@a.example", "https://localhost/", "https://a.example/ b"),
    *("https://[::1", "mailto:a@b.example", "https://" + "a" * 300 + ".example", "data:text/html,x"),
)
LINKS = "https://a.example " * 3


@pytest.mark.parametrize(
    ("changes", "evidence", "decision", "reasons"),
    [
        ({}, NOTHING, "pending", ()),
        ({}, KNOWN, "approved", ()),
        ({"typing_s": None}, KNOWN, "approved", ()),
        ({"body": LINKS}, KNOWN, "pending", ("links",)),
        ({"body": LINKS}, Evidence(is_trusted=True), "approved", ("links",)),
        ({"body": LINKS * 3}, NOTHING, "spam", ("links",)),
        ({"has_trap": True}, KNOWN, "spam", ("trap",)),
        ({"typing_s": 0.5}, NOTHING, "spam", ("fast",)),
        ({}, replace(NOTHING, from_network=5), "spam", ("rate",)),
        ({}, replace(KNOWN, from_network=5), "approved", ()),
        ({}, replace(NOTHING, on_post=20), "pending", ()),
        ({"typing_s": None}, replace(NOTHING, on_post=20), "spam", ("surge",)),
        ({}, replace(KNOWN, is_repeated=True), "spam", ("repeated",)),
        ({"may_publish": True, "body": LINKS * 9}, replace(NOTHING, from_network_hourly=99), "approved", ()),
    ],
)
def test_verdicts(changes: dict[str, object], evidence: Evidence, decision: str, reasons: tuple[str, ...]) -> None:
    verdict = judge(replace(SENT, **changes), evidence, [], known_at_once=True)  # type: ignore[arg-type]
    assert (verdict.decision, "approved" if decision == "approved" else verdict.reasons) == (
        decision,
        "approved" if decision == "approved" else reasons,
    )


def test_known_people_wait_where_the_site_wants_it() -> None:
    assert judge(SENT, KNOWN, [], known_at_once=False).decision == "pending"


@pytest.mark.parametrize("evidence", [Evidence(from_network_hourly=40), Evidence(on_site=2000)])
def test_refused(evidence: Evidence) -> None:
    with pytest.raises(TooMany):
        judge(SENT, evidence, [], known_at_once=True)


@given(st.sampled_from([{"has_trap": True}, {"typing_s": 0.0}]), st.builds(Evidence, st.integers(0, 9)))
def test_what_only_machines_do_never_appears(changes: dict[str, object], evidence: Evidence) -> None:
    sent = replace(SENT, **changes)  # type: ignore[arg-type]
    assert judge(sent, replace(evidence, is_known=True, is_trusted=True), [], known_at_once=True).decision == "spam"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", None),
        ("172.17.0.1", None),
        ("fdaa::3", None),
        ("", None),
        (None, None),
        ("not an address", None),
    ],
)
def test_networks(address: str | None, network: str | None) -> None:
    assert network_of(address) == network


def test_fingerprints() -> None:
    text = "What a truly wonderful article this is, thank you!"
    assert fingerprint_of(text) == fingerprint_of(text.upper().replace(" ", "  ").replace(",", "."))
    assert fingerprint_of(text) != fingerprint_of(text + " x")
    assert fingerprint_of("Thank you!") is None


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"author_name": " A\nB\u202e "}, {"author_name": "A B"}),
        ({"email": " C@Example.COM "}, {"email": "c@example.com"}),
        ({"email": ""}, {"email": None}),
        ({"url": "example.org/a"}, {"url": "https://example.org/a"}),
        ({"url": "http://例え.jp:8080/"}, {"url": "http://例え.jp:8080/"}),
        ({"author_name": "♥", "body": "👍"}, {"author_name": "♥", "body": "👍"}),
    ],
)
def test_mended(changes: dict[str, str], kept: dict[str, object]) -> None:
    made = checked(replace(SENT, **changes))  # type: ignore[arg-type]
    assert {name: getattr(made, name) for name in kept} == kept


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"author_name": "\u200b"}, "name is empty"),
        ({"author_name": "x" * 81}, "name has 81"),
        ({"body": " \n "}, "comment is empty"),
        ({"body": "x" * 10_001}, "10001 characters"),
        *[({"email": email}, "e-mail is no address") for email in EMAILS],
        *[({"url": url}, "website is no address") for url in URLS],
    ],
)
def test_refused_with_the_field_named(changes: dict[str, str], says: str) -> None:
    with pytest.raises(Invalid, match=says):
        checked(replace(SENT, **changes))  # type: ignore[arg-type]
