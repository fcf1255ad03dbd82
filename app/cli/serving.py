"""`kyr init` and `kyr serve`."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from app.cli.common import Progress, author_option, contents_of
from app.core.errors import SettingsError
from app.factory.paths import Paths
from app.matching.shelf import IndexShelf
from app.settings import Settings, load_settings
from app.store.database import open_content, open_runtime
from app.store.seeding import SeedReport

_BACKLOG = 1024


@click.command()
@author_option
def init(author: str) -> None:
    r"""Set up the databases, bring the content up to the files, publish it and build the index.

    Doing it again is safe: what operators changed stays, and each conflict is named.

    \b
    Example:
      KYR_FOLDER=/srv/kyr kyr init
    """
    contents = contents_of(load_settings(environment="development"))
    contents.paths.folder.mkdir(parents=True, exist_ok=True)
    progress = Progress()
    progress("reading content files", 0)
    db = open_content(contents.paths.content)
    report = contents.seed(db, author=author)
    progress("reading content files", 1)
    publication = contents.publish(db, author=author, note="kyr init", progress=progress)
    db.close()
    open_runtime(contents.paths.runtime).close()
    progress.done()
    click.echo(_told(report))
    click.echo(f"Publication {publication.id} is live. Next: kyr serve")


def _told(report: SeedReport) -> str:
    parts = [
        f"{len(report.added)} added", f"{len(report.updated)} updated", f"{len(report.removed)} removed",
        f"{len(report.kept)} kept as operators changed them",
    ]  # fmt: skip
    lines = ["Content: " + ", ".join(parts) + "."]
    for kind, key in report.conflicts:
        lines.append(f"CONFLICT {kind} {key}: changed here and in the files; yours was kept. Compare and edit it.")
    return "\n".join(lines)


@click.command()
@click.option("--host", help="Address to listen on (KYR_HOST).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on (KYR_PORT).")
@click.option("--workers", type=click.IntRange(1, 64), help="Server processes (KYR_WORKERS).")
def serve(host: str | None, port: int | None, workers: int | None) -> None:
    r"""Answer messages, until stopped.

    \b
    Examples:
      kyr serve
      kyr serve --host 0.0.0.0 --port 8080 --workers 4
    """
    given = {name: value for name, value in (("host", host), ("port", port), ("workers", workers)) if value}
    settings = load_settings(**given)
    paths = Paths.of(settings)
    _ready_or_refuse(paths)
    _share_metrics(paths.metrics)
    for name, value in given.items():
        os.environ[f"KYR_{name.upper()}"] = str(value)
    click.echo(f"Listening on http://{settings.host}:{settings.port}/ with {settings.workers} workers. Ctrl+C stops.")
    sys.stdout.flush()
    _run(settings)


def _ready_or_refuse(paths: Paths) -> None:
    if not paths.content.exists():
        raise SettingsError(f"There is no content in {paths.folder}: run `kyr init` first.")
    IndexShelf(paths.index).in_use()


def _share_metrics(folder: Path) -> None:
    """Give the workers a folder in which to add up their figures; those of an earlier run are dropped."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def _run(settings: Settings) -> None:
    from granian import Granian  # noqa: PLC0415 - 60 ms that only this command should pay
    from granian.constants import Interfaces  # noqa: PLC0415 - likewise

    Granian(
        "app.factory.application:create_app",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        # Granian's own default grows with the backlog and collapsed at 1,024 connections when measured.
        blocking_threads=settings.threads,
        backlog=_BACKLOG,
        log_access=False,
        respawn_failed_workers=True,
    ).serve()
