"""What lies in an export: nothing private unless asked for, nothing secret ever, and a Hugo site that builds."""

import json
from pathlib import Path

import pytest

from app.exporters.context import Include
from app.exporters.data import NOT_SETTINGS
from app.main import Parts
from app.services.site import SiteInfo
from tests.exporters.conftest import needs_hugo
from tests.exporters.hard_cases import EMAIL, PRIVATE, UNDECIDED
from tests.exporters.round_trip import build, export, hugo_file, hugo_lacks
from tests.web.content import CANARY, PASSWORD

# Every field of the site's settings, decided about once: a new one goes along, unless it is a secret.
KNOWN_SETTINGS = set(SiteInfo.__dataclass_fields__)


def holding(folder: Path, words: str) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path.relative_to(folder).as_posix() for path in files if words.encode() in path.read_bytes()]


@pytest.fixture(scope="module")
def by_include(site: Parts, tmp_path_factory: pytest.TempPathFactory) -> dict[Include, Path]:
    made: dict[Include, Path] = {}
    for include in ("published", "drafts"):
        made[include] = tmp_path_factory.mktemp("some") / include  # type: ignore[index]
        export(site.services, made[include], include)  # type: ignore[index,arg-type]
    return made


@pytest.mark.parametrize("words", [PRIVATE, UNDECIDED, EMAIL, "203.0.113.9", "members only"])
def test_private_things_only_when_asked_for(by_include: dict[Include, Path], exported: Path, words: str) -> None:
    assert holding(by_include["published"], words) == []
    assert holding(by_include["drafts"], words) == []
    found = holding(exported, words)
    assert found
    assert all(path.startswith("private/") for path in found)


def test_drafts_only_when_asked_for(by_include: dict[Include, Path]) -> None:
    assert holding(by_include["published"], CANARY) == []
    found = holding(by_include["drafts"], CANARY)
    assert found
    for path in found:
        if path.endswith((".md", ".html")) and path.startswith("content/"):
            assert "draft: true" in (by_include["drafts"] / path).read_text("utf-8")


def test_nothing_secret_ever(exported: Path, site: Parts) -> None:
    """Of passwords only the hashes that let a protected item stay so, among the private things."""
    assert all(path.startswith("private/content/") for path in holding(exported, "$argon2"))
    for words in ("opens it", "password_hash", "auth_epoch", PASSWORD, site.services.site.site().site_id or "site_id"):
        assert holding(exported, words) == []


def test_every_setting_goes_along(exported: Path) -> None:
    kept = json.loads((exported / "data/site.json").read_text("utf-8"))
    assert kept.keys() - {"url"} == KNOWN_SETTINGS - NOT_SETTINGS


def test_files_lie_where_bodies_look_for_them(exported: Path, site: Parts) -> None:
    for media in site.services.media.media_after("", 100):
        assert (exported / f"static{media.path}").read_bytes() == site.services.media.read(media).read_bytes()
    (old,) = exported.glob("content/posts/*-old-picture.md")
    assert "/wp-content/" not in old.read_text("utf-8").partition("\n---\n")[2]


def test_redirects_for_hosts_of_static_sites(exported: Path) -> None:
    lines = (exported / "static/_redirects").read_text("utf-8").splitlines()
    assert "/alt /hard/100% ü/ 301" not in lines  # spaces would be read as the next column
    assert all(len(line.split()) == 3 for line in lines)


@needs_hugo
def test_hugo_builds_it(by_include: dict[Include, Path], exported: Path, site: Parts) -> None:
    for folder in (*by_include.values(), exported):
        build(folder)
        assert hugo_lacks(site.services, folder) == {}
        public = folder / "public"
        for words in (PRIVATE, UNDECIDED, EMAIL, CANARY, "Draft only", "<script>alert"):
            assert holding(public, words) == [], words
        page = hugo_file(public, "/hard/shortcode/")
        assert page is not None
        shown = page.read_text("utf-8")
        assert "{{&lt; figure src=x &gt;}}" in shown
        assert "{{&lt;/* shown */&gt;}}" in shown
        assert "/tag/maps/" in shown or hugo_file(public, "/tag/maps/")
        assert hugo_file(public, "/author/jane/")
        assert hugo_file(public, "/feed.xml")
        talk = hugo_file(public, "/hard/pinned/")
        assert talk is not None
        assert "<strong>bold</strong>" in talk.read_text("utf-8")
