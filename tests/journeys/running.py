"""The real program as a person runs it: `waypost`, supervisor, app, Litestream; and what a reader gets of it."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.settings import from_env

WAYPOST = Path(sys.executable).with_name("waypost")
FIXTURES = Path(__file__).with_name("fixtures")


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def clean_environment() -> dict[str, str]:
    """As in a person's shell: nothing of the tests' own, and bytecode is kept."""
    left_out = ("WAYPOST_", "FLY_", "PRIMARY_REGION", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "AWS_")
    return {name: value for name, value in os.environ.items() if not name.startswith(left_out)}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


class Site:
    """One data folder, the commands on it, and the `waypost serve` that may run on it."""

    def __init__(self, data: Path, sockets: Path, **environment: str) -> None:
        """`sockets`: a folder with a short path, for the folders for sockets."""
        self.data = data
        self.store = Path(f"{data}-replica")
        own = {"WAYPOST_DATA": str(data), "WAYPOST_PORT": str(free_port()), **environment}
        self.port = int(own["WAYPOST_PORT"])
        self.environment = {**clean_environment(), "TMPDIR": str(sockets), **own}
        self._runtime = sockets / from_env(own).runtime_dir.name
        self._process: subprocess.Popen[bytes] | None = None
        self._output = data.with_name(f"{data.name}.output")

    # Commands

    def run(
        self, *arguments: str | Path, typed: str = "", timeout_s: float = 60, program: str | Path = WAYPOST, **more: str
    ) -> Said:
        """`waypost ARGUMENTS`; `typed` is what comes in on stdin, `more` goes into the environment."""
        done = subprocess.run(
            [program, *arguments],
            env=self.environment | more,
            cwd=self.data.parent,
            input=typed.encode(),
            capture_output=True,
            timeout=timeout_s,
            check=False,
        )
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())

    def popen(self, *arguments: str | Path, typed: str = "") -> "subprocess.Popen[bytes]":
        """The same, left running."""
        process = subprocess.Popen(
            [WAYPOST, *arguments],
            env=self.environment,
            cwd=self.data.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdin
        process.stdin.write(typed.encode())
        process.stdin.flush()
        return process

    # The server

    def start(self, program: Path = WAYPOST) -> "Site":
        with self._output.open("ab") as output:
            self._process = subprocess.Popen(
                [program, "serve"], env=self.environment, cwd=self.data.parent, stdout=output, stderr=output
            )
        return self

    def ready(self, timeout_s: float = 60) -> "Site":
        """Wait until it takes writes and has greeted: the guide of a new site is in then."""
        self.until(lambda: self.status()["writable"] and "is ready" in self.output, timeout_s)
        return self

    def readable(self, timeout_s: float = 60) -> "Site":
        self.until(lambda: self.get("/").status == 200, timeout_s)
        return self

    @property
    def output(self) -> str:
        return self._output.read_text()

    def until(self, condition: Callable[[], object], timeout_s: float = 30) -> None:
        until = time.monotonic() + timeout_s
        while True:
            try:
                if condition():
                    return
            except (OSError, http.client.HTTPException, KeyError, ValueError):
                pass
            assert self._process is None or self._process.poll() is None, self.output
            assert time.monotonic() < until, f"waited {timeout_s} s in vain; it said: {self.output}"
            time.sleep(0.02)

    def stop(self, timeout_s: float = 40) -> int:
        assert self._process
        self._process.terminate()
        return self._process.wait(timeout_s)

    def supervised(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self._runtime / "status.json").read_text())
        return found

    def pids(self) -> dict[str, int]:
        found = self.supervised()
        every = {"supervisor": found["pid"], "app": found["app"]["pid"], "sidecar": found["sidecar"]["pid"]}
        return {name: pid for name, pid in every.items() if pid}

    def kill(self, *parts: str) -> None:
        """kill -9."""
        pids = self.pids()
        for part in parts:
            os.kill(pids[part], signal.SIGKILL)
        if "supervisor" in parts and self._process:
            self._process.wait()

    def end(self) -> None:
        """Whatever state it is in: nobody is left."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        until = time.monotonic() + 10
        while left := processes_on(self.data):
            assert time.monotonic() < until, left
            time.sleep(0.02)

    # What a reader gets

    def get(self, path: str, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path, headers={"Connection": "close", **headers})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def status(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.get("/-/status").body)
        return found


def processes_on(data: Path) -> dict[int, str]:
    """pid -> command line of those who were given this data folder and live; zombies don't count."""
    wanted, found = f"WAYPOST_DATA={data}".encode(), {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            is_dead = (folder / "stat").read_text().rpartition(")")[2].split()[0] in "ZX"
            if not is_dead and wanted in (folder / "environ").read_bytes().split(b"\0"):
                found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
    return found


def copied(site: Site, to: Path, sockets: Path, **environment: str) -> Site:
    """A site like a stopped one, on copies of its data and its store."""
    shutil.copytree(site.data, to)
    shutil.copytree(site.store, f"{to}-replica")
    return Site(to, sockets, **environment)
