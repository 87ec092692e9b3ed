"""A site as small as can be, for tests of what runs it: three files, one write address, on the passed socket.

GET / counts the rows; POST /<File>/<key> writes one and answers once it is acknowledged; /-/live, /-/ready, /-/status.
"""

import json
import os
import signal
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from app.db import Connection, Database
from app.errors import WaypostError
from app.replication.keeper import Limits
from app.replication.node import Node
from app.replication.supervision import Supervision
from app.settings import from_env

FILES = ("One", "Two", "Three")
settings = from_env()
databases: dict[str, Database] = {}


def open_reads() -> None:
    files = [file for file in FILES if (settings.data / f"{file}.db").exists()]
    databases.update({f: Database(settings.data / f"{f}.db", gate=node.gate) for f in files})


def rows() -> dict[str, list[str]]:
    found = {}
    for name, database in databases.items():
        with database.read() as conn:
            found[name] = [row[0] for row in conn.exec_driver_sql("SELECT key FROM _idempotency ORDER BY key")]
    return found


def insert(key: str, conn: Connection) -> None:
    conn.exec_driver_sql("INSERT INTO _idempotency VALUES ('u', 'r', ?, '', '')", (key,))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        match self.path:
            case "/-/live":
                self.answer(200, "ok")
            case "/-/ready":
                self.answer(200 if node.ready else 503, node.why)
            case "/-/status":
                self.answer(200, json.dumps(node.status()))
            case _:
                self.answer(*((200, json.dumps(rows())) if node.ready else (503, "starting")))

    def do_POST(self) -> None:
        _, file, key = self.path.split("/")
        if file not in databases:
            self.answer(503, "starting")
            return
        try:
            databases[file].write(lambda conn: insert(key, conn))
        except WaypostError as error:
            self.answer(503, str(error))
        else:
            self.answer(201, "saved")

    def answer(self, status: int, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    def __init__(self, listener: socket.socket) -> None:
        super().__init__(("", 0), Handler, bind_and_activate=False)
        self.socket = listener


def close_all() -> None:
    for database in databases.values():
        database.close()


def stop(*_: object) -> None:
    def run() -> None:
        node.stop(close_all)
        os._exit(0)

    threading.Thread(target=run).start()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    node = Node(
        settings,
        FILES,
        Supervision(int(os.environ["WAYPOST_CONTROL_FD"])),
        open_reads=open_reads,
        term_s=float(os.environ.get("TEST_TERM_S", "30")),
        take_over="TEST_TAKE_OVER" in os.environ,
        limits=Limits(*map(float, os.environ["TEST_LIMITS"].split())) if "TEST_LIMITS" in os.environ else None,  # type: ignore[arg-type]
    )
    node.start()
    Server(socket.socket(fileno=int(os.environ["WAYPOST_LISTEN_FD"]))).serve_forever()
