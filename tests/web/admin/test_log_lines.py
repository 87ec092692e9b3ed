"""What the program says of itself names no password, token, code or address that lets somebody in."""

import logging
import time

import pytest

from tests.mailboxes import mail_server
from tests.web.admin.test_second_step import PAGE, turn_on
from tests.web.content import PASSWORD
from tests.web.world import World, open_world

TYPED = "a typed secret of somebody"


def test_no_secret_in_any_line(
    world: World, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where things fail: the files are closed half-way, so that every kind of error is logged."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # the test's own client
    world.close()
    with mail_server() as box:
        opened = open_world(
            world.folder, WAYPOST_SMTP_URL=f"smtp://someone:smtp-{TYPED[:7].strip()}@127.0.0.1:{box.port}"
        )
        secrets = [TYPED, PASSWORD, "smtp-a typed"]
        try:
            client = opened.client()
            client.sign_in("alice@blog.test", TYPED)
            client.sign_in("alice@blog.test")
            secrets.append(client.cookies["waypost_session"])
            app, codes = turn_on(client)
            secrets += [app.secret, *codes, app.at(time.time())]
            client.post(f"{PAGE}/delete", data={"current": TYPED})
            token = opened.services.users.new_reset(opened.services.users.get_by_email("bob@blog.test").id)
            secrets.append(token)
            assert opened.client().get(f"/admin/reset?token={token}").status_code == 200
            opened.client().post("/admin/forgotten", data={"email": "bob@blog.test"})
            for name in ("users", "sessions", "audit"):
                opened.databases[name].close()
                assert opened.client().post("/admin/reset", data={"token": token, "password": TYPED}).status_code >= 500
                assert client.get(f"/admin/account?token={token}").status_code >= 500
                assert client.sign_in("alice@blog.test", TYPED).status_code >= 500
        finally:
            opened.close()
    said = caplog.text + "".join(capsys.readouterr())
    assert "failed (" in said, "the failures were logged"
    for secret in secrets:
        assert secret not in said, secret
