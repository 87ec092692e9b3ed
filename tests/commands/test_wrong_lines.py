"""Whatever is wrong with a command line: one line that says what failed, why, and what to do; and never a traceback."""

import os
import re
import shutil
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.commands.cli import MISTAKE, run
from tests.journeys.running import FIXTURES, WAYPOST, Said, Site, processes_on

BLOG = str(FIXTURES / "old-blog.xml")


@dataclass(frozen=True)
class Line:
    """A command line that is wrong; `says` are words the answer must have."""

    arguments: str
    says: str
    code: int = 1
    typed: str = ""
    settings: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return " ".join([*(f"{name}={value}" for name, value in self.settings.items()), self.arguments])


def with_setting(name: str, value: str, says: str, arguments: str = "serve") -> Line:
    return Line(arguments, says, settings={name: value})


# {tmp} is a folder with what `folder` makes, {data} the data folder of the line, which is not there
LINES = [
    # what is not there
    Line("sevre", "No such command 'sevre'", 2),
    Line("--verbose", "--verbose", 2),
    Line("serve --prot 1", "--prot", 2),
    Line("serve extra", "extra", 2),
    Line("import --fast x", "--fast", 2),
    Line("user ad", "No such command 'ad'", 2),
    Line("user add --rank owner a@b.example A", "--rank", 2),
    Line("status --yaml", "--yaml", 2),
    Line("doctor now", "now", 2),
    Line("media bring", "bring", 2),
    Line("media fetch --from x", "--from", 2),
    # what is missing
    Line("import", "Missing argument 'PATH…'", 2),
    Line("user add", "Missing argument", 2),
    Line("user add a@b.example", "Missing argument 'NAME'", 2),
    Line("user password", "Missing argument", 2),
    Line("serve --port", "--port", 2),
    # values that are not allowed
    Line("serve --port http", "'http'", 2),
    Line("serve --port 99999", "0<=x<=65535", 2),
    Line("serve --role king", "'king'", 2),
    Line("import --format blogger x", "'blogger'", 2),
    Line("import --custom-types all x", "'all'", 2),
    Line("import --media {tmp}/absent x", "does not exist", 2),
    Line("import --redirects {tmp}/absent x", "does not exist", 2),
    Line("import --redirects {tmp} x", "is a directory", 2),
    Line("user add --role king a@b.example A", "'king'", 2),
    # input that can't be read
    Line("import {tmp}/absent.xml", "absent.xml does not exist", 2),
    Line("import {tmp}/file", "neither a WordPress export", 2),
    Line("import {tmp}/broken.xml", "broken.xml", 2),
    Line("import {tmp}/broken.json", "broken.json", 2),
    Line("import {tmp}/not.zip", "not.zip", 2),
    Line("import {tmp}/folder", "folder", 2),
    Line("import --format wordpress {tmp}/broken.json", "broken.json", 2),
    Line("import --format ghost {tmp}/broken.xml", "broken.xml", 2),
    Line("import --format markdown {tmp}/broken.xml", "broken.xml", 2),
    Line(f"import {BLOG} --media {{tmp}}/file", "file", 2),
    Line(f"import {BLOG} --media {{tmp}}/not.zip", "not.zip", 2),
    # settings
    with_setting("WAYPOST_PORT", "http", "WAYPOST_PORT is 'http': allowed is a number from 0 to 65535"),
    with_setting("WAYPOST_PROT", "80", "WAYPOST_PROT is not a setting"),
    with_setting("WAYPOST_URL", "blog.example", "WAYPOST_URL is 'blog.example'"),
    with_setting("WAYPOST_REPLICA_URL", "ftp://x", "WAYPOST_REPLICA_URL is 'ftp://x'"),
    with_setting("WAYPOST_REPLICA_URL", "file://{data}/store", "allowed is a folder outside WAYPOST_DATA"),
    with_setting("WAYPOST_REPLICA_URL", "file://{tmp}/absent", "mount its disk"),
    with_setting("WAYPOST_REPLICA_URL", "file://{tmp}/file/store", "{tmp}/file/store"),
    with_setting("WAYPOST_REGION", "Frankfurt am Main", "WAYPOST_REGION"),
    with_setting("WAYPOST_ROLE", "king", "auto or primary or replica"),
    with_setting("WAYPOST_DURABILITY", "replicated", "the store is on the same disk"),
    with_setting("WAYPOST_MAX_UNREPLICATED_S", "soon", "WAYPOST_MAX_UNREPLICATED_S"),
    with_setting("WAYPOST_HOST", "no.such.host.invalid", "is unknown"),
    with_setting("WAYPOST_HOST", "192.0.2.1", "is no address of this machine"),
    with_setting("WAYPOST_CONFIG", "{tmp}/absent.toml", "WAYPOST_CONFIG"),
    with_setting("WAYPOST_CONFIG", "{tmp}/bad.toml", "not a TOML file"),
    with_setting("WAYPOST_CONFIG", "{tmp}/broken.json", "not a TOML file"),
    with_setting("WAYPOST_PORT", "http", "WAYPOST_PORT", f"import {BLOG}"),
    with_setting("WAYPOST_ROLE", "king", "WAYPOST_ROLE", "status"),
    with_setting("WAYPOST_ROLE", "king", "WAYPOST_ROLE", "doctor"),
    with_setting("WAYPOST_ROLE", "king", "WAYPOST_ROLE", "user list"),
    # folders
    with_setting("WAYPOST_DATA", "{tmp}/file", "data folder {tmp}/file can't be written"),
    with_setting("WAYPOST_DATA", "{tmp}/file/data", "data folder {tmp}/file/data can't be written"),
    with_setting("WAYPOST_DATA", "/proc/waypost", "data folder /proc/waypost can't be written"),
    with_setting("WAYPOST_DATA", "/proc/waypost", "data folder /proc/waypost can't be written", f"import {BLOG}"),
    with_setting("WAYPOST_DATA", "{tmp}/file/data", "can't be written", "user add a@b.example A"),
    Line("serve --data {tmp}/file", "{tmp}/file", 2),
    # nothing there
    Line("status", "nothing runs on {data}; start it: waypost serve"),
    Line("user list", "doesn't exist; `waypost serve` creates or restores it"),
    Line("media missing", "doesn't exist; `waypost serve` creates or restores it"),
    Line("serve-app", "serve-app is started by `waypost serve`"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("wrong")
    (made / "file").write_text("")
    (made / "folder").mkdir()
    (made / "broken.xml").write_text("<rss><channel><title>Cut sho")
    (made / "broken.json").write_text('{"db": [{"data": {"posts": [')
    (made / "not.zip").write_text("PK, but no more than that")
    (made / "bad.toml").write_text("port = \n")
    return made


def is_one_line(said: Said, code: int) -> None:
    assert said.code == code, said
    assert said.err.count("\n") == 1, said.err
    assert said.err.startswith("waypost: "), said.err
    assert "Traceback" not in said.out + said.err
    assert len(said.err) < 600, said.err


@pytest.fixture(scope="module")
def answers(folder: Path, sockets: Path) -> dict[str, Said]:
    """Line -> what it answered, each with a data folder of its own; two at a time, as there are two processors."""
    with ThreadPoolExecutor(2) as pool:
        said = pool.map(lambda at: answer(LINES[at], folder, folder / f"data{at}", sockets), range(len(LINES)))
        return {str(line): one for line, one in zip(LINES, said, strict=True)}


def answer(line: Line, folder: Path, data: Path, sockets: Path) -> Said:
    site = Site(data, sockets)

    def filled(text: str) -> str:
        return text.replace("{tmp}", str(folder)).replace("{data}", str(data))

    settings = {name: filled(value) for name, value in line.settings.items()}
    said = site.run(*filled(line.arguments).split(), typed="correct horse battery\n", **settings)
    assert processes_on(site.data) == {}
    return said


@pytest.mark.parametrize("line", LINES, ids=str)
def test_one_clear_line(line: Line, folder: Path, answers: dict[str, Said]) -> None:
    said = answers[str(line)]
    is_one_line(said, line.code)
    data = folder / f"data{LINES.index(line)}"
    assert line.says.replace("{tmp}", str(folder)).replace("{data}", str(data)) in said.err


def test_a_busy_port(nothing: Site) -> None:
    with socket.create_server(("127.0.0.1", nothing.port)):
        said = nothing.run("serve")
    is_one_line(said, 1)
    assert f"port {nothing.port} on 127.0.0.1 is busy" in said.err
    assert "WAYPOST_PORT" in said.err


def test_a_second_start_on_the_same_folder(running: Site) -> None:
    said = running.run("serve", "--port", "0")
    is_one_line(said, 1)
    assert f"(pid {running.pids()['supervisor']}, port {running.port})" in said.err
    assert running.get("/").status == 200


def test_the_store_of_another_site(running: Site, nothing: Site) -> None:
    said = nothing.run("serve", WAYPOST_REPLICA_URL=f"file://{running.store}")
    is_one_line(said, 1)
    assert "this site is written by node" in said.err
    assert running.get("/").status == 200


@pytest.mark.skipif(not shutil.which("setpriv"), reason="needs util-linux")
@pytest.mark.parametrize("command", ["serve", f"import {BLOG}", "user add a@b.example Alice"])
def test_a_folder_that_may_not_be_written(nothing: Site, command: str) -> None:
    locked = nothing.data.parent / "locked"
    locked.mkdir(mode=0o500)
    without_privileges = ["--bounding-set=-all", "--inh-caps=-all"] if os.getuid() == 0 else []
    said = nothing.run(
        *without_privileges,
        WAYPOST,
        *command.split(),
        program="setpriv",
        typed="correct horse battery\n",
        WAYPOST_DATA=str(locked / "data"),
    )
    is_one_line(said, 1)
    assert f"data folder {locked}/data can't be written: Permission denied" in said.err


@pytest.mark.parametrize(
    ("typed", "email", "name", "says"),
    [
        ("short\n", "new@b.example", "Alice", "the password has 5 characters"),
        ("", "new@b.example", "Alice", "the password has 0 characters"),
        ("correct horse battery\n", "nobody", "Alice", "'nobody' is not an e-mail address"),
        ("correct horse battery\n", "new@b.example", "  ", "the name is empty"),
        ("correct horse battery\n", "taken@b.example", "Alice", "taken@b.example"),
    ],
)
def test_a_person_who_can_not_be_added(running: Site, typed: str, email: str, name: str, says: str) -> None:
    running.run("user", "add", "taken@b.example", "Somebody", typed="correct horse battery\n")
    said = running.run("user", "add", email, name, typed=typed)
    is_one_line(said, 1)
    assert says in said.err


def test_a_password_for_nobody(running: Site) -> None:
    said = running.run("user", "password", "nobody@b.example", typed="correct horse battery\n")
    is_one_line(said, 1)
    assert "nobody has the e-mail address nobody@b.example; see `waypost user list`" in said.err


def test_a_path_with_a_line_break(nothing: Site) -> None:
    said = nothing.run("import", "two\nlines.xml")
    is_one_line(said, 2)
    assert "two lines.xml does not exist" in said.err


def test_a_file_nobody_may_read(nothing: Site) -> None:
    locked = nothing.data.parent / "locked.xml"
    shutil.copyfile(BLOG, locked)
    locked.chmod(0)
    without_privileges = ["--bounding-set=-all", "--inh-caps=-all"] if os.getuid() == 0 else []
    if not shutil.which("setpriv"):
        pytest.skip("needs util-linux")
    is_one_line(nothing.run(*without_privileges, WAYPOST, "import", str(locked), program="setpriv"), 2)


@pytest.mark.parametrize("command", ["status --json", "doctor", "--help"])
def test_nobody_reads_on(running: Site, command: str) -> None:
    """`waypost … | head -0`: no traceback, no message about a pipe."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [WAYPOST, *command.split()], env=running.environment, stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert done.stderr == b""


def test_an_error_nobody_expected(capfd: pytest.CaptureFixture[str]) -> None:
    """One line too; what happened is kept in a file, to be reported."""
    assert run([object()]) == MISTAKE  # type: ignore[list-item]
    said = capfd.readouterr().err
    assert re.fullmatch(r"waypost: a mistake in Waypost \(.*\); please report it with the file \S+\n", said)
    kept = Path(said.split()[-1])
    assert "Traceback" in kept.read_text()
    kept.unlink()


def test_a_damaged_database(stopped: Site) -> None:
    """The start is refused with a way out, and the way out works."""
    users = stopped.data / "Users.db"
    for path in stopped.data.glob("Users.db*"):
        if path.is_file():
            path.write_bytes(b"no database at all " * 1000)
    said = stopped.run("serve")
    is_one_line(said, 1)
    assert f"Users.db can't be read: file is not a database; move {users} and Users.db-wal away" in said.err
    is_one_line(stopped.run("user", "list"), 1)
    for path in stopped.data.glob("Users.db*"):
        if path.is_file():
            path.rename(path.with_name("was-" + path.name))
    stopped.start().ready()
    assert "Waypost" in stopped.run("user", "list").out  # the guide's author, out of the store
