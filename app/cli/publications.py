"""`kyr publish`, `rollback`, `history` and `export`: drafts become live, and live content becomes files again."""

from __future__ import annotations

from pathlib import Path

import click

from app.cli.common import (
    Progress,
    author_option,
    contents_of,
    development_settings,
    json_option,
    note_option,
    print_json,
)
from app.store import publishing
from app.store.database import open_content
from app.store.drafts import Drafts
from app.store.publishing import Publication


def _row(publication: Publication) -> dict[str, object]:
    return {
        "id": publication.id, "at": publication.created_at.isoformat(timespec="seconds"),
        "author": publication.author, "note": publication.note, "content_hash": publication.content_hash,
    }  # fmt: skip


@click.command()
@author_option
@note_option
@json_option
def publish(author: str, note: str, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    r"""Make all saved edits live. A running server answers with them within a second.

    \b
    Example:
      kyr publish -m "new hotline number for Illinois"
    """
    contents = contents_of(development_settings())
    progress = Progress()
    publication = contents.publish(open_content(contents.paths.content), author=author, note=note, progress=progress)
    progress.done()
    if as_json:
        print_json(_row(publication) | {"fresh": publication.fresh})
    elif publication.fresh:
        click.echo(f"Publication {publication.id} is live.")
    else:
        click.echo(f"Nothing has changed since publication {publication.id}.")


@click.command()
@click.argument("number", type=int)
@author_option
@note_option
def rollback(number: int, author: str, note: str) -> None:
    r"""Make an older publication live again. Drafts stay as they are.

    \b
    Example:
      kyr history
      kyr rollback 7 -m "the new wording was wrong"
    """
    contents = contents_of(development_settings())
    progress = Progress()
    db = open_content(contents.paths.content)
    publication = contents.rollback(db, number, author=author, note=note, progress=progress)
    progress.done()
    click.echo(f"Publication {number} is live again, as publication {publication.id}.")


@click.command()
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@json_option
def history(limit: int, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    r"""List what was published, newest first.

    \b
    Example:
      kyr history --limit 5
    """
    contents = contents_of(development_settings())
    rows = [_row(one) for one in publishing.history(open_content(contents.paths.content, readonly=True), limit=limit)]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['id']:>5}  {row['at']}  {row['author']:<16} {row['note']}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--live", is_flag=True, help="Write what is published, not the drafts.")
def export(folder: Path, live: bool) -> None:  # noqa: FBT001 - click passes flags
    r"""Write the content back as files (intents/, seeds/, translations/), for review in git.

    \b
    Example:
      kyr export .            # into the project's own folder; then: git diff
    """
    contents = contents_of(development_settings())
    db = open_content(contents.paths.content, readonly=True)
    latest = publishing.find_latest(db)
    documents = publishing.documents_of(db, latest.id) if live and latest else Drafts(db).all()
    changed = contents.export(documents, folder)
    for path in changed:
        click.echo(str(path))
    click.echo(f"{len(changed)} files changed below {folder}.")
