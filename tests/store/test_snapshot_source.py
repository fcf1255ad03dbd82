from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from app.core.content import Document
from app.core.errors import IndexMissingError, StoreError
from app.core.locale import Locale
from app.store import publishing
from app.store.database import Database, open_content, transaction
from app.store.drafts import Drafts
from app.store.seeding import seed
from app.store.snapshot import Snapshot
from app.store.snapshot_source import SnapshotSource, SourceState


@pytest.fixture
def published(content: Database, drafts: Drafts, documents: list[Document]) -> Drafts:
    seed(content, documents, author="seed")
    publishing.publish(content, author="ana", note="")
    return drafts


@pytest.fixture
def source(content_path: Path, languages: tuple[Locale, ...]) -> Iterator[SnapshotSource]:
    with SnapshotSource(content_path, languages, poll_seconds=0.005) as found:
        yield found


def _publish(drafts: Drafts, content: Database, value: str) -> publishing.Publication:
    drafts.save(Document("fact", "count", {"value": value, "as_of": "2026-07-24"}), author="ana")
    return publishing.publish(content, author="ana", note=value)


def _value(snapshot: Snapshot) -> str:
    entry = snapshot.entry("home-entry", place="", locale="en", today=date(2026, 11, 22))
    assert entry is not None
    return entry.full.rpartition(": ")[2]


def _wait_for(condition: Callable[[], bool], seconds: float = 10.0) -> float:
    """Wait until the condition holds and return how long that took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds
        time.sleep(0.002)
    return time.monotonic() - began


def _damage(content: Database, text: str) -> None:
    with transaction(content):
        content.execute("DROP TRIGGER IF EXISTS bodies_no_update")
        content.execute("UPDATE bodies SET body = '{}' WHERE body LIKE ?", (f"%{text}%",))


def test_the_first_call_serves_what_is_published(published: Drafts, source: SnapshotSource) -> None:
    assert published.find("fact", "count") is not None
    assert source.state == SourceState()
    assert source.current().publication == 1
    assert source.state == SourceState(1, source.current().content_hash)


def test_a_publication_is_seen_within_a_second(published: Drafts, content: Database, source: SnapshotSource) -> None:
    source.current()
    for value in ("1", "2", "3"):
        made = _publish(published, content, value)
        assert _wait_for(lambda made=made: source.current().publication == made.id) < 1.0  # type: ignore[misc]
        assert _value(source.current()) == f"{value}."


def test_saving_a_draft_changes_nothing(published: Drafts, source: SnapshotSource) -> None:
    before = source.current()
    published.save(Document("fact", "count", {"value": "9", "as_of": "2026-07-24"}), author="ana")
    assert source.refresh() == source.state
    assert source.current() is before


def test_a_bad_publication_is_refused_and_the_old_one_serves(
    published: Drafts, content: Database, languages: tuple[Locale, ...], caplog: pytest.LogCaptureFixture
) -> None:
    with SnapshotSource(content.path, languages, poll_seconds=3600) as source:
        source.current()
        _publish(published, content, "damaged later")
        _damage(content, "damaged later")
        with caplog.at_level(logging.ERROR):
            state = source.refresh()
        assert (state.publication, state.refused) == (1, 2)
        assert "fact:count" in state.problem
        assert "publication 2 is refused" in caplog.text
        assert _value(source.current()) == "more than 2,000."
        _publish(published, content, "good again")
        assert source.refresh() == SourceState(3, source.current().content_hash)
        assert _value(source.current()) == "good again."


def test_a_start_goes_back_to_the_latest_good_publication(
    published: Drafts, content: Database, source: SnapshotSource
) -> None:
    for value in ("first", "second", "third"):
        _publish(published, content, value)
    _damage(content, "third")
    _damage(content, "second")
    assert _value(source.current()) == "first."
    assert (source.state.publication, source.state.refused) == (2, 4)
    assert source.state.problem


def test_nothing_published_is_told_and_then_seen(
    content: Database, documents: list[Document], source: SnapshotSource
) -> None:
    with pytest.raises(StoreError, match="nothing is published yet"):
        source.current()
    seed(content, documents, author="seed")
    publishing.publish(content, author="ana", note="")
    _wait_for(lambda: source.state.publication == 1)
    assert source.current().publication == 1


def test_no_database_is_told(tmp_path: Path, languages: tuple[Locale, ...]) -> None:
    with SnapshotSource(tmp_path / "absent.db", languages) as source, pytest.raises(StoreError):
        source.current()


def test_a_deleted_database_keeps_being_served(published: Drafts, content: Database, source: SnapshotSource) -> None:
    assert published.find("fact", "count") is not None
    source.current()
    content.path.unlink()
    _wait_for(lambda: source.state.problem != "")
    assert source.current().publication == 1
    assert source.state.publication == 1


def test_a_replaced_database_is_read_anew(
    published: Drafts, content: Database, source: SnapshotSource, tmp_path: Path
) -> None:
    _publish(published, content, "old")
    assert _value(source.current()) == "old."
    other = tmp_path / "other.db"
    copy = open_content(other)
    content.conn.backup(copy.conn)
    _publish(Drafts(copy), copy, "restored")
    copy.close()
    shutil.move(other, content.path)
    for suffix in ("-wal", "-shm"):
        Path(f"{content.path}{suffix}").unlink(missing_ok=True)
    _wait_for(lambda: _value(source.current()) == "restored.")


def test_who_listens_is_told_before_a_snapshot_is_served(
    published: Drafts, content: Database, languages: tuple[Locale, ...]
) -> None:
    told: list[int] = []
    broken = True

    def listen(snapshot: Snapshot) -> None:
        if snapshot.publication > 1 and broken:
            raise IndexMissingError("not built yet")
        told.append(snapshot.publication)

    with SnapshotSource(content.path, languages, poll_seconds=3600, changed=listen) as source:
        assert source.current().publication == 1
        _publish(published, content, "new")
        assert source.refresh().problem == "not built yet"
        assert source.current().publication == 1
        broken = False
        assert source.refresh() == SourceState(2, source.current().content_hash)
        assert told == [1, 2]


def test_a_bug_in_building_does_not_end_the_watch(
    published: Drafts, content: Database, languages: tuple[Locale, ...]
) -> None:
    def stumble(snapshot: Snapshot) -> None:
        if snapshot.publication == 2:
            raise ZeroDivisionError("with a secret")

    with SnapshotSource(content.path, languages, poll_seconds=0.005, changed=stumble) as source:
        source.current()
        _publish(published, content, "bug")
        _wait_for(lambda: "ZeroDivisionError" in source.state.problem)
        assert "secret" not in source.state.problem
        _publish(published, content, "fine")
        _wait_for(lambda: source.current().publication == 3)
