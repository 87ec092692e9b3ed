"""Out and in again: two sites compared item by item, field by field; and a Hugo build compared with what readers see.

`python -m tests.exporters.round_trip [NAME…]` does it for all corpora (make round-trip).
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.content import plain_text
from app.exporters.context import Choice, Include, Services
from app.exporters.data import NOT_KEPT
from app.exporters.run import Exporter, Report
from app.exporters.targets import open_target
from app.importers.detect import open_source
from app.importers.items import Options
from app.importers.run import Importer
from app.main import Parts, import_services
from app.web.services import Services as AllServices
from tests.importers.corpora import DECISIONS

EXCEPTIONS: dict[str, str] = json.loads(Path(__file__).with_name("exceptions.json").read_text("utf-8"))
HUGO_EXCEPTIONS: dict[str, str] = json.loads(Path(__file__).with_name("hugo_exceptions.json").read_text("utf-8"))
ORIGIN = "http://blog.test"
MOST = 1_000_000
_WORD = re.compile(r"[^\W_]{2,}")
_CARD = re.compile(r'<figure class="embed".*?</figure>', re.DOTALL)
_SHOWN = re.compile(r"<article>.*?</article>", re.DOTALL)


@dataclass(frozen=True)
class Difference:
    """`field`: "post.title", as the keys of exceptions.json; `here` and `there` are how it was and what came of it."""

    field: str
    ref: str
    here: Any
    there: Any


def export(services: AllServices, to: Path, include: Include = "private") -> Report:
    wanted = Services(services.drafts, services.inbox, services.media, services.site, services.users)
    with open_target(to) as target:
        return Exporter(wanted, ORIGIN, target, Choice(include)).run()


def take_in(parts: Parts, path: Path) -> Any:
    reader = open_source([path], "auto", Options())
    assert reader.format == "waypost"
    return Importer(import_services(parts), reader, path.stem).run()


def everything(services: AllServices) -> dict[str, dict[str, dict[str, Any]]]:
    """Kind -> id -> field -> value, of all that makes a site."""
    drafts = {one.id: asdict(one) for one in services.drafts.drafts_after("", MOST) if one.status != "trash"}
    talk = [one for decision in DECISIONS for one in services.inbox.list_submissions(decision, 1, MOST)]
    addresses: dict[str, list[str]] = {}
    for address, path in services.media.all_addresses().items():
        addresses.setdefault(path, []).append(address)
    files = services.media.media_after("", MOST)
    public = {post_id: services.posts.find_by_id(post_id) for post_id in drafts}
    return {
        "draft": drafts,
        "post": {post_id: asdict(post) for post_id, post in public.items() if post},
        "comment": {one.id: {k: v for k, v in asdict(one).items() if k not in NOT_KEPT} for one in talk},
        "shown comment": {one.id: asdict(one) for one in services.comments.latest(MOST)},
        "media": {one.id: asdict(one) | {"addresses": sorted(addresses.get(one.path, []))} for one in files},
        "author": {one.slug: asdict(one) for one in services.users.list_users()},
        "redirect": {one.source: asdict(one) for one in _redirects(services)},
        "missing": {one.url: {} for one in services.media.missing()},
        "site": {"": asdict(services.site.site())},
    }


def _redirects(services: AllServices) -> list[Any]:
    return services.site.list_redirects(1, MOST)


def differences(here: AllServices, there: AllServices) -> Iterator[Difference]:
    """Those that exceptions.json does not name."""
    before, after = everything(here), everything(there)
    for kind, items in before.items():
        for ref, fields in items.items():
            yield from _compared(kind, ref, fields, after[kind].get(ref))
        for ref in after[kind].keys() - items.keys():
            yield from _unless_excepted(Difference(f"{kind} too many", ref, None, after[kind][ref]))


def _compared(kind: str, ref: str, here: Mapping[str, Any], there: Mapping[str, Any] | None) -> Iterator[Difference]:
    if there is None:
        yield from _unless_excepted(Difference(f"{kind} lost", ref, here, None))
        return
    for name, value in here.items():
        if value != there[name]:
            yield from _unless_excepted(Difference(f"{kind}.{name}", ref, value, there[name]))


def _unless_excepted(found: Difference) -> Iterator[Difference]:
    if found.field not in EXCEPTIONS:
        yield found


# Hugo


def build(site: Path) -> None:
    done = subprocess.run(["hugo", "--quiet", "--source", str(site)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), done.stdout + done.stderr


def hugo_file(public: Path, path: str) -> Path | None:
    """What a server of static files gives at one of our addresses."""
    for candidate in (public / path.strip("/"), public / path.strip("/") / "index.html"):
        if candidate.is_file():
            return candidate
    return None


def missing_words(page: str, text: str) -> list[str]:
    """The words of ours that Hugo's page lacks."""
    shown = _SHOWN.search(page)
    there = set(_WORD.findall(plain_text(shown[0] if shown else page).casefold()))
    return sorted({word for word in _WORD.findall(text.casefold()) if word not in there})


def hugo_lacks(services: AllServices, site: Path) -> dict[str, list[str]]:
    """Path of a published post -> the words Hugo's page lacks, or ["(no page)"].

    Complete ones are left out, and those hugo_exceptions.json gives a reason for.
    """
    found = {}
    for draft in services.drafts.drafts_after("", MOST):
        if draft.status == "published":
            file = hugo_file(site / "public", draft.path)
            shown = plain_text(_CARD.sub("", draft.html))  # Hugo shows the player itself
            lacks = missing_words(file.read_text("utf-8"), shown) if file else ["(no page)"]
            if lacks and draft.path not in HUGO_EXCEPTIONS:
                found[draft.path] = lacks
    return found


def main(names: list[str]) -> int:
    from tests.importers.corpora import SOURCES, Library  # noqa: PLC0415
    from tests.importers.sites import make_site  # noqa: PLC0415

    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        migrated = _migrated(folder)
        library = Library(folder / "library", migrated)
        for source in SOURCES:
            imported = library.get(source)
            if imported.refused or not any(name in source.name for name in names or [""]):
                continue
            out = folder / f"out-{source.name.replace('/', '-')}"
            back = make_site(folder / f"back-{source.name.replace('/', '-')}", migrated)
            with imported.services() as here:
                export(here, out)
                take_in(back, out)
                found = list(differences(here, back.services))
                build(out)
                lacks = hugo_lacks(here, out)
            back.close()
            items = len(imported.drafts)
            print(f"{source.name}: {items} posts and pages, {len(found)} differences, {len(lacks)} short in Hugo")
            for one in found[:5]:
                print("  ", one.field, one.ref, repr(one.here)[:200], repr(one.there)[:200])
            for path, words in list(lacks.items())[:10]:
                print("  ", path, words[:12])
            failed += bool(found or lacks)
    return 1 if failed else 0


def _migrated(folder: Path) -> Callable[[str], Path]:
    from app.db import migrate  # noqa: PLC0415

    def template(service: str) -> Path:
        path = folder / f"{service.capitalize()}.db"
        if not path.exists():
            migrate.upgrade(path)
        return path

    return template


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
