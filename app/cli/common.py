"""What the commands share: settings, paths, a progress bar, who is at the keyboard, JSON for scripts."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from typing import Any

import click
import orjson

from app.factory.content import Contents
from app.factory.paths import Paths
from app.localization.languages import load_languages
from app.settings import Settings, load_settings

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")
author_option = click.option(
    "--author", default=getpass.getuser, show_default="your user name", help="Who does this, for the history."
)
note_option = click.option("--note", "-m", default="", help="Why, for the history.")


def development_settings() -> Settings:
    """Return the settings for commands that serve nobody: no secret key is asked for."""
    return load_settings(environment="development")


def contents_of(settings: Settings) -> Contents:
    """Return the content of the installation that the settings name."""
    paths = Paths.of(settings)
    return Contents(paths, load_languages(paths.languages))


def print_json(value: Any) -> None:  # noqa: ANN401 - anything that JSON can hold
    """Print JSON with two spaces and a line end."""
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS).decode())


class Progress:
    """A progress bar a step, on standard error; without a terminal, one line a step, so that logs show life."""

    def __init__(self) -> None:
        self._step = ""
        self._shown = -1
        self._terminal = sys.stderr.isatty()

    def __call__(self, step: str, share: float) -> None:
        """Show that `share` (0 to 1) of `step` is done."""
        percent = int(share * 100)
        if step == self._step and percent == self._shown:
            return
        if self._terminal:
            if step != self._step and self._step:
                click.echo("", err=True)
            bar = "#" * (percent // 4)
            click.echo(f"\r{step:<42} [{bar:<25}] {percent:3d} %", err=True, nl=False)
        elif step != self._step:
            click.echo(f"{step} …", err=True)
        self._step, self._shown = step, percent

    def done(self) -> None:
        """End the line of the last step."""
        if self._terminal and self._step:
            click.echo("", err=True)


def with_progress(work: Callable[[Progress], Any]) -> Any:  # noqa: ANN401 - returns what the work returns
    """Do some work under a progress bar."""
    progress = Progress()
    try:
        return work(progress)
    finally:
        progress.done()
