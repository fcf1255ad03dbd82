"""`kyr entry`: look at answers and edit them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import tomli_w

from app.cli.common import author_option, contents_of, development_settings, json_option, note_option, print_json
from app.core.content import Document
from app.core.errors import ContentError, ContentErrors
from app.store.database import Database, open_content
from app.store.drafts import Change, Drafts

_KIND = "entry"


@click.group()
def entry() -> None:
    """Look at answers and edit them. An edit is live after `kyr publish`."""


def _open(*, readonly: bool = True) -> Database:
    return open_content(contents_of(development_settings()).paths.content, readonly=readonly)


@entry.command("list")
@click.option("--topic", default="", help="Only this topic.")
@json_option
def list_entries(topic: str, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    r"""List the answers.

    \b
    Example:
      kyr entry list --topic warrants
    """
    rows = [one for one in Drafts(_open()).list(_KIND) if topic in {"", one.body["topic"]}]
    if as_json:
        print_json([{"id": one.key, **one.body} for one in rows])
        return
    for one in rows:
        places = len(one.body.get("places", {}))
        note = f"  +{places} places" if places else ""
        click.echo(f"{one.key:<26} {one.body['title']}  (review by {one.body['review_by']}){note}")


@entry.command()
@click.argument("entry_id")
@json_option
def show(entry_id: str, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    r"""Show one answer with its history.

    \b
    Example:
      kyr entry show home-entry
    """
    drafts = Drafts(_open())
    document = drafts.get(_KIND, entry_id)
    history = [
        {"revision": one.id, "at": one.at, "author": one.author, "change": one.change, "note": one.note}
        for one in drafts.history(_KIND, entry_id)
    ]
    if as_json:
        print_json({"id": entry_id, **document.body, "history": history})
        return
    click.echo(_as_toml(document.body))
    for row in history:
        click.echo("revision {revision}  {at}  {author}  {change}  {note}".format(**row))


@entry.command()
@click.argument("entry_id")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take this TOML file instead of opening an editor.",
)
@click.option("--change", type=click.Choice(["wording", "meaning"]), help="Did the meaning change? Asked if not given.")
@author_option
@note_option
def edit(entry_id: str, source: Path | None, change: str | None, author: str, note: str) -> None:
    r"""Edit one answer: opens your editor, checks what you saved, keeps the old text in the history.

    With "wording only" translations stay valid; with "meaning changed" they are marked stale, and critical ones are
    shown in English until they are translated anew.

    \b
    Examples:
      kyr entry edit home-entry
      kyr entry edit home-entry --from new.toml --change meaning -m "the memo was withdrawn"
    """
    drafts = Drafts(_open(readonly=False))
    before = drafts.get(_KIND, entry_id)
    sha = drafts.sha(_KIND, entry_id)
    text = source.read_text(encoding="utf-8") if source else _edited(_as_toml(before.body))
    if text is None:
        click.echo("Nothing was saved.")
        return
    document = _checked(entry_id, before, text, interactive=source is None)
    answer = change or click.prompt("Did the meaning change?", type=click.Choice(["wording", "meaning"]))
    kind: Change = "wording" if answer == "wording" else "meaning"
    revision = drafts.save(document, author=author, note=note, expected_sha=sha, change=kind)
    click.echo(f"Saved as revision {revision.id}. It is live after: kyr publish")


@entry.command()
@click.argument("revision", type=int)
@author_option
def restore(revision: int, author: str) -> None:
    r"""Save an older revision anew (see `kyr entry show`).

    \b
    Example:
      kyr entry restore 1204
    """
    saved = Drafts(_open(readonly=False)).restore(revision, author=author)
    click.echo(f"{saved.key} is as it was in revision {revision}, saved as {saved.id}. Live after: kyr publish")


def _as_toml(body: Mapping[str, Any]) -> str:
    return tomli_w.dumps(dict(body), multiline_strings=True)


def _edited(text: str) -> str | None:
    return click.edit(text, extension=".toml", require_save=True)


def _checked(entry_id: str, before: Document, text: str, *, interactive: bool) -> Document:
    """Parse and check an edit; at the keyboard, open it again until it is right or given up: nothing is lost."""
    while True:
        try:
            return _parsed(entry_id, before, text)
        except (ContentError, ContentErrors) as error:
            if not interactive:
                raise
            click.echo(str(error), err=True)
            if not click.confirm("Open the editor again?", default=True):
                raise
            text = _edited(text) or text


def _parsed(entry_id: str, before: Document, text: str) -> Document:
    try:
        body = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"entry {entry_id}", f"is not TOML: {error}", mend="mend the line that it names") from None
    contents = contents_of(development_settings())
    body = _as_json(body)
    document = Document(before.kind, entry_id, body)
    others = [one for one in Drafts(_open()).all() if (one.kind, one.key) != (before.kind, entry_id)]
    faults = [fault for fault in contents.check([*others, document]) if entry_id in fault.path]
    if faults:
        raise ContentErrors(faults)
    return document


def _as_json(value: Any) -> Any:  # noqa: ANN401 - whatever TOML can hold
    """Return TOML values as JSON ones: dates become text."""
    if isinstance(value, dict):
        return {key: _as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_json(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
