"""security.txt, as RFC 9116 has it."""

from datetime import UTC, datetime, timedelta

from tests.web.world import ORIGIN, World

PATH = "/.well-known/security.txt"


def test_works(world: World) -> None:
    world.services.site.update(security_contact="https://blog.test/report")
    answer = world.client().get(PATH)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"] == "https://blog.test/report"
    assert fields["Canonical"] == ORIGIN + PATH
    assert fields["Preferred-Languages"] == "en-GB"
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=30) < left < timedelta(days=365)


def test_no_contact_no_file(world: World) -> None:
    assert world.client().get(PATH).status_code == 404


def test_wrong_method(shared: World) -> None:
    assert shared.client().post(PATH).status_code == 405
