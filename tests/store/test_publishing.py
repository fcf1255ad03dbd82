from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from app.core.content import Document
from app.core.errors import ContentError, ContentErrors
from app.store import audit, publishing
from app.store.database import Database, transaction
from app.store.drafts import Drafts
from app.store.seeding import seed
from app.store.validation import check_documents

Changed = Callable[..., list[Document]]


@pytest.fixture
def seeded(content: Database, drafts: Drafts, documents: list[Document]) -> Drafts:
    seed(content, documents, author="seed")
    return drafts


def _edit(drafts: Drafts, value: str) -> None:
    drafts.save(Document("fact", "count", {"value": value, "as_of": "2026-07-24"}), author="ana")


def _bodies(documents: list[Document]) -> dict[tuple[str, str], object]:
    return {(one.kind, one.key): one.body for one in documents}


def test_a_publication_holds_all_drafts(seeded: Drafts, content: Database, documents: list[Document]) -> None:
    made = publishing.publish(content, author="ana", note="first")
    assert (made.id, made.previous, made.fresh, made.author, made.note) == (1, None, True, "ana", "first")
    assert _bodies(publishing.documents_of(content, made.id)) == _bodies(documents)
    assert publishing.find_latest(content) == made
    _edit(seeded, "later")
    assert _bodies(publishing.documents_of(content, made.id)) == _bodies(documents)


def test_nothing_new_makes_no_publication(seeded: Drafts, content: Database) -> None:
    first = publishing.publish(content, author="ana", note="")
    again = publishing.publish(content, author="ben", note="")
    assert (again.id, again.fresh, again.author) == (first.id, False, "ana")
    _edit(seeded, "1")
    _edit(seeded, "more than 2,000")
    assert not publishing.publish(content, author="ana", note="").fresh
    assert len(publishing.history(content)) == 1


def test_faulty_drafts_are_refused_and_nothing_changes(seeded: Drafts, content: Database) -> None:
    publishing.publish(content, author="ana", note="")
    head = audit.verify(content).head
    seeded.remove("source", "8cfr287.8", author="ana")
    with pytest.raises(ContentErrors, match=r"names the source 8cfr287\.8"):
        publishing.publish(content, author="ana", note="")
    assert len(publishing.history(content)) == 1
    assert audit.verify(content).rows == len(audit.log_of(content, limit=1000))
    assert audit.verify(content).head != head


@pytest.mark.usefixtures("seeded")
def test_further_rules_can_be_asked_for(content: Database) -> None:
    with pytest.raises(ContentErrors, match="names the locale es"):
        publishing.publish(content, author="ana", note="", check=partial(check_documents, locales=["en"]))


def test_rolling_back_is_a_new_publication_of_the_old_content(
    seeded: Drafts, content: Database, documents: list[Document]
) -> None:
    first = publishing.publish(content, author="ana", note="first")
    _edit(seeded, "wrong")
    second = publishing.publish(content, author="ana", note="second")
    third = publishing.rollback(content, first.id, author="ben", note="wrong number")
    assert (third.id, third.previous, third.content_hash) == (3, second.id, first.content_hash)
    assert _bodies(publishing.documents_of(content, third.id)) == _bodies(documents)
    assert seeded.get("fact", "count").body["value"] == "wrong"
    assert [one.id for one in publishing.history(content)] == [3, 2, 1]
    assert audit.log_of(content, target="publication:3")[0].action == "rollback"
    assert not publishing.rollback(content, first.id, author="ben", note="").fresh


def test_an_unknown_publication_is_told(content: Database) -> None:
    for call in (
        lambda: publishing.get(content, 7),
        lambda: publishing.rollback(content, 7, author="", note=""),
        lambda: publishing.documents_of(content, 7),
    ):
        with pytest.raises(ContentError, match="publication:7: does not exist"):
            call()


def test_differences_are_what_publishing_would_change(seeded: Drafts, content: Database) -> None:
    assert all(one.live == "" for one in publishing.differences(content))
    publishing.publish(content, author="ana", note="")
    assert publishing.differences(content) == []
    _edit(seeded, "1")
    seeded.remove("resource", "texting", author="ana")
    found = [(one.kind, one.key, bool(one.live), bool(one.draft)) for one in publishing.differences(content)]
    assert found == [("fact", "count", True, True), ("resource", "texting", True, False)]


@pytest.mark.usefixtures("seeded")
def test_only_asked_kinds_are_read(content: Database) -> None:
    publishing.publish(content, author="ana", note="")
    assert {one.kind for one in publishing.documents_of(content, 1, kinds=["fact", "topic"])} == {"fact", "topic"}


@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        pytest.param("UPDATE bodies SET body = '{}' WHERE body LIKE '%2,000%'", "does not match its hash", id="body"),
        pytest.param("DELETE FROM publication_items WHERE kind = 'fact'", "do not match its hash", id="item"),
    ],
)
@pytest.mark.usefixtures("seeded")
def test_damage_is_found(content: Database, damage: str, rule: str) -> None:
    publishing.publish(content, author="ana", note="")
    with transaction(content):
        content.execute("DROP TRIGGER bodies_no_update")
        content.execute("DROP TRIGGER publication_items_no_delete")
        content.execute(damage)
    with pytest.raises((ContentError, ContentErrors), match=rule):
        publishing.documents_of(content, 1)
