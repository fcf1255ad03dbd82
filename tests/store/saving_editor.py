"""An editor that saves and publishes without end and says so after each: what it said must survive its death.

For each number that is read, a process of its own begins to edit; forked, so that dying again and again is cheap.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.core.content import Document
from app.store import publishing
from app.store.database import open_content
from app.store.drafts import Drafts


def _say(*words: object) -> None:
    # One write, so that a line is whole or not there at all.
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def edit(path: str, first: int) -> None:
    """Save facts with values from `first` on; publish after every third."""
    db = open_content(path)
    db.execute("PRAGMA wal_autocheckpoint = 20")
    drafts = Drafts(db)
    _say("ready", os.getpid())
    for value in range(first, first + 100_000):
        key = f"f{value % 7}"
        revision = drafts.save(Document("fact", key, {"value": str(value), "as_of": "2026-01-01"}), author="editor")
        _say("saved", key, value, revision.id)
        if value % 3 == 0:
            made = publishing.publish(db, author="editor", note=str(value))
            _say("published", made.id, made.content_hash)


def main(path: str) -> None:
    """Start an editor for each number read, and tell when it has died."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            edit(path, int(line))
        os.waitpid(child, 0)
        _say("ended")


if __name__ == "__main__":
    main(sys.argv[1])
