"""The sites whose pages are looked at: a sample blog of our own, and old blogs of others where they lie beside us."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import uvicorn

from app.content import render_comment
from app.importers.detect import open_source
from app.importers.items import Options
from app.importers.run import Importer
from app.main import SERVICES, Parts, file_of, import_services, migrate_all, open_parts
from app.services.inbox import ImportedSubmission, Submission
from app.settings import from_env
from tests.looks.desk import Desk, furnish
from tests.looks.pictures import write_pictures
from tests.services.making import id_of
from tests.web.world import open_world

BLOG = Path(__file__).with_name("blog")
TALKED_ABOUT = "/2026/05/the-map-is-a-promise/"
# Name, whom they answer, what they say.
COMMENTS = (
    ("Tomás Oliveira", None, "The 1912 sheets are wonderful. Was the re-survey of 1937 kept?"),
    ("Jane Ferriter", 0, "It was, mostly. Some bolts had moved by *eleven centimetres*."),
    ("Tomás Oliveira", 1, "Eleven! See https://example.org/" + "a-very-long-address-" * 6),
    ("m.w.k.", None, "Lovely pictures. I grew up at Lebus, on the side that is not there any more."),
)


def write_blog(folder: Path) -> Path:
    """The sample blog as a person would have it before importing it: Markdown files and pictures."""
    shutil.copytree(BLOG, folder)
    write_pictures(folder / "images")
    return folder


def make_sample(folder: Path) -> tuple[Path, Desk]:
    """Import the sample blog, furnish its desk; give its data folder and what is on the desk."""
    data = _bring_in(folder, [(write_blog(folder / "blog"),)])
    parts = _open(data)
    try:
        _talk(parts)
        return data, furnish(parts)
    finally:
        parts.close()


def make_other(folder: Path, *sources: Path) -> Path:
    """Import old blogs of others into one site; give its data folder."""
    return _bring_in(folder, [(source,) for source in sources])


@contextmanager
def served(data: Path) -> Iterator[str]:
    """Serve a data folder from this process on a free port."""
    listening = socket.create_server(("127.0.0.1", 0))
    origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
    world = open_world(data, WAYPOST_URL=origin)
    server = uvicorn.Server(uvicorn.Config(world.app, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield origin
    finally:
        server.should_exit = True
        thread.join()
        world.close()


def _bring_in(folder: Path, sources: Sequence[tuple[Path, ...]]) -> Path:
    data = folder / "data"
    data.mkdir(mode=0o700, parents=True)
    migrate_all(data)
    parts = _open(data)
    try:
        for paths in sources:
            Importer(import_services(parts), open_source(paths, "auto", Options()), paths[0].stem).run()
        parts.worker.drain(parts.databases["drafts"])
        parts.worker.drain(parts.databases["inbox"])
    finally:
        parts.close()
    return data


def _open(data: Path) -> Parts:
    assert all(file_of(service, data).exists() for service in SERVICES)
    return open_parts(
        from_env({"WAYPOST_DATA": str(data), "WAYPOST_REPLICA_URL": f"file://{data}-store"}), writable=True
    )


def _talk(parts: Parts) -> None:
    post = parts.services.posts.find_by_path(TALKED_ABOUT)
    assert post is not None
    made = [_comment(number, post.id, *said) for number, said in enumerate(COMMENTS)]
    parts.services.inbox.import_items([ImportedSubmission(one, one.id) for one in made])
    parts.worker.drain(parts.databases["inbox"])


def _comment(number: int, post_id: str, name: str, answers: int | None, said: str) -> Submission:
    return Submission(
        id=id_of(number),
        post_id=post_id,
        parent_id=None if answers is None else id_of(answers),
        kind="comment",
        author_name=name,
        email="",
        url="https://example.org/" if number == 3 else None,
        address="",
        body=said,
        html=render_comment(said).html,
        decision="approved",
        created_at=datetime(2026, 5, 19, 9, number, tzinfo=UTC),
        version=1,
    )
