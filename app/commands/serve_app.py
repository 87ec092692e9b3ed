"""The app process, as the supervisor starts it: listens at once, opens the site when its files are there."""

import gc
import logging
import os
import signal
import socket
import sys
from functools import partial

import click
import uvicorn

from app.replication.listener import listen_locally
from app.serving import Site
from app.settings import Settings, from_env
from app.settings.handed import handed
from app.web.patience import PatientProtocol
from app.web.services import Services

DRAIN_S = 10


@click.command("serve-app", hidden=True)
def command() -> int:
    """Run the app on the sockets the supervisor handed over. Not for people: use `waypost serve`."""
    settings, given = from_env(), handed()
    logging.basicConfig(level=logging.WARNING, format="waypost: %(message)s", stream=sys.stderr)
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)  # strangers' malformed requests are no news
    site = Site(settings, given.control_fd, partial(greet, settings))
    server = uvicorn.Server(
        uvicorn.Config(
            site.door,
            loop="uvloop",
            http=PatientProtocol,
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=DRAIN_S,
            timeout_keep_alive=65,
        )
    )
    listeners = [socket.socket(fileno=given.listen_fd), listen_locally(settings.runtime_dir)]
    site.start()
    gc.freeze()
    for number in (
        signal.SIGTERM,
        signal.SIGINT,
    ):  # which uvicorn raises again once it has drained
        signal.signal(number, lambda *_: setattr(server, "should_exit", True))
    server.run(listeners)
    site.stop()
    # The site's files are closed and synced; nothing a destructor does may touch them again (RULES 3).
    sys.stdout.flush()
    os._exit(0)


def greet(settings: Settings, services: Services, role: str) -> None:
    click.echo(f"Waypost is ready: {settings.origin}/")
    click.echo(f"  {role} in {settings.region}; data: {settings.data}; store: {settings.replica_url.partition('?')[0]}")
    token = services.users.renew_setup() if role == "primary" else None
    if token:
        click.echo(f"  Set up your site: {settings.origin}/admin/setup?token={token}")
        click.echo("  (works once, for 24 hours; the next start prints another)")
