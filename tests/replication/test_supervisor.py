"""`waypost serve` as a process: what it refuses in one line, and what it does when a child or itself is killed."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.errors import StartRefused
from app.replication.folders import SIDECAR_LOCK, is_locked, make_runtime_folder, try_lock
from app.replication.status_file import read_status

ROOT = Path(__file__).resolve().parents[2]
CHILD = Path(__file__).with_name("child.py")


class Supervised:
    def __init__(self, folder: Path, mode: str = "sidecar", **plan: Any) -> None:
        self.log, self.runtime, self.data = folder / "log", folder / "run", folder / "data"
        command = [sys.executable, str(CHILD), str(self.log), mode]
        self.plan = {"data": str(self.data), "host": "127.0.0.1", "port": 0, "runtime": str(self.runtime)}
        self.plan |= {"command": command, **plan}
        self.process: subprocess.Popen[str] | None = None

    def start(self, *prefix: str) -> "Supervised":
        self.process = subprocess.Popen(
            [*prefix, sys.executable, "-m", "app.replication", json.dumps(self.plan)],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )
        return self

    def ended(self, *prefix: str) -> tuple[int, str]:
        """Start it expecting that it ends by itself: exit code and all it said."""
        self.start(*prefix)
        assert self.process
        _, said = self.process.communicate(timeout=20)
        return self.process.returncode, said

    def until(self, condition: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            status = read_status(self.runtime)
            if status and condition(status):
                return status
            time.sleep(0.01)
        raise AssertionError(f"in vain: {read_status(self.runtime)}, {self.lines()}")

    def running(self) -> dict[str, Any]:
        """Wait for both children; the status."""
        return self.until(lambda s: s["app"]["pid"] and s["sidecar"]["pid"] and "sidecar starts" in self.lines())

    def lines(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    def wait(self) -> int:
        assert self.process
        code = self.process.wait(20)
        assert self.process.stderr
        self.process.stderr.close()
        return code


@pytest.fixture
def supervised(tmp_path: Path) -> Iterator[Callable[..., Supervised]]:
    made: list[Supervised] = []

    def make(mode: str = "sidecar", **plan: Any) -> Supervised:
        made.append(Supervised(tmp_path, mode, **plan))
        return made[-1]

    yield make
    for one in made:
        if one.process and one.process.poll() is None:
            one.process.kill()
            one.wait()


Make = Callable[..., Supervised]


def is_running(pid: int) -> bool:
    """A zombie does not count: in a container nobody may ever ask how it ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


# What it refuses: one line, exit code 1


