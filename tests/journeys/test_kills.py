"""kill -9 of the app, of the sidecar, of both and of everything, while people write: what was acknowledged is there."""

import http.client
import random
import re
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.blogs import large_blog, wait_for, walks_in
from tests.journeys.desk import Desk
from tests.journeys.running import Site

pytestmark = pytest.mark.campaign
PASSWORD = "correct horse battery staple"
POSTS = 40
TERM_S = 30.0


@pytest.fixture
def blog(make_site: Callable[..., Site], tmp_path: Path) -> Site:
    site = make_site()
    assert site.run("import", large_blog(tmp_path / "blog.xml", POSTS)).code == 0
    site.start().ready()
    assert add(site, "olga@old.example", "owner") is True
    return site


def add(site: Site, email: str, role: str = "author") -> bool:
    """True where it was acknowledged."""
    return site.run("user", "add", "--role", role, email, "Somebody", typed=f"{PASSWORD}\n").code == 0


class Editor:
    """Takes posts off and puts them back without pause; `acknowledged` holds, for each, what was answered last."""

    def __init__(self, site: Site) -> None:
        self.acknowledged: dict[str, bool] = {}  # path -> whether it is public
        self.changes = 0
        self._site, self._desk = site, Desk(site, "olga@old.example", PASSWORD)
        self._ids = self._drafts()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _drafts(self) -> dict[str, str]:
        """Path -> id of what is published."""
        found: dict[str, str] = {}
        for page in range(1, 5):
            text = self._desk.get(f"/admin/posts/?status=published&page={page}").text
            for row in text.split("<tr>")[2:]:
                path = re.search(r'href="[^"]*(/walk-\d+/)"', row)
                draft = re.search(r"/admin/posts/([0-9a-f]{24})/", row)
                if path and draft:
                    found[path[1]] = draft[1]
        return found

    def _run(self) -> None:
        dice = random.Random(2)
        while not self._over.is_set():
            path = dice.choice(sorted(self._ids))
            self._change(path, public=not self.acknowledged.get(path, True))

    def _change(self, path: str, *, public: bool) -> None:
        address = f"/admin/posts/{self._ids[path]}/publication" + ("" if public else "/delete")
        while not self._over.is_set():
            self.acknowledged.pop(path, None)  # in doubt until it is answered
            try:
                answer = self._desk.post(address)
                if answer.status == 303 and answer.headers["location"].startswith("/admin/posts/"):
                    self.acknowledged[path] = public
                    self.changes += 1
                    return
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.02)

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def wrong(self) -> list[str]:
        """What is not as it was acknowledged."""
        shown = {path: self._site.get(path).status == 200 for path in self.acknowledged}
        return [path for path, public in self.acknowledged.items() if shown[path] is not public]


def test_what_was_acknowledged_is_there(blog: Site, tmp_path: Path) -> None:
    dice, site = random.Random(1), blog
    added: list[str] = []
    editor = Editor(site)
    try:
        for parts in (("app",), ("sidecar",), ("app", "sidecar"), ("supervisor",)):
            email = f"{'-'.join(parts)}@old.example"
            adding = threading.Thread(target=lambda email=email: add(site, email) and added.append(email))
            adding.start()
            time.sleep(dice.uniform(0.2, 1.0))
            site.kill(*parts)
            if "supervisor" in parts:
                adding.join()  # it may have begun a server of its own
                site.start()
            site.until(lambda: site.status()["writable"])
            adding.join()
        time.sleep(0.5)
    finally:
        editor.stop()
    assert editor.changes > 20
    assert len(editor.acknowledged) > 5
    assert editor.wrong() == []
    people = site.run("user", "list").out
    assert [email for email in added if email not in people] == []
    assert added

    assert site.stop() == 0
    shutil.rmtree(site.data)
    began_at = time.monotonic()
    site.start().readable()
    assert time.monotonic() - began_at < TERM_S
    assert editor.wrong() == []  # the backup is whole as well
    people = site.run("user", "list").out
    assert [email for email in added if email not in people] == []
    site.until(lambda: site.run("status").code == 0)
    assert site.run("status", "--json").json()["epoch"] == 2
    assert site.run("doctor").code == 0
    assert Desk(site, "olga@old.example", PASSWORD).get("/admin/").status == 200


def test_an_import_outlives_the_app_and_the_sidecar(site: Site, tmp_path: Path) -> None:
    """And when everything is killed it says that the server has gone, and goes on where it was when it is run again."""
    site.start().ready()
    blog = large_blog(tmp_path / "blog.xml", 500)
    process = site.popen("import", blog)
    wait_for(lambda: walks_in(site) > 0)
    for part in ("app", "sidecar"):
        before = site.pids()[part]
        site.kill(part)
        site.until(lambda part=part, before=before: site.pids()[part] != before and site.status()["writable"])
    out, err = process.communicate(timeout=100)
    assert process.returncode == 0
    assert all(line.startswith("waypost: waiting for the server: ") for line in err.decode().splitlines())
    assert "503 posts and 1 pages are in." in out.decode()
    assert all(site.get(f"/walk-{number}/").status == 200 for number in range(0, 500, 50))

    more = large_blog(tmp_path / "more.xml", 1000)
    process = site.popen("import", more)
    wait_for(lambda: walks_in(site) > 500)
    site.kill("supervisor")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, b"")
    says = "waypost: the server has gone; start it again, then run this again: it goes on where it was"
    assert err.decode().splitlines()[-1] == says
    assert 500 < walks_in(site) < 1000
    said = site.run("import", more)  # with a server of its own
    assert (said.code, said.err) == (0, "")
    assert walks_in(site) == 1000
