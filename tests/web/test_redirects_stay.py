"""No address leads a reader from here to another site, whatever is put into it."""

from urllib.parse import quote, urljoin, urlsplit

import pytest

from tests.web.content import PASSWORD
from tests.web.routes import filled, handlers_of
from tests.web.world import ORIGIN, World

EVIL = "evil.example"
# The forms of the OWASP and PayloadsAllTheThings lists that browsers have followed at some time.
HOSTILE = [
    f"//{EVIL}",
    f"///{EVIL}",
    f"////{EVIL}/%2e%2e",
    f"/\\{EVIL}",
    f"\\\\{EVIL}",
    f"/\t/{EVIL}",
    f"/\n/{EVIL}",
    f"https://{EVIL}",
    f"https:{EVIL}",
    f"https:/{EVIL}",
    f"hTtPs://{EVIL}",
    f"/{EVIL}//",
    f"//{EVIL}@blog.test",
    f"//blog.test@{EVIL}",
    f"http://blog.test.{EVIL}",
    f"http://blog.test:80@{EVIL}",
    f"/admin/..//{EVIL}",
    f"/admin/../../{EVIL}",
    f"/admin//{EVIL}/..",
    f"/admin/\\{EVIL}",
    f"/admin/%0d%0alocation:%20https://{EVIL}",
    f"/admin/\r\nlocation: https://{EVIL}",
    f"javascript:location='//{EVIL}'",
    f"data:text/html,<script>location='//{EVIL}'</script>",
    f"〱{EVIL}",
    f"/〵{EVIL}",
    f"/%5c{EVIL}",
    f"/%09/{EVIL}",
    f"//%5c{EVIL}",
    f"//{EVIL}/%2f..",
    f"/.{EVIL}",
    f"?//{EVIL}",
    f"@{EVIL}",
]
PARAMETERS = ("next", "url", "page", "region", "p")


def stays(location: str) -> bool:
    """Whether a browser that is sent there is still on this site; it drops tabs and newlines, and turns backslashes."""
    seen = location.replace("\t", "").replace("\n", "").replace("\r", "").strip().replace("\\", "/")
    return urlsplit(urljoin(ORIGIN + "/x", seen)).netloc == urlsplit(ORIGIN).netloc


@pytest.mark.parametrize("to", HOSTILE)
def test_after_signing_in(shared: World, to: str) -> None:
    client = shared.client()
    answer = client.post("/admin/sign-in", data={"email": "bob@blog.test", "password": PASSWORD, "next": to})
    assert answer.status_code == 303
    assert stays(answer.headers["location"])
    assert urljoin("/", answer.headers["location"].replace("\\", "/")).startswith("/admin/")


def test_paths_and_parameters(shared: World) -> None:
    """Every handler that answers with a redirect to whoever asks by these."""
    client, redirects = shared.client(), 0
    asked = [filled(path) for method, path in handlers_of(shared.app) if method == "GET"]
    for to in HOSTILE:
        targets = [to if to.startswith("/") else "/" + to, quote(to), f"/{quote(to, safe='')}", f"/2015/01/{to}"]
        targets += [f"{path}?{name}={quote(to)}" for path in asked[::4] for name in PARAMETERS]
        for target in targets:
            answer = client.get_raw(target)
            assert answer.status_code < 500, target
            if "location" in answer.headers:
                redirects += 1
                assert stays(answer.headers["location"]), (target, answer.headers["location"])
    assert redirects > 50
