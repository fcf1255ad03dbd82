from __future__ import annotations

import pytest

from app.core.content import Document
from app.core.errors import ContentError, ContentErrors, EditConflictError
from app.store import audit
from app.store.database import Database, transaction
from app.store.drafts import Drafts
from app.store.seeding import seed

FACT = Document("fact", "count", {"value": "2,000", "as_of": "2026-07-24"})


def _fact(value: str) -> Document:
    return Document("fact", "count", {"value": value, "as_of": "2026-07-24"})


def test_what_is_saved_is_there(drafts: Drafts) -> None:
    revision = drafts.save(FACT, author="ana", note="first")
    assert drafts.get("fact", "count").body == FACT.body
    assert (revision.author, revision.note, revision.previous_sha) == ("ana", "first", None)
    assert drafts.sha("fact", "count") == revision.sha
    assert [one.key for one in drafts.list("fact")] == ["count"]


def test_what_is_not_there_is_told(drafts: Drafts) -> None:
    assert drafts.find("fact", "count") is None
    assert drafts.sha("fact", "count") == ""
    with pytest.raises(ContentError, match="fact:count: does not exist"):
        drafts.get("fact", "count")


def test_a_broken_body_changes_nothing(drafts: Drafts) -> None:
    with pytest.raises(ContentErrors):
        drafts.save(Document("fact", "count", {"value": ""}), author="ana")
    assert drafts.history("fact", "count") == []


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(drafts: Drafts) -> None:
    read = drafts.save(_fact("1"), author="ana").sha
    drafts.save(_fact("2"), author="ben", expected_sha=read)
    with pytest.raises(EditConflictError):
        drafts.save(_fact("3"), author="ana", expected_sha=read)
    assert drafts.get("fact", "count").body["value"] == "2"


def test_two_who_create_the_same_item_are_told(drafts: Drafts) -> None:
    drafts.save(_fact("1"), author="ana", expected_sha="")
    with pytest.raises(EditConflictError):
        drafts.save(_fact("2"), author="ben", expected_sha="")


def test_saving_the_same_again_makes_no_revision(drafts: Drafts) -> None:
    first = drafts.save(_fact("1"), author="ana")
    assert drafts.save(_fact(" 1 "), author="ben") == first
    assert len(drafts.history("fact", "count")) == 1


def test_history_is_whole_and_newest_first(drafts: Drafts) -> None:
    for value in ("1", "2", "1"):
        drafts.save(_fact(value), author="ana", note=value)
    history = drafts.history("fact", "count")
    assert [one.note for one in history] == ["1", "2", "1"]
    assert [one.previous_sha for one in history] == [history[1].sha, history[2].sha, None]
    bodies = [drafts.body_of(one) for one in history]
    assert [body["value"] for body in bodies if body] == ["1", "2", "1"]


def test_an_older_revision_can_be_restored(drafts: Drafts) -> None:
    old = drafts.save(_fact("1"), author="ana")
    drafts.save(_fact("2"), author="ana")
    restored = drafts.restore(old.id, author="ben")
    assert restored.sha == old.sha
    assert (restored.author, restored.note) == ("ben", f"restored from revision {old.id}")
    assert drafts.get("fact", "count").body["value"] == "1"


def test_a_removed_item_keeps_its_history_and_can_come_back(drafts: Drafts) -> None:
    old = drafts.save(_fact("1"), author="ana")
    removal = drafts.remove("fact", "count", author="ben", expected_sha=old.sha)
    assert drafts.find("fact", "count") is None
    assert drafts.body_of(removal) is None
    with pytest.raises(ContentError):
        drafts.remove("fact", "count", author="ben")
    with pytest.raises(ContentError):
        drafts.restore(removal.id, author="ben")
    drafts.restore(old.id, author="ben")
    assert drafts.get("fact", "count").body["value"] == "1"
    assert [one.sha for one in drafts.history("fact", "count")] == [old.sha, None, old.sha]


def test_every_deed_is_in_the_audit_log(drafts: Drafts, content: Database) -> None:
    first = drafts.save(_fact("1"), author="ana")
    second = drafts.save(_fact("2"), author="ben")
    drafts.remove("fact", "count", author="cem")
    rows = [
        (row.actor, row.action, row.before_sha, row.after_sha) for row in audit.log_of(content, target="fact:count")
    ]
    assert rows == [
        ("cem", "remove", second.sha, ""),
        ("ben", "save", first.sha, second.sha),
        ("ana", "save", "", first.sha),
    ]
    assert audit.verify(content).valid


@pytest.fixture
def seeded(drafts: Drafts, content: Database, documents: list[Document]) -> Drafts:
    seed(content, documents, author="seed")
    return drafts


def _edit(drafts: Drafts, short: str, change: str) -> str:
    entry = drafts.get("entry", "home-entry")
    edited = Document("entry", "home-entry", {**entry.body, "short": short})
    drafts.save(edited, author="ana", change="wording" if change == "wording" else "meaning")
    return str(drafts.get("translation", "es/home-entry:short").body["source"])


@pytest.mark.parametrize(
    ("short", "change", "carried"),
    [
        pytest.param("Keep your door shut. Call {phone:hotline}.", "wording", True, id="wording"),
        pytest.param("Keep your door shut. Call {phone:hotline}.", "meaning", False, id="meaning"),
        pytest.param("Keep your door shut.", "wording", False, id="wording that drops a placeholder"),
    ],
)
def test_translations_follow_a_change_of_wording_only(
    seeded: Drafts,
    short: str,
    change: str,
    carried: bool,  # noqa: FBT001
) -> None:
    assert (_edit(seeded, short, change) == short) is carried


def test_a_stale_translation_does_not_become_fresh_by_a_change_of_wording(seeded: Drafts) -> None:
    before = _edit(seeded, "Other. Call {phone:hotline}.", "meaning")
    assert _edit(seeded, "Another. Call {phone:hotline}.", "wording") == before


def test_a_damaged_draft_is_told(drafts: Drafts, content: Database) -> None:
    drafts.save(FACT, author="ana")
    with transaction(content):
        content.execute("DROP TRIGGER bodies_no_update")
        content.execute("UPDATE bodies SET body = '{}'")
    with pytest.raises(ContentErrors, match="does not match its hash"):
        drafts.get("fact", "count")
    drafts.save(_fact("another text"), author="ana")
    assert drafts.get("fact", "count").body["value"] == "another text"
