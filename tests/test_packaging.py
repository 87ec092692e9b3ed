"""What a fresh machine installs: hashed, complete, from no named place; and what the repository may not hold."""

import hashlib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted(ROOT.glob("requirements*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
_NAME = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", re.MULTILINE)


def names_in(lock: Path) -> set[str]:
    return {normal(name) for name in _NAME.findall(lock.read_text())}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def name_of(requirement: str) -> str:
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match, requirement
    return normal(match[0])


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_has_hashes_and_no_places(lock: Path) -> None:
    text = lock.read_text()
    assert not re.search(r"^--|://", text, re.MULTILINE)
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in entry, entry


def test_every_dependency_is_locked() -> None:
    wanted = {name_of(requirement) for requirement in PROJECT["project"]["dependencies"]}
    assert wanted <= names_in(ROOT / "requirements.txt")
    for group, lock in (("dev", "requirements-dev.txt"), ("build", "requirements-build.txt")):
        wanted = {name_of(requirement) for requirement in PROJECT["dependency-groups"][group]}
        assert wanted <= names_in(ROOT / lock), group


def test_test_lock_holds_the_same_versions() -> None:
    versions = dict(re.findall(r"^(\S+)==(\S+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    tested = dict(re.findall(r"^(\S+)==(\S+)", (ROOT / "requirements-dev.txt").read_text(), re.MULTILINE))
    assert versions.items() <= tested.items()


def test_vendored_files_have_their_checksums() -> None:
    rows = re.findall(r"\| `([^`]+)` \|.*`([0-9a-f]{64})`", (ROOT / "vendor" / "README.md").read_text())
    assert {name for name, _ in rows} == {path.name for path in (ROOT / "vendor").iterdir()} - {"README.md"}
    for name, checksum in rows:
        assert hashlib.sha256((ROOT / "vendor" / name).read_bytes()).hexdigest() == checksum
        assert checksum in (ROOT / "scripts" / "setup.py").read_text()


def test_nothing_committed_names_a_registry_or_this_machine() -> None:
    # In pieces, so that this file does not name them either.
    forbidden = [
        b"py" + b"pi.org",
        b"python" + b"hosted",
        b"npm" + b"js.",
        b"deb" + b"ian.org/debian",
        b"/work" + b"/main",
    ]
    for path in committed():
        content = path.read_bytes()
        for word in forbidden:
            assert word not in content, f"{path.relative_to(ROOT)} names {word.decode()}"


def test_repository_stays_small() -> None:
    large = [path for path in committed() if path.stat().st_size > 2_500_000]
    assert large == []


@pytest.mark.parametrize(("code", "served"), [(0, True), (1, True), (2, False)])
def test_make_serve_serves_what_could_be_imported(tmp_path: Path, code: int, served: bool) -> None:
    """One broken post of a thousand must not keep the site from being served; an unreadable export does."""
    command = tmp_path / "waypost"
    command.write_text(f'#!/bin/sh\n[ "$1" = import ] && [ "$2" = "my blog.xml" ] && exit {code}\necho "$1"\n')
    command.chmod(0o700)
    arguments = ["PYTHON=true", f"BIN={tmp_path}", "IMPORT=my blog.xml"]
    made = subprocess.run(
        ["make", "--silent", "serve", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ("serve" in made.stdout.split(), made.returncode == 0) == (served, served), made.stderr


def test_every_make_target_the_docs_name_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")):
        named = set(re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)", page.read_text(), re.MULTILINE))
        assert {first or second for first, second in named} <= targets, page.name
