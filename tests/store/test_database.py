from __future__ import annotations

import fcntl
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.core.errors import StoreError
from app.store.database import Database, has_wal_reset_bug, open_content, open_runtime, reading, scrub, transaction

ROOT = Path(__file__).parents[2]

COUNTING_WRITER = """
import sys
from app.store.database import open_runtime, transaction
db = open_runtime(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for number in range(150):
    with transaction(db):
        row = db.execute("SELECT count FROM counters WHERE day = 'd'").fetchone()
        db.execute("INSERT OR REPLACE INTO counters VALUES ('d', '', '', '', '', ?)", ((row[0] if row else 0) + 1,))
db.close()
"""


def _pragma(db: Database, name: str) -> object:
    return db.execute(f"PRAGMA {name}").fetchone()[0]


def test_content_is_durable_and_hardened(content: Database) -> None:
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "busy_timeout": 5000,
        "secure_delete": 1,
        "trusted_schema": 0,
        "mmap_size": 0,
        "foreign_keys": 1,
    }
    assert {name: _pragma(content, name) for name in expected} == expected


def test_runtime_trades_durability_for_speed(runtime: Database) -> None:
    assert _pragma(runtime, "synchronous") == 1
    assert _pragma(runtime, "journal_mode") == "wal"


def test_files_are_readable_by_their_owner_only(content: Database, content_path: Path) -> None:
    with transaction(content):
        content.execute("INSERT INTO bodies VALUES ('a', '{}')")
    for path in (content_path, Path(f"{content_path}-wal"), Path(f"{content_path}.lock")):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_reader_cannot_write(content_path: Path) -> None:
    open_content(content_path).close()
    reader = open_content(content_path, readonly=True)
    with pytest.raises(StoreError, match="readonly"), transaction(reader):
        reader.execute("INSERT INTO bodies VALUES ('a', '{}')")
    reader.close()


def test_a_reader_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        open_content(tmp_path / "absent.db", readonly=True)


def _fail_after_writing(db: Database, sha: str) -> None:
    with transaction(db):
        db.execute("INSERT INTO bodies VALUES (?, '{}')", (sha,))
        raise ZeroDivisionError


def test_a_failed_block_leaves_nothing(content: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        _fail_after_writing(content, "a")
    assert content.execute("SELECT count(*) FROM bodies").fetchone() == (0,)


def test_a_failed_inner_block_leaves_the_outer_one(content: Database) -> None:
    with transaction(content):
        content.execute("INSERT INTO bodies VALUES ('a', '{}')")
        with pytest.raises(ZeroDivisionError):
            _fail_after_writing(content, "b")
    assert content.execute("SELECT sha FROM bodies").fetchall() == [("a",)]


def test_what_is_read_in_one_block_comes_from_one_moment(content: Database, content_path: Path) -> None:
    reader = open_content(content_path, readonly=True)
    with reading(reader):
        before = reader.execute("SELECT count(*) FROM bodies").fetchone()
        with transaction(content):
            content.execute("INSERT INTO bodies VALUES ('a', '{}')")
        assert reader.execute("SELECT count(*) FROM bodies").fetchone() == before
    assert reader.execute("SELECT count(*) FROM bodies").fetchone() == (1,)
    reader.close()


def test_two_writing_processes_lose_nothing_and_are_never_busy(runtime_path: Path) -> None:
    open_runtime(runtime_path).close()
    command = [sys.executable, "-c", COUNTING_WRITER, str(runtime_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    writers = [subprocess.Popen(command, cwd=ROOT, text=True, **pipes) for _ in range(2)]  # type: ignore[call-overload]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    errors = [writer.communicate("go\n")[1] for writer in writers]
    assert errors == ["", ""]
    db = open_runtime(runtime_path)
    assert db.execute("SELECT count FROM counters").fetchone() == (300,)
    db.close()


def test_a_writer_waits_for_another_one(runtime: Database, runtime_path: Path) -> None:
    with Path(f"{runtime_path}.lock").open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        release = threading.Timer(0.05, fcntl.flock, (other, fcntl.LOCK_UN))
        release.start()
        with transaction(runtime):
            runtime.execute("INSERT INTO counters VALUES ('d', '', '', '', '', 1)")
        release.join()
    assert runtime.execute("SELECT count(*) FROM counters").fetchone() == (1,)


def test_a_writer_does_not_wait_for_ever(
    runtime: Database, runtime_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.database.BUSY_SECONDS", 0.02)
    with Path(f"{runtime_path}.lock").open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(StoreError, match="writing for too long"), transaction(runtime):
            pass


def test_threads_may_share_a_connection(runtime: Database) -> None:
    def write(name: int) -> None:
        for _ in range(20):
            with transaction(runtime):
                runtime.execute("INSERT OR IGNORE INTO counters VALUES ('d', ?, '', '', '', 0)", (str(name),))
                runtime.execute("UPDATE counters SET count = count + 1 WHERE locale = ?", (str(name),))

    threads = [threading.Thread(target=write, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert runtime.execute("SELECT count(*), sum(count) FROM counters").fetchone() == (8, 160)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda _: b"no database at all" * 500, id="another file"),
        pytest.param(lambda data: data[:100] + b"\xff" * (len(data) - 100), id="overwritten pages"),
    ],
)
def test_a_damaged_runtime_database_is_replaced(runtime_path: Path, damage: object) -> None:
    open_runtime(runtime_path).close()
    assert callable(damage)
    runtime_path.write_bytes(damage(runtime_path.read_bytes()))
    db = open_runtime(runtime_path)
    assert db.execute("SELECT count(*) FROM sessions").fetchone() == (0,)
    db.close()


def test_a_damaged_content_database_is_kept(content_path: Path) -> None:
    content_path.write_bytes(b"no database at all" * 500)
    with pytest.raises(StoreError):
        open_content(content_path)
    assert content_path.read_bytes().startswith(b"no database")


def test_what_is_deleted_leaves_the_log_too(runtime: Database, runtime_path: Path) -> None:
    with transaction(runtime):
        runtime.execute("INSERT INTO sessions VALUES (x'00', 'canary-of-a-session', 1)")
    with transaction(runtime):
        runtime.execute("DELETE FROM sessions")
    log = Path(f"{runtime_path}-wal")
    assert b"canary-of-a-session" in log.read_bytes()
    assert scrub(runtime)
    assert b"canary-of-a-session" not in log.read_bytes() + runtime_path.read_bytes()


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        pytest.param("3.6.23", False, id="before the write-ahead log"),
        pytest.param("3.7.0", True, id="first"),
        pytest.param("3.40.1", True, id="between"),
        pytest.param("3.51.2", True, id="last"),
        pytest.param("3.51.3", False, id="mended"),
        pytest.param("4.0.0", False, id="later"),
    ],
)
def test_versions_with_the_wal_reset_bug_are_known(version: str, expected: bool) -> None:  # noqa: FBT001
    assert has_wal_reset_bug(version) is expected


def test_sqlite_itself_is_asked_by_default() -> None:
    assert has_wal_reset_bug() is has_wal_reset_bug(sqlite3.sqlite_version)
