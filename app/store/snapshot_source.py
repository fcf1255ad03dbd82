"""The snapshot of the latest publication, kept up to date by a thread of its own."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from app.core.errors import KyrError, SnapshotRefusedError, StoreError
from app.core.locale import Locale
from app.store import publishing
from app.store.database import Database, open_content, reading, store_errors
from app.store.snapshot import FormatDate, Snapshot, build_snapshot, iso_date

_log = logging.getLogger(__name__)

POLL_SECONDS = 0.02
"""How often the thread looks for a new publication: some microseconds of work each time."""

_RETRY_SECONDS = 0.5
"""How long it waits after a failure, so that a lasting one costs little."""

_EARLIER = 20
"""How many publications to go back at a start, if the latest ones are damaged."""

Stamp = tuple[int, int, int]
"""Device and inode of the file, and SQLite's data_version: moves with every commit and when the file is replaced."""


@dataclass(frozen=True, slots=True)
class SourceState:
    """How things stand, for /readyz. `publication`: number of the one served, 0 if none; `content_hash`: its own.

    `refused`: number of a newer publication that failed its checks, 0 if none; `problem`: what is wrong, "" if
    nothing is. Serving goes on whatever the problem is, as long as `publication` is not 0.
    """

    publication: int = 0
    content_hash: str = ""
    refused: int = 0
    problem: str = ""


class SnapshotSource:
    """Hands out the latest good snapshot; `current` costs one attribute. Close it, or use it in a `with` statement.

    `path`: database of content, which another process may write, replace or even delete: what is in memory keeps
    being served. `changed`: called with each new snapshot, from the thread, before it is handed out; an error in it
    keeps the old snapshot.
    """

    def __init__(
        self, path: str | os.PathLike[str], languages: Sequence[Locale], *, format_date: FormatDate = iso_date,
        poll_seconds: float = POLL_SECONDS, changed: Callable[[Snapshot], None] | None = None,
    ) -> None:  # fmt: skip
        self._path, self._languages, self._format_date = Path(path), tuple(languages), format_date
        self._poll_seconds = self._pause = poll_seconds
        self._changed = changed
        self._snapshot: Snapshot | None = None
        self._state = SourceState()
        self._db: Database | None = None
        self._seen: Stamp | None = None
        self._lock, self._stop = threading.Lock(), threading.Event()
        self._thread: threading.Thread | None = None

    def current(self) -> Snapshot:
        """Return the snapshot to serve. The first call loads it and starts the thread.

        Raises StoreError as long as there has been no good publication.
        """
        if self._thread is None:
            self._start()
        if self._snapshot is None:
            raise StoreError(self._state.problem or "nothing is published yet")
        return self._snapshot

    @property
    def state(self) -> SourceState:
        """How things stand."""
        return self._state

    def refresh(self) -> SourceState:
        """Look for a new publication now, in this thread, and return how things stand."""
        with self._lock:
            try:
                self._pause = self._poll_seconds
                self._look()
            except KyrError as error:
                self._put_off(str(error))
            except Exception as error:  # noqa: BLE001 - the thread must outlive a bug, or nothing new is ever served
                self._put_off(f"looking for a publication failed: {type(error).__name__}")
        return self._state

    def close(self) -> None:
        """Stop the thread; the last snapshot stays."""
        self._stop.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()
        with self._lock:
            self._forget_connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _start(self) -> None:
        self.refresh()
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="snapshot", daemon=True)
                self._thread.start()

    def _watch(self) -> None:
        while not self._stop.wait(self._pause):
            self.refresh()

    def _look(self) -> None:
        stamp = self._stamp()
        if stamp == self._seen:
            return
        db = self._connection()
        with reading(db):
            latest = publishing.find_latest(db)
        if latest is None:
            self._note_problem("nothing is published yet")
        elif (latest.id, latest.content_hash) == (self._state.publication, self._state.content_hash):
            self._state = replace(self._state, refused=0, problem="")
        else:
            self._take(db, latest.id)
        # Noted last: what could not be read is tried again.
        self._seen = stamp

    def _stamp(self) -> Stamp:
        with store_errors(self._path):
            found = self._path.stat()
            if self._seen is not None and (found.st_dev, found.st_ino) != self._seen[:2]:
                self._forget_connection()
            version = self._connection().execute("PRAGMA data_version").fetchone()[0]
        return found.st_dev, found.st_ino, int(version)

    def _connection(self) -> Database:
        if self._db is None:
            self._db = open_content(self._path, readonly=True)
        return self._db

    def _forget_connection(self) -> None:
        self._seen = None
        if self._db is not None:
            with suppress(StoreError):
                self._db.close()
            self._db = None

    def _take(self, db: Database, latest: int) -> None:
        """Build and hand out the latest publication; at a start, the latest one that is good."""
        earliest = max(0, latest - _EARLIER) if self._snapshot is None else latest - 1
        problem = ""
        for number in range(latest, earliest, -1):
            try:
                self._hand_out(self._build(db, number))
            except SnapshotRefusedError as error:
                problem = problem or f"publication {number} is refused: {error}"
            else:
                break
        if problem:
            self._note_problem(problem)
            self._state = replace(self._state, refused=latest)

    def _build(self, db: Database, number: int) -> Snapshot:
        return build_snapshot(
            db,
            languages=self._languages,
            publication=number,
            format_date=self._format_date,
            earlier=self._snapshot,
        )

    def _hand_out(self, snapshot: Snapshot) -> None:
        if self._changed is not None:
            self._changed(snapshot)
        self._snapshot = snapshot
        self._state = SourceState(snapshot.publication, snapshot.content_hash)
        _log.info("publication %d is served", snapshot.publication)

    def _put_off(self, problem: str) -> None:
        self._note_problem(problem)
        self._forget_connection()
        self._pause = max(self._poll_seconds, _RETRY_SECONDS)

    def _note_problem(self, problem: str) -> None:
        if problem != self._state.problem:
            _log.error("%s", problem)
        self._state = replace(self._state, problem=problem)
