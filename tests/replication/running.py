"""Runs `program.py` under its supervisor as a person would, and kills parts of it."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from app.replication.status_file import read_status
from app.settings import from_env

PROGRAM = Path(__file__).with_name("serve_program.py")
ROOT = Path(__file__).resolve().parents[2]


class Program:
    def __init__(self, data: Path, **environment: str) -> None:
        self.data = data
        settings = {"WAYPOST_DATA": str(data), "WAYPOST_PORT": "0", **environment}
        self.environment = {**os.environ, **settings, "PYTHONPATH": str(ROOT)}
        self.runtime = from_env({k: v for k, v in settings.items() if k.startswith("WAYPOST_")}).runtime_dir
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> "Program":
        self.process = subprocess.Popen(
            [sys.executable, str(PROGRAM)], env=self.environment, stderr=subprocess.PIPE, text=True
        )
        return self

    def run(self, timeout_s: float = 10.0) -> tuple[int, str]:
        """Start it expecting that it ends by itself; exit code and what it said."""
        self.start()
        assert self.process
        try:
            _, said = self.process.communicate(timeout=timeout_s)
        finally:
            self.kill_all()
        return self.process.returncode, said

    def ready(self, timeout_s: float = 30.0) -> "Program":
        """Wait until it takes writes."""
        self.until(lambda: self.status()["writable"], timeout_s)
        return self

    def readable(self, timeout_s: float = 30.0) -> "Program":
        self.until(lambda: self.get("/-/ready")[0] == 200, timeout_s)
        return self

    def until(self, condition: Any, timeout_s: float = 30.0) -> None:
        until = time.monotonic() + timeout_s
        while True:
            try:
                if condition():
                    return
            except (OSError, http.client.HTTPException, KeyError):
                pass
            assert self.process is None or self.process.poll() is None, self.process.stderr.read()  # type: ignore[union-attr]
            assert time.monotonic() < until, f"waited {timeout_s} s in vain; status {read_status(self.runtime)}"
            time.sleep(0.01)

    def pids(self) -> dict[str, int]:
        status = read_status(self.runtime)
        if status is None:
            raise KeyError("status")
        found = {"supervisor": status["pid"], "app": status["app"]["pid"], "sidecar": status["sidecar"]["pid"]}
        return {name: pid for name, pid in found.items() if pid}

    def kill(self, *parts: str) -> None:
        self.until(lambda: set(parts) <= self.pids().keys())
        pids = self.pids()
        for part in parts:
            os.kill(pids[part], signal.SIGKILL)

    def kill_all(self) -> None:
        """As the test's end: nobody is left, whatever state it is in."""
        if self.process is None:
            return
        self.process.kill()
        self.process.wait()
        assert self.process.stderr
        self.process.stderr.close()

    def stop(self, timeout_s: float = 20.0) -> int:
        assert self.process
        self.process.terminate()
        code = self.process.wait(timeout_s)
        assert self.process.stderr
        self.said = self.process.stderr.read()
        self.process.stderr.close()
        return code

    def request(self, method: str, path: str) -> tuple[int, str]:
        status = read_status(self.runtime)
        if status is None:
            raise KeyError("status")
        connection = http.client.HTTPConnection("127.0.0.1", status["port"], timeout=5)
        try:
            connection.request(method, path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def port(self) -> int:
        status = read_status(self.runtime)
        assert status
        return int(status["port"])

    def get(self, path: str) -> tuple[int, str]:
        return self.request("GET", path)

    def write(self, file: str, key: str) -> bool:
        """True where the program says that it is saved."""
        return self.request("POST", f"/{file}/{key}")[0] == 201

    def rows(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = json.loads(self.get("/")[1])
        return found

    def status(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.get("/-/status")[1])
        return found
