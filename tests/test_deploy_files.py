"""Dockerfile and fly.toml say what the settings know, and what the program does."""

import re
import tomllib
from pathlib import Path

import pytest

from app.settings import FIELDS, from_env

ROOT = Path(__file__).resolve().parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text()
FLY = tomllib.loads((ROOT / "fly.toml").read_text())
KNOWN = {field.variable for field in FIELDS}


def docker_env() -> dict[str, str]:
    return dict(re.findall(r"(WAYPOST_[A-Z_]+)=(\S+)", DOCKERFILE))


def test_every_setting_is_known() -> None:
    named = set(re.findall(r"WAYPOST_[A-Z_]+", DOCKERFILE + (ROOT / "fly.toml").read_text()))
    assert named <= KNOWN


def test_image_starts_with_its_settings() -> None:
    settings = from_env(docker_env())
    assert settings.data.is_relative_to("/data")
    assert not settings.replica_url.removeprefix("file://").startswith(str(settings.data))
    assert f"EXPOSE {settings.port}" in DOCKERFILE


def test_image_runs_without_privileges_and_in_two_stages() -> None:
    final = DOCKERFILE.split("\nFROM ")[-1]
    assert DOCKERFILE.count("\nFROM ") == 2
    assert re.search(r"^USER waypost$", final, re.MULTILINE)
    assert "pip install" not in final
    assert "--require-hashes" in DOCKERFILE


def test_everything_the_wheel_needs_is_in_the_context() -> None:
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {
        word for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE) for word in line.split()[:-1]
    }
    assert copied == allowed
    assert all((ROOT / name).exists() for name in copied)
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert set(wheel["force-include"]) <= allowed


@pytest.mark.parametrize(("region", "is_primary"), [("fra", True), ("ewr", False), ("syd", False)])
def test_fly_has_one_writer(region: str, is_primary: bool) -> None:
    on_fly = {"FLY_APP_NAME": FLY["app"], "FLY_REGION": region, "PRIMARY_REGION": FLY["primary_region"]}
    settings = from_env({**docker_env(), **FLY["env"], **on_fly})
    assert settings.is_primary is is_primary
    assert settings.replay == "fly"
    assert settings.region in {known.name for known in settings.regions}


def test_fly_volume_and_port_are_the_programs() -> None:
    (mount,) = FLY["mounts"]
    assert mount["processes"] == ["writer"]
    assert Path(FLY["env"]["WAYPOST_DATA"]).is_relative_to(mount["destination"])
    (service,) = FLY["services"]
    assert str(service["internal_port"]) == FLY["env"]["WAYPOST_PORT"]
    assert service["processes"] == list(FLY["processes"])
    assert FLY["processes"] == {"writer": "serve", "reader": "serve --role replica"}  # one in fra is a reader too


def test_stop_waits_for_the_last_sync() -> None:
    assert FLY["kill_signal"] == "SIGTERM"
    assert int(FLY["kill_timeout"].rstrip("s")) >= 50  # the app's 30 s and the sidecar's 10 s, in the supervisor
