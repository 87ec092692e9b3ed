"""Every command explains itself, with an example that is one of its own command lines."""

import json
import re
import tomllib
from pathlib import Path

import click
import pytest

from app import __version__
from app.commands import run
from app.commands.cli import COMMANDS, HIDDEN, cli

ROOT = Path(__file__).resolve().parents[2]
# Commands whose answer a machine may want to read.
BACKUP = {"backup list", "backup drill"}
MACHINE_READABLE = {"import", "export", "media missing", "media fetch", "user list", "status", "doctor"} | BACKUP


def commands() -> dict[str, click.Command]:
    """ "user add" -> the command."""
    found = {}
    context = click.Context(cli)
    for name in COMMANDS.keys() - HIDDEN:
        command = cli.get_command(context, name)
        assert command is not None
        found[name] = command
        if isinstance(command, click.Group):
            found |= {f"{name} {sub}": one for sub, one in command.commands.items()}
    return found


EVERY = commands()


@pytest.mark.parametrize("name", ["", *sorted(EVERY)])
def test_help_has_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*name.split(), "--help"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    example = re.search(r"Example: waypost (\S+)(?: (\S+))?", said.out)
    assert example, said.out
    if name:
        assert example[1] == name.split()[0]
    assert f"{example[1]} {example[2]}" in EVERY or example[1] in EVERY


@pytest.mark.parametrize("name", sorted(EVERY))
def test_every_option_says_what_it_does(name: str) -> None:
    for option in EVERY[name].params:
        if isinstance(option, click.Option) and not option.hidden:
            has_choices = isinstance(option.type, click.Choice)
            assert option.help or has_choices, f"{name} {option.name}"


def test_what_a_machine_may_read_has_json() -> None:
    with_json = {name for name, command in EVERY.items() if any(one.name == "as_json" for one in command.params)}
    assert with_json == MACHINE_READABLE


@pytest.mark.parametrize("arguments", [[], ["user"], ["media"]])
def test_without_a_command_it_says_which_there_are(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 0
    assert "Commands:" in capsys.readouterr().out


def test_no_command_for_machines_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--help"])
    assert "serve-app" not in capsys.readouterr().out


def test_the_version_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"waypost {__version__}\n"
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == __version__


def test_the_guide_s_and_the_docs_commands_exist() -> None:
    pages = [*(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "guide").rglob("*.md"), ROOT / "README.md"]
    for page in pages:
        for line in re.findall(r"waypost ((?:serve|import|media|user|status|doctor)\b[^`\n|]*)", page.read_text()):
            words = line.split()
            name = " ".join(words[:2]) if " ".join(words[:2]) in EVERY else words[0]
            known = {flag for option in EVERY[name].params for flag in option.opts}
            flags = {re.split(r"[=\]]", word)[0] for word in words if word.startswith("--")}
            assert flags - known - {"--help"} == set(), f"{page.name}: waypost {line}"


def test_json_says_nothing_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WAYPOST_DATA", str(tmp_path / "data"))
    assert run(["status", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"running": False, "ok": False, "problems": ["nothing runs"]}
