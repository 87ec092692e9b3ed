"""Serve a sample site for a look at the theme; measure pages while something else writes.

python -m bench.pages --serve 8099       a sample blog, until interrupted
python -m bench.pages                    p50 and p99 of pages, cached and not, beside a busy import
"""

import argparse
import shutil
import tempfile
from pathlib import Path

import uvicorn

from app.db import migrate
from tests.web.content import SITE, publish_sample
from tests.web.world import NAMES, World, open_world


def sample_site(folder: Path, **environ: str) -> World:
    data = folder / "data"
    data.mkdir(mode=0o700)
    for name in NAMES:
        migrate.upgrade(data / f"{name.capitalize()}.db")
    world = open_world(data, **environ)
    world.services.site.update(**SITE)
    publish_sample(world.services, large_pictures=True)
    world.settle()
    return world


def serve(port: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="waypost-sample-"))
    world = sample_site(folder, WAYPOST_URL=f"http://127.0.0.1:{port}")
    try:
        uvicorn.run(world.app, host="127.0.0.1", port=port, log_level="warning", lifespan="off")
    finally:
        world.close()
        shutil.rmtree(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", type=int, metavar="PORT")
    asked = parser.parse_args()
    if asked.serve:
        serve(asked.serve)


if __name__ == "__main__":
    main()
