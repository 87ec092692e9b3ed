"""`waypost import` without a running server, cut short, refused, and by `make serve IMPORT=…`."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.blogs import BLOG, large_blog, wait_for, walks_in
from tests.journeys.running import FIXTURES, Site, processes_on

Make = Callable[..., Site]
ROOT = Path(__file__).resolve().parents[2]


def test_without_a_server_one_is_started_and_nothing_is_left(site: Site) -> None:
    said = site.run("import", BLOG)
    assert (said.code, said.err) == (0, "")
    assert "3 posts and 1 pages are in." in said.out
    assert processes_on(site.data) == {}
    assert "nothing runs" in site.run("status").err
    site.start().readable()
    assert "The first walk" in site.get("/").text


def test_into_a_folder_that_is_not_there_yet(tmp_path: Path, sockets: Path) -> None:
    """The blog is all there is then: no guide comes in beside it."""
    site = Site(tmp_path / "deep" / "er", sockets)
    site.data.parent.mkdir()
    try:
        assert site.run("import", FIXTURES / "hugo").code == 0
        site.start().ready()
        home = site.get("/").text
        assert "A heron" in home
        assert "Welcome to Waypost" not in home
        assert site.get("/old/heron.html").status == 301
        assert (
            site.run("import", FIXTURES / "hugo").out.splitlines()[-1] == "Nothing has changed since the last import."
        )
    finally:
        site.end()


def test_exit_codes(site: Site, tmp_path: Path) -> None:
    """0: all is in (see the others); 1: some items failed, all others are in; 2: it can't be read, nothing is in."""
    site.start().ready()
    said = site.run("import", FIXTURES / "ghost.json")
    assert (said.code, said.err) == (1, "")
    assert "1 items failed" in said.out
    assert "From the lighthouse" in site.get("/").text
    assert "For members" not in site.get("/").text

    report = site.run("import", FIXTURES / "ghost.json", "--json").json()
    assert report["failed"] == [
        {"kind": "posts", "ref": "64f0000000000000000000a3", "reason": "it has no title, no slug and no text"}
    ]

    broken = tmp_path / "broken.xml"
    broken.write_text("<rss><channel><item>")
    for arguments in (
        ["import", broken],
        ["import", tmp_path / "nothing.xml"],
        ["import", tmp_path / "nothing.xml", "--json"],
    ):
        said = site.run(*arguments)
        assert said.code == 2, said
        assert said.err.count("\n") == 1
        assert said.err.startswith("waypost: import failed: ")


def test_killed_midway_and_run_again(site: Site, tmp_path: Path) -> None:
    """The server it had started ends too, in order; nothing is doubled or half there."""
    blog = large_blog(tmp_path / "large.xml", 400)
    for is_time in (lambda: len(processes_on(site.data)) > 1, lambda: walks_in(site) > 0):
        process = site.popen("import", blog)
        wait_for(is_time)
        assert process.poll() is None
        process.kill()
        process.communicate()
        wait_for(lambda: not processes_on(site.data))
    assert 0 < walks_in(site) < 400

    said = site.run("import", blog)
    assert (said.code, said.err) == (0, "")
    assert "unchanged since the last import" in said.out  # what the killed one had brought
    site.start().ready()
    for number in (0, 199, 399):
        assert f"Number {number}." in site.get(f"/walk-{number}/").text
    walks = re.findall(r"<loc>[^<]*/walk-(\d+)/</loc>", sitemaps(site))
    assert sorted(map(int, walks)) == list(range(400))


def sitemaps(site: Site) -> str:
    """All of them as one text."""
    first = site.get("/sitemap.xml").text
    parts = re.findall(r"<sitemap><loc>https?://[^/]+([^<]+)</loc>", first)
    return first + "".join(site.get(part.replace("&amp;", "&")).text for part in parts)


def test_stopped_by_its_user(site: Site, tmp_path: Path) -> None:
    process = site.popen("import", large_blog(tmp_path / "large.xml", 300))
    wait_for(lambda: len(processes_on(site.data)) > 3)  # the command, supervisor, app, sidecar
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.decode().strip() == "waypost: stopped by you"
    assert processes_on(site.data) == {}


def test_on_a_replica_it_is_refused(site: Site) -> None:
    before = sorted(site.data.iterdir())
    for arguments in (("import", BLOG), ("user", "add", "a@b.example", "Alice"), ("media", "fetch")):
        said = site.run(*arguments, typed="correct horse\n", WAYPOST_REGION="ams", WAYPOST_PRIMARY_REGION="fra")
        assert said.code == 1
        assert said.err == "waypost: this node (ams) is a replica and may not write; run it in fra\n"
    assert sorted(site.data.iterdir()) == before
    assert site.run("import", BLOG, "--dry-run", WAYPOST_ROLE="replica").code == 0


def test_one_import_at_a_time(site: Site, tmp_path: Path) -> None:
    """The second waits for the first."""
    first = site.popen("import", large_blog(tmp_path / "large.xml", 100))
    second = site.popen("import", FIXTURES / "hugo")
    for process in (first, second):
        _, err = process.communicate(timeout=100)
        assert (process.returncode, err) == (0, b"")
    assert processes_on(site.data) == {}
    site.start().readable()
    assert "A heron" in site.get("/").text
    assert site.get("/walk-99/").status == 200


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
def test_make_serve_imports_first(site: Site) -> None:
    """By the Makefile's own recipe; set-up itself is tested where nothing is installed yet."""
    make = ["make", "-s", "-o", "setup", "serve", f"IMPORT={BLOG}"]
    environment = site.environment
    process = subprocess.Popen(
        make, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        site.until(lambda: site.status()["writable"])
        assert "The first walk" in site.get("/").text
    finally:
        pids = site.pids() if processes_on(site.data) else {}
        if "supervisor" in pids:
            os.kill(pids["supervisor"], signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "3 posts and 1 pages are in." in out.decode()
    assert "is ready" in out.decode()
    assert processes_on(site.data) == {}


def test_two_commands_at_once_without_a_server(site: Site) -> None:
    """Either starts a server; the slower one takes the other's."""
    adding = [
        site.popen("user", "add", f"{name}@old.example", name, typed="correct horse\n") for name in ("ada", "ben")
    ]
    for process in adding:
        _, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, b"")
    people = site.run("user", "list").out
    assert "ada@old.example" in people
    assert "ben@old.example" in people
    assert processes_on(site.data) == {}
