"""The two SQLite files: how they are opened, and the one way in which they are written.

Every write takes an advisory lock beside the file before `BEGIN IMMEDIATE` and holds it until after the commit, which
is also when SQLite checkpoints. So no two connections ever write or checkpoint at the same instant. SQLite 3.7.0 to
3.51.2 can corrupt a file when they do ("WAL-reset bug", https://www.sqlite.org/wal.html#walresetbug).
"""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import sqlite_utils
from sqlite_utils.migrations import Migrations

from app.core.errors import StoreError
from app.store.migrations import CONTENT, RUNTIME, migrate

if sys.platform != "win32":
    import fcntl

_log = logging.getLogger(__name__)

BUSY_SECONDS = 5.0
"""How long a writer waits for another one before it gives up with StoreError."""

_COMMON = ("busy_timeout = 5000", "trusted_schema = OFF", "mmap_size = 0", "foreign_keys = ON", "secure_delete = ON")


class Database(sqlite_utils.Database):
    """A connection that several threads may share: `transaction` and `reading` let one in at a time."""

    def __init__(self, connection: sqlite3.Connection, path: Path, *, readonly: bool) -> None:
        super().__init__(connection)
        self.path, self.readonly = path, readonly
        self.lock = threading.RLock()
        self._lock_file: int | None = None

    @contextlib.contextmanager
    def sole_writer(self) -> Iterator[None]:
        """Hold the writers' lock of this database; the caller holds `lock`. The file stays open in between."""
        if self._lock_file is None:
            self._lock_file = _open_lock(self.path)
        _lock(self._lock_file, self.path)
        try:
            yield
        finally:
            _unlock(self._lock_file)

    def close(self) -> None:
        """Close the connection; the last one to close also checkpoints, so it does that as the sole writer."""
        with self.lock, contextlib.nullcontext() if self.readonly else _sole_writer(self.path):
            super().close()
            if self._lock_file is not None:
                os.close(self._lock_file)
                self._lock_file = None


def open_content(path: str | os.PathLike[str], *, readonly: bool = False) -> Database:
    """Open the database of content, created and brought up to date unless `readonly`.

    A commit is on the disk when it returns (synchronous FULL). Raises StoreError.
    """
    if readonly:
        return _open_readonly(Path(path))
    return _open_for_writing(Path(path), CONTENT)


def open_runtime(path: str | os.PathLike[str]) -> Database:
    """Open the database of conversations and counters, created and brought up to date.

    It holds nothing that must survive: a damaged file is replaced by an empty one. Raises StoreError.
    """
    file = Path(path)
    try:
        return _open_for_writing(file, RUNTIME)
    except StoreError as error:
        if not _is_damage(error.__cause__):
            raise
    _log.error("%s was damaged and is replaced by an empty one", file.name)
    with _sole_writer(file):
        for suffix in ("", "-wal", "-shm"):
            Path(f"{file}{suffix}").unlink(missing_ok=True)
    return _open_for_writing(file, RUNTIME)


@contextlib.contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Write: all of the block or nothing. Within another transaction the block becomes a part of it.

    Raises StoreError if the database cannot be written; other errors pass, with everything undone.
    """
    with db.lock:
        if db.conn.in_transaction:
            with db.atomic():
                yield
            return
        with store_errors(db.path), db.sole_writer():
            db.execute("BEGIN IMMEDIATE")
            try:
                yield
                db.commit()
            except BaseException:
                db.rollback()
                raise


@contextlib.contextmanager
def reading(db: Database) -> Iterator[None]:
    """Read: everything in the block comes from one moment. Raises StoreError if the database cannot be read."""
    with db.lock:
        if db.conn.in_transaction:
            yield
            return
        with store_errors(db.path):
            db.execute("BEGIN")
            try:
                yield
            finally:
                db.rollback()


@contextlib.contextmanager
def store_errors(path: Path) -> Iterator[None]:
    """Raise SQLite's and the system's errors as StoreError. SQLite's texts name tables and columns, never values."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"{path.name}: {error}") from error


def scrub(db: Database) -> bool:
    """Move what was deleted out of the write-ahead log too, so that no file still holds it.

    False if a reader was in the way; the next call does it then. What the file system keeps of freed blocks is beyond
    a program's reach.
    """
    with db.lock, store_errors(db.path), _sole_writer(db.path):
        row = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return bool(row[0] == 0)


def has_wal_reset_bug(version: str = sqlite3.sqlite_version) -> bool:
    """Tell whether this SQLite is one that can corrupt a file when two connections write or checkpoint at once."""
    return (3, 7, 0) <= tuple(int(part) for part in version.split(".")) <= (3, 51, 2)


def _open_readonly(path: Path) -> Database:
    with store_errors(path):
        db = Database(_connect(path, "ro"), path, readonly=True)
        try:
            for pragma in (*_COMMON, "query_only = ON"):
                db.execute(f"PRAGMA {pragma}")
            db.execute("SELECT 1 FROM sqlite_master").fetchone()
        except sqlite3.Error:
            db.close()
            raise
    return db


def _open_for_writing(path: Path, migrations: Migrations) -> Database:
    with store_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        # Made before SQLite would, since SQLite gives the file (and later its log) the rights of the umask.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        db = Database(_connect(path, "rw"), path, readonly=False)
        try:
            _set_up(db, migrations)
        except BaseException:
            db.close()
            raise
    return db


def _set_up(db: Database, migrations: Migrations) -> None:
    durable = migrations is CONTENT
    with _sole_writer(db.path):
        for pragma in (*_COMMON, "journal_mode = WAL", f"synchronous = {'FULL' if durable else 'NORMAL'}"):
            db.execute(f"PRAGMA {pragma}").fetchall()
        if not durable and db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise _DamagedError("the file is damaged")
    with transaction(db):
        migrate(db, migrations)


class _DamagedError(sqlite3.DatabaseError):
    """SQLite found a damaged page before it had to read it."""


def _is_damage(cause: BaseException | None) -> bool:
    name = getattr(cause, "sqlite_errorname", "")
    return isinstance(cause, _DamagedError) or name in {"SQLITE_CORRUPT", "SQLITE_NOTADB"}


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    # Autocommit, so that nothing but `transaction` ever opens a transaction for writing.
    address = f"file:{quote(str(path.absolute()))}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)


@contextlib.contextmanager
def _sole_writer(path: Path) -> Iterator[None]:
    """Hold the lock beside `path`; the system releases it if the process dies."""
    descriptor = _open_lock(path)
    try:
        _lock(descriptor, path)
        yield
    finally:
        os.close(descriptor)


def _open_lock(path: Path) -> int:
    return os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600)


def _unlock(descriptor: int) -> None:
    if sys.platform != "win32":
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def _lock(descriptor: int, path: Path) -> None:
    if sys.platform == "win32":
        return  # SQLite's own locks still keep writers apart there, checkpoints excepted.
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise StoreError(f"{path.name}: another process has been writing for too long") from None
            time.sleep(0.0005)
        else:
            return
