from __future__ import annotations

import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.core.content import Document
from app.core.errors import StoreError
from app.core.session import Session
from app.store import publishing
from app.store.backup import backup, check_integrity
from app.store.counters import Counters
from app.store.database import Database, open_content, open_runtime
from app.store.keyring import KeyRing
from app.store.seeding import seed
from app.store.sessions import Sessions

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


def test_a_copy_of_a_database_in_use_is_whole(content: Database, documents: list[Document], tmp_path: Path) -> None:
    seed(content, documents, author="seed")
    made = publishing.publish(content, author="ana", note="")
    (copied,) = backup([content.path], tmp_path / "copies", now=NOW)
    assert copied.copy.name == "content-20261122T083000Z.db"
    assert copied.size == copied.copy.stat().st_size > 0
    assert stat.S_IMODE(copied.copy.stat().st_mode) == 0o600
    assert [path.name for path in copied.copy.parent.iterdir()] == [copied.copy.name]
    restored = open_content(copied.copy)
    assert publishing.find_latest(restored) == made
    assert len(publishing.documents_of(restored, made.id)) == len(documents)
    restored.close()


def test_a_copy_of_the_runtime_database_knows_nobody(runtime: Database, keys: KeyRing, tmp_path: Path) -> None:
    Sessions(runtime, keys, ttl_seconds=100.0).save("sms", "+1", Session(place="canary-place"), 10.0)
    counters = Counters(runtime)
    counters.count(locale="es", intent="", outcome="menu", channel="sms", now=10.0)
    counters.flush()
    (copied,) = backup([runtime.path], tmp_path / "copies", now=NOW)
    assert b"canary-place" not in copied.copy.read_bytes()
    restored = open_runtime(copied.copy)
    held = [restored.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("session_keys", "sessions")]  # noqa: S608
    assert held == [0, 0]
    assert [total.day for total in Counters(restored).totals()] == [date(1970, 1, 1)]
    restored.close()


def test_a_damaged_database_gives_no_copy(content: Database, documents: list[Document], tmp_path: Path) -> None:
    seed(content, documents, author="seed")
    content.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    data = bytearray(content.path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096] = b"\xff" * 4096
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(data)
    with pytest.raises(StoreError):
        backup([damaged], tmp_path / "copies", now=NOW)
    assert list((tmp_path / "copies").iterdir()) == []


def test_what_is_wrong_is_told(content: Database, tmp_path: Path) -> None:
    assert check_integrity(content.path) == []
    (tmp_path / "other.db").write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError):
        check_integrity(tmp_path / "other.db")
