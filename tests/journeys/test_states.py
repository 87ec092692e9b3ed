"""`waypost status` and `waypost doctor` say the truth in each state a node can be in."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.replication.epochs import Epochs
from app.store import open_store
from tests.journeys.running import Site


def states(site: Site) -> dict[str, Any]:
    """What `waypost status --json` says; its exit code must agree."""
    said = site.run("status", "--json")
    found: dict[str, Any] = said.json()
    assert (said.code == 0) == found["ok"] == (not found["problems"]), said
    return found


def doctor(site: Site) -> list[str]:
    """What is wrong, "check: detail" each; exit code and text must agree with it."""
    said = site.run("doctor", "--json")
    wrong = [one for one in said.json() if not one["ok"]]
    assert said.code == bool(wrong), said
    assert all(one["detail"] for one in wrong)
    return [f"{one['check']}: {one['detail']}" for one in wrong]


@contextmanager
def stopped(pid: int) -> Iterator[None]:
    """The process hangs."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def test_not_running(site: Site) -> None:
    said = site.run("status")
    assert (said.code, said.out) == (1, "")
    assert said.err == f"waypost: nothing runs on {site.data}; start it: waypost serve\n"
    assert states(site)["running"] is False
    beat = Epochs(open_store(f"file://{site.store}")).beat(1)
    assert beat is not None
    assert beat.released, "the app itself was stopped in order, not ended by the signal"
    assert doctor(site) == []
    shutil.rmtree(site.store)
    assert [line.partition(":")[0] for line in doctor(site)] == ["store"]


def test_nothing_there_yet(tmp_path: Path, sockets: Path) -> None:
    wrong = doctor(Site(tmp_path / "data", sockets))
    assert wrong[0] == f"data folder: {tmp_path}/data does not exist; waypost serve makes it"
    assert wrong[1].startswith("store: ")
    assert len(wrong) == 2


def test_one_life(site: Site) -> None:
    """Booting, ready, the sidecar gone and back, the app gone and back, the store gone and back, stopped."""
    site.start()
    site.until(lambda: states(site)["running"])
    seen = []
    while not (now := states(site))["ok"]:
        seen.append("; ".join(now["problems"]))
        assert not now.get("writable")
    assert seen
    assert all(why.startswith(("no page is served yet: ", "nothing can be changed: ")) for why in seen), seen

    text = site.run("status").out
    for words in (f"http://127.0.0.1:{site.port}", "primary in local, epoch 1", str(site.data), str(site.store)):
        assert words in text
    assert "everything is in the store" in text
    assert (now["role"], now["port"], now["pid"]) == ("primary", site.port, site.pids()["supervisor"])
    assert doctor(site) == []

    with stopped(site.pids()["supervisor"]):  # so that it does not start the sidecar again at once
        before = site.pids()["sidecar"]
        site.kill("sidecar")
    site.until(lambda: site.pids()["sidecar"] != before)
    site.until(lambda: states(site)["ok"])
    assert states(site)["sidecar"]["restarts"] == 1
    assert "started again 1 times, last: SIGKILL" in site.run("status").out

    site.kill("app")
    site.until(lambda: states(site)["ok"])
    assert (states(site)["app"]["restarts"], states(site)["app"]["last_end"]) == (1, "SIGKILL")

    with stopped(site.pids()["app"]):
        assert states(site)["problems"] == ["no page is served yet: the app does not answer"]

    away = site.store.with_name("away")
    site.store.rename(away)
    assert any("is gone, or another is in its place" in problem for problem in states(site)["problems"])
    wrong = doctor(site)
    assert any(line.startswith("server: nothing can be changed: store folder") for line in wrong)
    assert any(line.startswith("store: ") for line in wrong)
    assert site.get("/").status == 200
    site.until(lambda: states(site)["sidecar"]["state"] == "stopped")
    assert "behind    not known" in site.run("status").out
    assert not site.store.exists()  # nobody has made another in its place
    away.rename(site.store)
    site.until(lambda: states(site)["ok"])
    assert doctor(site) == []
    assert site.run("user", "add", "after@b.example", "Alice", typed="correct horse battery\n").code == 0

    assert site.stop() == 0
    assert states(site)["running"] is False
    shutil.rmtree(site.data)  # what was missed while the store was away has been made up for
    site.start().ready()
    assert "after@b.example" in site.run("user", "list").out


def test_an_app_that_ends_again_and_again(site: Site) -> None:
    """Its restarts come slower and slower; meanwhile the status says how it ended."""
    site.start()
    for ended in range(1, 6):
        site.until(lambda: site.pids()["app"])
        site.kill("app")
        site.until(lambda ended=ended: site.supervised()["app"]["restarts"] == ended)
    why = "the app has ended (SIGKILL) and is being started again; see the output of waypost serve"
    assert states(site)["problems"] == [why]
    site.until(lambda: states(site)["ok"])


def test_others_may_read_the_folder(site: Site) -> None:
    site.data.chmod(0o755)
    assert doctor(site) == [f"data folder: others may read it; run: chmod 700 {site.data}"]


def test_a_damaged_database(site: Site) -> None:
    for path in (site.data / "Comments.db", site.data / "Comments.db-wal"):
        path.write_bytes(b"no database at all " * 1000)
    assert [line.partition(":")[0] for line in doctor(site)] == ["Comments.db"]


def test_a_replica(make_site: Callable[..., Site]) -> None:
    """It serves copies; nothing is amiss because nothing can be written there."""
    primary = make_site("primary")
    replica = Site(
        primary.data.with_name("replica"),
        Path(primary.environment["TMPDIR"]),
        WAYPOST_REPLICA_URL=f"file://{primary.store}",
        WAYPOST_ROLE="replica",
    )
    try:
        replica.start().readable()
        now = states(replica)
        assert (now["role"], now["ok"], now["writable"]) == ("replica", True, False)
        assert "sidecar" not in replica.run("status").out
        assert "Welcome to Waypost" in replica.get("/").text
        said = replica.run("import", "x.xml", WAYPOST_ROLE="primary")
        assert said.code == 2
    finally:
        replica.end()
