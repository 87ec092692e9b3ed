"""An app as small as can be, for tests of the supervisor: answers on the socket, starts a sidecar, writes a log.

`python child.py LOG MODE` where MODE is a word of: sidecar, deaf, refused, again.
"""

import json
import os
import signal
import socket
import sys
import threading
from pathlib import Path

log, mode = Path(sys.argv[1]), sys.argv[2]
SIDECAR = """
import signal, sys, time
def note(word):
    with open(sys.argv[1], "a") as file: file.write(f"sidecar {word}\\n")
def end(*_):
    note("told to end"); sys.exit(0)
signal.signal(signal.SIGTERM, end)
note("starts")
time.sleep(1000)
"""


def note(word: str) -> None:
    with log.open("a") as file:
        file.write(f"app {word}\n")


def end(*_: object) -> None:
    note("told to end")
    if mode != "deaf":
        os._exit(0)


signal.signal(signal.SIGTERM, end)
note("starts")
control = socket.socket(fileno=int(os.environ["WAYPOST_CONTROL_FD"]))


def say(**message: object) -> None:
    control.sendall(json.dumps(message).encode() + b"\n")


def start_sidecar() -> None:
    say(sidecar="start", command=[sys.executable, "-c", SIDECAR, str(log)])


def listen() -> None:
    with control.makefile() as lines:
        for line in lines:
            if "sidecar_wanted" in json.loads(line):
                note("is asked for the sidecar")
                start_sidecar()


say(app={"state": "serving", "why": ""})
if mode == "sidecar":
    start_sidecar()
if mode == "refused":
    sys.stderr.write("waypost: no, because\n")
    os._exit(78)
if mode == "again" and log.read_text().count("app starts") < 3:
    os._exit(75)
threading.Thread(target=listen, daemon=True).start()
listener = socket.socket(fileno=int(os.environ["WAYPOST_LISTEN_FD"]))
while True:
    connection, _ = listener.accept()
    connection.sendall(b"hello")
    connection.close()
