"""Make .venv from a hashed lock: needs nothing but Python's standard library, nor Debian's python3-venv.

Where Debian split off python3-venv, `venv` still works without pip; a pip wheel with a known checksum
lies in vendor/ and is run from there.
"""

import hashlib
import os
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PIP = ROOT / "vendor" / "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
INSTALLED = VENV / ".installed"  # one line for each lock that is in: its SHA-256
LAUNCHER = """#!{python}
import sys

from app.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
"""


def main(lock: Path) -> int:
    refuse_unsupported()
    mark = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    if INSTALLED.is_file() and mark in INSTALLED.read_text().split():
        return 0
    print(f"Setting up .venv from {lock.name} …", flush=True)
    make_venv()
    install(lock)
    link_project()
    INSTALLED.write_text(INSTALLED.read_text() + mark + "\n" if INSTALLED.is_file() else mark + "\n")
    return 0


def refuse_unsupported() -> None:
    """There are SQLite wheels for these platforms only (docs/install.md)."""
    if sys.version_info < (3, 11):
        sys.exit(f"set-up failed: this is Python {platform.python_version()}; install Python 3.11 or newer")
    system, machine = platform.system(), platform.machine()
    if system == "Linux" and machine == "x86_64" and platform.libc_ver()[0] == "glibc":
        return
    if system == "Darwin" and machine == "arm64":
        return
    sys.exit(f"set-up failed: no SQLite wheel for {system} {machine}; use Linux x86_64 (glibc ≥ 2.28) or macOS arm64")


def make_venv() -> None:
    if (VENV / "bin" / "python").exists():
        return
    try:
        import venv  # noqa: PLC0415 - Debian may have split it off; then say which package to install
    except ImportError:
        sys.exit("set-up failed: Python's venv module is missing; run 'apt-get install python3-venv' as root")
    venv.EnvBuilder(symlinks=True, with_pip=False).create(VENV)


def install(lock: Path) -> None:
    if hashlib.sha256(PIP.read_bytes()).hexdigest() != PIP_SHA256:
        sys.exit(f"set-up failed: {PIP.name} does not have its known checksum; check the file out again")
    pip = [str(VENV / "bin" / "python"), f"{PIP}/pip", "install", "--quiet", "--require-hashes", "--only-binary=:all:"]
    quiet = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    if subprocess.run([*pip, "-r", str(lock)], env=quiet).returncode:
        sys.exit(f"set-up failed: {lock.name} could not be installed; see above, then run make again")


def link_project() -> None:
    """Put the checkout on the path of .venv and write its `waypost` command."""
    python = VENV / "bin" / "python"
    site = VENV / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    (site / "waypost.pth").write_text(f"{ROOT}\n")
    launcher = VENV / "bin" / "waypost"
    launcher.write_text(LAUNCHER.format(python=python))
    launcher.chmod(0o755)
    subprocess.run([str(python), "-m", "compileall", "-q", str(ROOT / "app")], check=False)  # starts sooner


if __name__ == "__main__":
    sys.exit(main(ROOT / sys.argv[1]))
