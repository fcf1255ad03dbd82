"""The indexes that an installation has built, each in a folder named by its content hash, and which one is in use."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

from app.core.errors import IndexMissingError
from app.matching.index import Index
from app.matching.matcher import Matcher, warm

POLL_SECONDS = 0.1
"""How often, at most, a worker looks whether another index is in use: one `stat`, about two microseconds."""

_KEPT = 2


class IndexShelf:
    """A folder of indexes. `folder`: holds one folder an index, and the file `current` that names the one in use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pointer = folder / "current"

    def has(self, content_hash: str) -> bool:
        """Return whether an index of this content is built and sound."""
        try:
            Index.load(self._folder / content_hash, expected_hash=content_hash)
        except IndexMissingError:
            return False
        return True

    def put(self, index: Index) -> None:
        """Save an index; it is not in use before `use` names it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        index.save(self._folder / index.hash)

    def use(self, content_hash: str) -> None:
        """Make every worker take this index, and drop all but the newest few."""
        fresh = self._pointer.with_name(f"current.new-{os.getpid()}")
        fresh.write_text(content_hash, encoding="ascii")
        fresh.replace(self._pointer)
        self._drop_old(content_hash)

    def in_use(self) -> str:
        """Return the hash of the index in use. Raises `IndexMissingError` if none was ever built."""
        try:
            return self._pointer.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            raise IndexMissingError("no index has been built here yet") from None

    def load(self) -> Index:
        """Return the index in use. Raises `IndexMissingError`."""
        content_hash = self.in_use()
        return Index.load(self._folder / content_hash, expected_hash=content_hash)

    def stamp(self) -> int:
        """Return a number that changes when another index is put into use; 0 if there is none."""
        try:
            return self._pointer.stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def _drop_old(self, kept: str) -> None:
        built = [path for path in self._folder.iterdir() if path.is_dir() and path.name != kept]
        built.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for path in built[_KEPT - 1 :]:
            shutil.rmtree(path, ignore_errors=True)


class MatcherSource:
    """Hands out the matcher of the index in use, and takes over another one when the shelf names it.

    A damaged or half-written index never replaces the one that serves: the old matcher stays and `fault` says why.
    """

    def __init__(self, shelf: IndexShelf, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._shelf = shelf
        self._clock = clock
        self._lock = threading.Lock()
        self._looked = clock()
        self._stamp = shelf.stamp()
        self._matcher = _ready(shelf.load())
        self.fault = ""

    def current(self) -> Matcher:
        """Return the matcher in use; costs next to nothing between two looks at the shelf."""
        now = self._clock()
        if now - self._looked >= POLL_SECONDS and self._lock.acquire(blocking=False):
            try:
                self._looked = now
                self._look()
            finally:
                self._lock.release()
        return self._matcher

    def _look(self) -> None:
        stamp = self._shelf.stamp()
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._matcher = _ready(self._shelf.load())
            self.fault = ""
        except IndexMissingError as error:
            self.fault = str(error)


def _ready(index: Index) -> Matcher:
    matcher = Matcher(index)
    warm(matcher)
    return matcher
