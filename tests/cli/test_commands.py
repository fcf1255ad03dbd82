"""What holds for every command."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from app.cli import kyr
from tests.installations import Installation


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(commands(kyr))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example(path: tuple[str, ...]) -> None:
    told = CliRunner().invoke(kyr, [*path, "--help"])
    assert told.exit_code == 0
    assert "Example" in told.output
    assert f"kyr {' '.join(path)}" in told.output
    assert len(told.output.split("Example")[0].split()) > 6


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_option_says_what_it_does(path: tuple[str, ...]) -> None:
    for parameter in COMMANDS[path].params:
        assert not isinstance(parameter, click.Option) or parameter.help or parameter.show_default, parameter.name


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_example_is_a_command_with_options_that_it_has(path: tuple[str, ...]) -> None:
    command = COMMANDS[path]
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    example = (command.help or "").split("Example")[1]
    for line in (line for line in example.splitlines() if f"kyr {' '.join(path)}" in line):
        words = line.partition("#")[0].split()
        assert {word for word in words if word.startswith("-")} <= known, line


def test_a_foreseen_fault_ends_with_one_text_and_status_2(installation: Installation) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "serve"],
        cwd=installation.root, env=installation.environment(KYR_FOLDER="/nonexistent/kyr"),
        check=False, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == "kyr: There is no content in /nonexistent/kyr: run `kyr init` first.\n"
    assert "Traceback" not in done.stdout + done.stderr


def test_the_version_is_told() -> None:
    assert "kyr" in CliRunner().invoke(kyr, ["--version"]).output
