"""A forgotten password with the real program and a real mail server; the claim is stored before a letter leaves."""

import http.client
from collections.abc import Callable
from urllib.parse import urlencode

from tests.journeys.running import Site
from tests.mailboxes import mail_server

PASSWORD = "correct horse battery"


def test_a_letter_brings_somebody_back(make_site: Callable[..., Site]) -> None:
    with mail_server() as box:
        site = make_site(WAYPOST_SMTP_URL=f"smtp://127.0.0.1:{box.port}").start().ready()
        assert site.run("user", "add", "--role", "owner", "olga@blog.example", "Olga", typed=f"{PASSWORD}\n").code == 0
        assert ask(site, "/admin/forgotten", email="olga@blog.example") == 200
        (letter,) = box.wait_for(1)
        part = letter.get_body(("plain",))
        assert part is not None
        token = str(part.get_content()).split("token=")[1].split()[0]
        assert ask(site, "/admin/reset", token=token, password="another good password") == 303
        assert ask(site, "/admin/sign-in", email="olga@blog.example", password="another good password") == 303
        subjects = [str(each["subject"]).partition(":")[0] for each in box.wait_for(3)[1:]]
        assert subjects == ["Your password was changed", "You signed in from a new browser"]
        assert site.stop() == 0
        site.start().ready()
        assert ask(site, "/admin/forgotten", email="olga@blog.example") == 200
        assert len(box.wait_for(4)) == 4, "and nothing was sent again"


def ask(site: Site, path: str, **form: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    try:
        connection.request("POST", path, urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"})
        return connection.getresponse().status
    finally:
        connection.close()
