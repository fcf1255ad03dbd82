"""An operator who edits and publishes without end, in processes that are there to be killed.

Reads lines "<way> <round>" and forks a process for each, whose id it prints. That process prints a line each time after
it was told that an edit is saved or published; it goes on until it is killed. `way` "command": through `kyr entry
edit` and `kyr publish`; "store": through the store alone, so that hardly anything but writing happens.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, NoReturn

import tomli_w

import app.matching.build as _  # noqa: F401 - loaded once here, not by every process
from app.cli import kyr
from app.core.content import Document
from app.settings import load_settings
from app.store import publishing
from app.store.database import open_content
from app.store.drafts import Drafts

ENTRY = "home-entry"
_EDITS_PER_PUBLICATION = 3


def main() -> None:
    """Fork a process for each line of standard input."""
    say("ready")
    for line in sys.stdin:
        way, number = line.split()
        child = os.fork()
        if not child:
            WAYS[way](number)
        say(f"process {child}")
        os.waitpid(child, 0)


def say(line: str) -> None:
    """Write a line at once and whole."""
    os.write(1, f"{line}\n".encode())


def by_command(number: str) -> NoReturn:
    """Edit as an operator does."""
    path = Path(tempfile.mkdtemp()) / "entry.toml"
    db = open_content(_content(), readonly=True)
    body = dict(Drafts(db).get("entry", ENTRY).body)
    db.close()
    for edit in itertools.count():
        path.write_text(tomli_w.dumps(body | {"title": f"Edit {number}-{edit}"}), encoding="utf-8")
        told = _told("entry", "edit", ENTRY, "--from", str(path), "--change", "wording", "--author", "editor")
        if "Saved as revision" in told:
            say(f"saved Edit {number}-{edit}")
        if edit % _EDITS_PER_PUBLICATION == 0:
            say("published " + _told("publish", "--author", "editor").split()[1])
    raise AssertionError


def by_store(number: str) -> NoReturn:
    """Do nothing but write."""
    db = open_content(_content())
    drafts = Drafts(db)
    body: dict[str, Any] = dict(drafts.get("entry", ENTRY).body)
    for edit in itertools.count():
        document = Document("entry", ENTRY, body | {"title": f"Edit {number}-{edit}"})
        drafts.save(document, author="editor", change="wording")
        say(f"saved Edit {number}-{edit}")
        if edit % _EDITS_PER_PUBLICATION == 0:
            made = publishing.publish(db, author="editor", note="", check=lambda _: [])
            say(f"published {made.id}")
    raise AssertionError


def _content() -> Path:
    return load_settings().folder / "content.db"


def _told(*arguments: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as told, contextlib.redirect_stderr(io.StringIO()):
        kyr.main(list(arguments), standalone_mode=False)
    return told.getvalue()


WAYS = {"command": by_command, "store": by_store}

if __name__ == "__main__":
    main()
