"""The wheel alone, in an empty folder: everything the program needs is in it."""

import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.journeys.running import FIXTURES, Site, clean_environment

pytestmark = pytest.mark.campaign
ROOT = Path(__file__).resolve().parents[2]
LAUNCHER = """#!{python}
import sys
from {module} import {function}
if __name__ == "__main__":
    sys.exit({function}())
"""


@dataclass(frozen=True)
class Installed:
    """An environment of its own that has the wheel, and the program's dependencies; not the checkout."""

    waypost: Path
    python: Path


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    built = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("*.whl")
    environment = folder / "env"
    venv.EnvBuilder(symlinks=True, with_pip=False).create(environment)
    python = environment / "bin" / "python"
    (packages,) = environment.glob("lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # As a path, not as a site folder: what its .pth files add, the checkout among it, stays out.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (entry,) = packages.glob("waypost-*.dist-info/entry_points.txt")
    module, function = re.findall(r"waypost = ([\w.]+):(\w+)", entry.read_text())[0]
    waypost = environment / "bin" / "waypost"
    waypost.write_text(LAUNCHER.format(python=python, module=module, function=function))
    waypost.chmod(0o755)
    return Installed(waypost, python)


@pytest.fixture
def site(tmp_path: Path, sockets: Path) -> Iterator[Site]:
    """In a folder with nothing but a trap: a package of the program's own name."""
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("raise SystemExit('this is another program')\n")
    made = Site(tmp_path / "data", sockets)
    yield made
    made.end()


def test_it_is_the_wheel_that_runs(installed: Installed, tmp_path: Path) -> None:
    code = "import app, app.settings.resources as r; print(app.__file__, r.GUIDE)"
    said = subprocess.run(
        [installed.python, "-c", code],
        cwd=tmp_path,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(ROOT) not in said.stdout
    assert said.stdout.count(str(installed.python.parents[1])) == 2


def test_it_works_alone(installed: Installed, site: Site) -> None:
    assert site.run("--version", program=installed.waypost).code == 0
    site.start(installed.waypost).ready()
    home = site.get("/")
    assert home.status == 200
    assert "Welcome to Waypost" in home.text
    (style,) = set(re.findall(r'href="(/static/[^"]+\.css)"', home.text))
    assert site.get(style).status == 200
    assert site.get("/admin/sign-in").status == 200
    said = site.run("import", FIXTURES / "hugo", program=installed.waypost)
    assert (said.code, said.err) == (0, "")
    assert "A heron" in site.get("/").text
    assert site.run("doctor", program=installed.waypost).code == 0
    assert site.stop() == 0
