"""Importing an export gives the same site, field by field; exceptions.json says what may differ, and why."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.importers.items import Entry, Site
from app.importers.welcome import bring_guide
from app.main import Parts, import_services
from tests.exporters.conftest import needs_hugo
from tests.exporters.hard_cases import comments
from tests.exporters.round_trip import EXCEPTIONS, HUGO_EXCEPTIONS, build, differences, export, hugo_lacks, take_in
from tests.importers.corpora import IS_HERE, MISSING, SOURCES, Library
from tests.importers.sites import ListReader, bring_in, make_site
from tests.services.making import id_of
from tests.web.content import landscape

# A few seconds each; all of them: make round-trip.
CHOSEN = (
    "ghost-test-fixtures/v2/default_export.json",
    "md-jekyll-docs",
    "md-letsencrypt",
    "wxr-hexo/wordpress.xml",
    "wxr-theme-test-data/themeunittestdata.wordpress.xml",
    "wxr-wordpress-importer/wxr-comprehensive.xml",
)


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_a_site_with_everything(site: Parts, empty: Parts, tmp_path: Path, kind: str) -> None:
    to = tmp_path / ("blog.zip" if kind == "zip" else "blog")
    export(site.services, to)
    report = take_in(empty, to)
    assert report.failed == []
    assert list(differences(site.services, empty.services)) == []


def test_a_second_import_changes_nothing(exported: Path, empty: Parts) -> None:
    take_in(empty, exported)
    assert take_in(empty, exported).changed_nothing


def test_what_somebody_has_changed_in_the_folder_counts(exported: Path, empty: Parts, tmp_path: Path) -> None:
    folder = shutil.copytree(exported, tmp_path / "copy")
    (file,) = folder.glob("content/posts/*-shortcode.md")
    text = file.read_text("utf-8")
    file.write_text(
        text.partition("\n---\n")[0].replace("title: shortcode", "title: Renamed") + "\n---\n\nNew *words*.\n"
    )
    take_in(empty, folder)
    draft = empty.services.drafts.get(id_of("hard shortcode"))
    assert (draft.title, draft.source, draft.html) == ("Renamed", "New *words*.\n", "<p>New <em>words</em>.</p>")


def test_one_bad_file_does_not_end_it(exported: Path, empty: Parts, tmp_path: Path) -> None:
    folder = shutil.copytree(exported, tmp_path / "copy")
    (file,) = folder.glob("content/posts/*-shortcode.md")
    file.write_text("---\ntitle: [\n---\n\nx")
    report = take_in(empty, folder)
    assert [one.ref for one in report.failed] == [file.relative_to(folder).as_posix()]
    assert empty.services.drafts.get(id_of("hard spaces"))


def test_into_a_site_that_has_people_and_posts(exported: Path, empty: Parts) -> None:
    """What is here stays; nobody gets a password by an import."""
    olga = empty.services.users.create(
        name="Olga", email="olga@blog.test", role="owner", password="correct horse battery"
    )
    take_in(empty, exported)
    known = empty.services.users.find_by_id(olga.id)
    assert known is not None
    assert known.role == "owner"
    assert [one for one in empty.services.users.list_users() if one.can_sign_in] == [known]


def test_comments_keep_their_place(exported: Path, empty: Parts) -> None:
    take_in(empty, exported)
    known = empty.services.inbox.submissions_by_id([one.id for one in comments()])
    assert {one.id: (one.email, one.address, one.parent_id, one.decision) for one in comments()} == {
        one.id: (one.email, one.address, one.parent_id, one.decision) for one in known.values()
    }


@pytest.mark.corpus
@pytest.mark.skipif(not IS_HERE, reason=MISSING)
@needs_hugo
@pytest.mark.parametrize("name", CHOSEN)
def test_corpora(library: Library, migrated: Callable[[str], Path], tmp_path: Path, name: str) -> None:
    (source,) = (source for source in SOURCES if source.name == name)
    imported = library.get(source)
    assert imported.drafts
    back = make_site(tmp_path / "back", migrated)
    with imported.services() as here:
        export(here, tmp_path / "out")
        take_in(back, tmp_path / "out")
        found = list(differences(here, back.services))
        build(tmp_path / "out")
        lacks = hugo_lacks(here, tmp_path / "out")
    back.close()
    assert found == []
    assert lacks == {}


def test_every_exception_has_a_reason() -> None:
    assert all(len(reason) > 10 for reason in (*EXCEPTIONS.values(), *HUGO_EXCEPTIONS.values()))


def test_a_picture_that_was_encoded_anew_keeps_its_address(
    empty: Parts, migrated: Callable[[str], Path], tmp_path: Path
) -> None:
    first = make_site(tmp_path / "first", migrated)
    incoming = first.services.media.incoming()
    incoming.write(landscape())
    media = first.services.media.receive(incoming, "valley.png", alt="A valley", by="0" * 24).media
    incoming.discard()
    assert media.object_id != media.id
    source = f"![x]({media.path})"
    bring_in(first, ListReader([Site("Old"), Entry("post", "1", "One", "one", "published", source, "markdown")]))
    export(first.services, tmp_path / "out")
    take_in(empty, tmp_path / "out")
    found = list(differences(first.services, empty.services))
    first.close()
    assert found == []
    (post,) = empty.services.posts.feed(10)
    assert media.path in post.html
    assert empty.services.media.find_file(media.path.split("/")[2], media.path)


def test_the_guide_of_a_new_site_steps_aside(empty: Parts, migrated: Callable[[str], Path], tmp_path: Path) -> None:
    """Of its pages, the export has those that its own site had: drafts now, whose addresses others have taken."""
    first = make_site(tmp_path / "first", migrated)
    bring_guide(import_services(first))
    bring_in(first, ListReader([Site("Old"), Entry("page", "1", "About us", "about", "published", "x", "html")]))
    export(first.services, tmp_path / "out")
    bring_guide(import_services(empty))
    take_in(empty, tmp_path / "out")
    found = list(differences(first.services, empty.services))
    first.close()
    assert found == []
    about = empty.services.posts.find_by_path("/about/")
    assert about is not None
    assert about.title == "About us"
