"""The command line: `kyr`, one group of verbs for operators and developers."""

from __future__ import annotations

import logging
import sys

import click

from app import __version__
from app.cli import asking, checking, entries, evaluating, publications, serving
from app.core.errors import KyrError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kyr")
def kyr() -> None:
    r"""Run and edit a know-your-rights hotline.

    \b
    First steps:
      kyr init                                  set up databases, content and index
      kyr serve                                 answer on http://127.0.0.1:8000/
      kyr ask "la migra esta en mi puerta"      ask as a resident would
    """


for command in (
    serving.init,
    serving.serve,
    asking.ask,
    asking.chat,
    evaluating.evaluate,
    entries.entry,
    publications.publish,
    publications.rollback,
    publications.history,
    publications.export,
    checking.check,
    checking.settings,
    checking.privacy,
    checking.backup,
    checking.catalog,
):
    kyr.add_command(command)


def main() -> None:
    """Run the command line; a fault that was foreseen ends with one clear text and status 2."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        kyr()
    except KyrError as error:
        click.echo(f"kyr: {error or error.operator_text}", err=True)
        sys.exit(2)
