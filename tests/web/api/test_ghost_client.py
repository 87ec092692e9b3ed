"""Ghost's own client, as npm has it, reads a Waypost site."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.services.making import id_of
from tests.web.api.serving import served
from tests.web.world import World

CLIENT = Path(__file__).with_name("client") / "client.js"
INSTALLED = Path(__file__).parents[3] / "build" / "ghost-client"
MISSING = "LOUDLY: @tryghost/content-api is not installed (scripts/ghost_client.sh needs npm); nothing was proved"
is_here = shutil.which("node") is not None and (INSTALLED / "installed.json").is_file()


@pytest.mark.skipif(not is_here, reason=MISSING)
@pytest.mark.parametrize("version", ["v5.0", "v6.0"])
def test_ghosts_client(shared: World, version: str) -> None:
    key = shared.services.site.add_api_key("client").key
    program = Path(shutil.copyfile(CLIENT, INSTALLED / "client.js"))
    with served(shared) as address:
        done = subprocess.run(
            ["node", str(program), address, key, version], capture_output=True, text=True, check=False, timeout=60
        )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["posts"] == [{"slug": "the-map-is-a-promise", "tags": ["maps", "rivers"], "author": "Jane Ferriter"}]
    assert found["pagination"] == {"page": 1, "limit": 2, "pages": 1, "total": 1, "next": None, "prev": None}
    assert found["post"] == {"id": id_of("essay"), "slug": "the-map-is-a-promise", "hasHtml": True, "hasText": True}
    assert found["byId"] == "The map is a promise"
    assert "about" in found["pages"]
    assert dict(found["tags"])["maps"] > 0
    assert (found["tag"], found["author"], found["title"]) == ("Maps", "Jane Ferriter", "Marginal Notes")
    assert found["authors"] == 2
    assert found["tiers"] == 0
    assert found["missing"]["type"] == "NotFoundError"
    assert found["stranger"]["type"] == "UnauthorizedError"
