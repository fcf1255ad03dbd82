"""`kyr check`, `settings`, `privacy`, `backup`, `catalog`: is everything as it should be, and what is kept here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

import app
from app.cli.common import contents_of, development_settings, json_option, print_json
from app.core.content import Document
from app.core.errors import ContentErrors, KyrError
from app.dialog.emergency import EmergencyTexts
from app.factory.content import Contents
from app.localization.catalogs import load_catalogs
from app.localization.extraction import stale_catalogs, update_catalogs
from app.matching.shelf import IndexShelf
from app.settings import Settings, load_settings, shown, sources_of
from app.store import audit
from app.store.backup import backup as back_up
from app.store.backup import check_integrity
from app.store.database import has_wal_reset_bug, open_content, open_runtime
from app.store.drafts import Drafts
from app.store.privacy import holdings

_CODE = Path(app.__file__).parent


@click.command()
@click.option("--files", is_flag=True, help="Only the content files and catalogs, not this installation.")
@json_option
def check(files: bool, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    r"""Check content, catalogs, settings and databases; every fault names its place and the mend.

    \b
    Example:
      kyr check --files
    """
    contents = contents_of(development_settings())
    faults = [*_content_faults(contents), *_catalog_faults(contents)]
    warnings: list[str] = []
    if not files:
        faults += [*_setting_faults(), *_store_faults(contents)]
        warnings += list(_warnings())
    if as_json:
        print_json({"faults": faults, "warnings": warnings})
    else:
        for line in (*faults, *(f"warning: {one}" for one in warnings)):
            click.echo(line)
        click.echo(f"{len(faults)} faults, {len(warnings)} warnings.")
    if faults:
        raise click.exceptions.Exit(1)


def _content_faults(contents: Contents) -> list[str]:
    try:
        documents: list[Document] = contents.read_files()
    except ContentErrors as error:
        return [str(fault) for fault in error.faults]
    return [str(fault) for fault in contents.check(documents)]


def _catalog_faults(contents: Contents) -> Iterator[str]:
    try:
        catalogs = load_catalogs(contents.paths.translations, contents.languages)
        EmergencyTexts.load(contents.paths.translations / "emergency.toml", contents.languages.live)
    except KyrError as error:
        yield str(error)
        return
    yield from (str(fault) for fault in catalogs.faults)


def _setting_faults() -> Iterator[str]:
    try:
        load_settings()
    except KyrError as error:
        yield str(error)


def _store_faults(contents: Contents) -> Iterator[str]:
    if not contents.paths.content.exists():
        yield f"{contents.paths.content}: there is no database (run `kyr init`)"
        return
    db = open_content(contents.paths.content, readonly=True)
    for found in check_integrity(contents.paths.content):
        yield f"{contents.paths.content}: damaged ({found}): restore the last backup"
    if not audit.verify(db).valid:
        yield f"{contents.paths.content}: the audit log was altered: compare it with a backup"
    yield from (f"draft {fault}" for fault in contents.check(Drafts(db).all()))
    try:
        IndexShelf(contents.paths.index).load()
    except KyrError as error:
        yield f"{contents.paths.index}: {error} (run `kyr publish`)"


def _warnings() -> Iterator[str]:
    if has_wal_reset_bug():
        yield "this SQLite (before 3.51.3) can damage a database that two programs checkpoint at once; upgrade it"


@click.command()
@json_option
def settings(as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    r"""Print every setting, where it comes from and what it does. Secrets are hidden.

    \b
    Example:
      KYR_PORT=8080 kyr settings
    """
    known = load_settings(**({} if os.environ.get("KYR_SECRET_KEY") else {"environment": "development"}))
    origin = sources_of(known, os.environ)
    rows = [
        {"name": f"KYR_{name.upper()}", "value": shown(known, name), "source": origin[name], "help": field.description}
        for name, field in Settings.model_fields.items()
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['name']} = {row['value']}  [{row['source']}]\n    {row['help']}")


@click.command()
@json_option
def privacy(as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    r"""Print what this server holds about people right now, from its databases and settings.

    \b
    Example:
      kyr privacy
    """
    known = development_settings()
    paths = contents_of(known).paths
    held = holdings(open_content(paths.content, readonly=True), open_runtime(paths.runtime))
    if as_json:
        print_json(asdict(held))
        return
    click.echo(f"Conversations are forgotten {known.session_minutes} minutes after their last message.")
    click.echo(
        "No message text, name, number or address is kept; rows stand under keyed hashes, and the keys are deleted."
    )
    for title, tables in (("content.db", held.content), ("runtime.db", held.runtime)):
        click.echo(f"\n{title}")
        for one in tables:
            click.echo(f"  {one.rows:>7}  {one.table:<20} {one.about or 'UNKNOWN TABLE: look at it'}")
    for name, until in (("conversation", held.last_session_expires_at), ("delivery", held.last_delivery_expires_at)):
        when = "none" if until is None else datetime.fromtimestamp(until, UTC).isoformat(timespec="seconds")
        click.echo(f"Last {name} is forgotten at: {when}")


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def backup(folder: Path) -> None:
    r"""Copy the databases, whole and checked, while the server runs; conversations are never copied.

    \b
    Example:
      kyr backup /srv/backups/today
    """
    paths = contents_of(development_settings()).paths
    for copy in back_up([paths.content, paths.runtime], folder):
        click.echo(f"{copy.copy} ({copy.size:,} bytes, checked)")


@click.group()
def catalog() -> None:
    """Keep the catalogs of the bot's own strings in step with the code."""


@catalog.command("update")
def update() -> None:
    r"""Bring every catalog up to the code.

    \b
    Example:
      kyr catalog update
    """
    contents = contents_of(development_settings())
    changed = list(update_catalogs(_CODE, contents.paths.translations, contents.languages))
    for path in changed:
        click.echo(f"{path} changed: translate what is empty")
    click.echo(f"{len(changed)} catalogs changed.")


@catalog.command("check")
def check_catalogs() -> None:
    r"""Fail if a catalog is behind the code.

    \b
    Example:
      kyr catalog check
    """
    contents = contents_of(development_settings())
    stale = list(stale_catalogs(_CODE, contents.paths.translations, contents.languages))
    for path in stale:
        click.echo(f"{path} is behind the code: run `kyr catalog update`, then translate what is empty")
    if stale:
        raise click.exceptions.Exit(1)