def test_a_busy_port(supervised: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert supervised(port=port).ended() == (
            1,
            f"waypost: port {port} on 127.0.0.1 is busy: another program listens there; "
            "stop it, or set WAYPOST_PORT to another\n",
        )


def test_a_second_start_on_the_same_folder(supervised: Make, tmp_path: Path) -> None:
    first = supervised().start()
    status = first.running()
    second = supervised(runtime=str(tmp_path / "run2"))
    assert second.ended() == (
        1,
        f"waypost: data folder {first.data} is in use by another waypost serve "
        f"(pid {status['pid']}, port {status['port']}); stop that one, or set WAYPOST_DATA to another folder\n",
    )
    assert is_locked(first.data)
    assert first.running()["pid"] == status["pid"]


@pytest.mark.skipif(not shutil.which("setpriv"), reason="needs util-linux")
def test_an_unwritable_folder(supervised: Make, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    without_privileges = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.getuid() == 0 else ()
    assert supervised(data=str(locked / "data")).ended(*without_privileges) == (
        1,
        f"waypost: data folder {locked}/data can't be written: Permission denied; "
        "change its owner, or set WAYPOST_DATA to another\n",
    )


def test_a_file_where_the_folder_should_be(supervised: Make, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, said = supervised(data=str(tmp_path / "file")).ended()
    assert code == 1
    assert said.startswith(f"waypost: data folder {tmp_path}/file can't be written: ")
    assert said.count("\n") == 1


def test_a_host_of_another_machine(supervised: Make) -> None:
    assert supervised(host="192.0.2.1", port=80).ended() == (
        1,
        "waypost: host 192.0.2.1 is no address of this machine; set WAYPOST_HOST to one that is, or to 0.0.0.0\n",
    )


def test_a_host_nobody_knows(supervised: Make) -> None:
    code, said = supervised(host="no.such.host.invalid").ended()
    assert code == 1
    assert said.startswith("waypost: host 'no.such.host.invalid' is unknown: ")
    assert said.count("\n") == 1


def test_a_folder_for_sockets_that_others_can_enter(supervised: Make, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir(mode=0o755)
    code, said = supervised().ended()
    assert code == 1
    assert "open to others" in said


def test_a_folder_for_sockets_whose_path_is_too_long(tmp_path: Path) -> None:
    """The sidecar would run on without its socket (RULES 7)."""
    folder = tmp_path / ("x" * 100)
    with pytest.raises(StartRefused, match="set TMPDIR to a shorter one"):
        make_runtime_folder(folder)
    assert not folder.exists()


# The children


def test_the_app_s_refusal_ends_it(supervised: Make) -> None:
    one = supervised("refused")
    code, said = one.ended()
    assert code == 1
    assert said == "waypost: no, because\n"
    assert one.lines() == ["app starts"]


def test_an_app_that_asks_for_it_is_started_again_at_once(supervised: Make) -> None:
    one = supervised("again").start()
    one.until(lambda s: s["app"]["restarts"] == 2 and s["app"]["state"] == "serving")
    assert one.lines() == ["app starts"] * 3


def test_no_connection_is_refused_while_the_app_is_started_again(supervised: Make) -> None:
    one = supervised().start()
    status = one.running()
    os.kill(status["app"]["pid"], signal.SIGKILL)
    while is_running(status["app"]["pid"]):  # what it has accepted already ends with it
        time.sleep(0.001)
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", status["port"]), timeout=10) as connection:
            assert connection.recv(5) == b"hello"


def test_the_sidecar_dies_with_the_app_and_before_the_next(supervised: Make) -> None:
    one = supervised().start()
    before = one.running()
    os.kill(before["app"]["pid"], signal.SIGKILL)
    after = one.until(lambda s: s["sidecar"]["pid"] not in (None, before["sidecar"]["pid"]))
    assert one.lines().count("sidecar told to end") == 0  # killed: one that ends in order would checkpoint
    assert not is_running(before["sidecar"]["pid"])
    assert after["app"]["restarts"] == 1


def test_a_sidecar_that_ends_is_started_at_the_app_s_word(supervised: Make) -> None:
    one = supervised().start()
    pid = one.running()["sidecar"]["pid"]
    os.kill(pid, signal.SIGKILL)
    status = one.until(lambda s: s["sidecar"]["pid"] not in (None, pid))
    assert status["sidecar"]["restarts"] == 1
    assert status["sidecar"]["last_end"] == "SIGKILL"
    assert status["app"]["restarts"] == 0
    assert "app is asked for the sidecar" in one.lines()


def test_restarts_wait_longer_and_longer(supervised: Make) -> None:
    one = supervised().start()
    pauses = []
    for _ in range(4):
        pid = one.running()["sidecar"]["pid"]
        os.kill(pid, signal.SIGKILL)
        began_at = time.monotonic()
        one.until(lambda s, pid=pid: s["sidecar"]["pid"] not in (None, pid))
        pauses.append(time.monotonic() - began_at)
    assert pauses[3] > 0.8
    assert pauses[3] > 2 * pauses[0]


def test_a_second_sidecar_never_runs_beside_an_orphan(supervised: Make) -> None:
    one = supervised()
    one.data.mkdir()
    orphan = os.open(one.data / SIDECAR_LOCK, os.O_RDWR | os.O_CREAT)
    assert try_lock(orphan)
    one.start()
    one.until(lambda s: s["sidecar"]["state"] == "waiting")
    time.sleep(0.3)
    assert "sidecar starts" not in one.lines()
    os.close(orphan)
    one.running()


# Its own end


def test_it_stops_the_app_first_and_the_sidecar_last(supervised: Make) -> None:
    one = supervised().start()
    one.running()
    assert one.process
    one.process.terminate()
    assert one.wait() == 0
    assert one.lines() == ["app starts", "sidecar starts", "app told to end", "sidecar told to end"]
    assert read_status(one.runtime) is None
    assert not is_locked(one.data)


def test_ctrl_c_reaches_the_supervisor_only(supervised: Make) -> None:
    one = supervised().start()
    status = one.running()
    groups = {os.getpgid(status[child]["pid"]) for child in ("app", "sidecar")}
    assert os.getpgid(status["pid"]) not in groups
    os.kill(status["pid"], signal.SIGINT)
    assert one.wait() == 0


def test_a_second_signal_does_not_wait(supervised: Make) -> None:
    one = supervised("deaf").start()
    one.until(lambda s: s["app"]["state"] == "serving")
    assert one.process
    one.process.terminate()
    one.until(lambda s: s["stopping"])
    one.process.send_signal(signal.SIGINT)
    assert one.wait() == 0


def test_kill_9_leaves_nobody_and_the_next_start_succeeds(supervised: Make) -> None:
    one = supervised().start()
    before = one.running()
    os.kill(before["pid"], signal.SIGKILL)
    again = supervised().start()  # at once: the lock may still be with the dying app
    after = again.until(lambda s: s["pid"] != before["pid"] and s["sidecar"]["pid"])
    assert after["app"]["pid"] != before["app"]["pid"]
    assert not is_running(before["app"]["pid"])
    assert not is_running(before["sidecar"]["pid"])
    one.wait()


def test_it_stays_small(supervised: Make) -> None:
    one = supervised().start()
    status = one.running()
    resident_kib = int(Path(f"/proc/{status['pid']}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") // 1024
    assert resident_kib < 17_000
    loaded = "import sys, app.replication.supervisor; print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert not {"sqlalchemy", "litestar", "click", "pysqlite3", "obstore", "msgspec", "app.settings"} & set(
        modules.split()
    )
