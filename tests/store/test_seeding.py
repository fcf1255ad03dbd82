from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.content import Document
from app.core.errors import ContentErrors
from app.store import audit
from app.store.database import Database
from app.store.drafts import Drafts
from app.store.seeding import SeedReport, seed

Changed = Callable[..., list[Document]]
COUNT = ("fact", "count")


def _without(documents: list[Document], *gone: tuple[str, str]) -> list[Document]:
    return [one for one in documents if (one.kind, one.key) not in gone]


def _edit(drafts: Drafts, value: str) -> None:
    drafts.save(Document(*COUNT, {"value": value, "as_of": "2026-07-24"}), author="ana")


def _value(drafts: Drafts) -> object:
    found = drafts.find(*COUNT)
    return found.body["value"] if found else None


@pytest.fixture
def seeded(content: Database, drafts: Drafts, documents: list[Document]) -> Drafts:
    seed(content, documents, author="seed")
    return drafts


def test_the_first_time_everything_is_added(content: Database, drafts: Drafts, documents: list[Document]) -> None:
    report = seed(content, documents, author="seed")
    assert set(report.added) == {(one.kind, one.key) for one in documents}
    assert {(one.kind, one.key): one.body for one in drafts.all()} == {
        (one.kind, one.key): one.body for one in documents
    }


@pytest.mark.usefixtures("seeded")
def test_a_second_time_changes_nothing(content: Database, documents: list[Document]) -> None:
    head = audit.verify(content).head
    assert seed(content, documents, author="seed") == SeedReport()
    assert audit.verify(content).head == head


@pytest.mark.parametrize(
    ("operator", "files", "report", "value"),
    [
        pytest.param(None, "2", SeedReport(updated=(COUNT,)), "2", id="only the files changed"),
        pytest.param("3", None, SeedReport(kept=(COUNT,)), "3", id="only an operator changed it"),
        pytest.param("3", "2", SeedReport(conflicts=(COUNT,)), "3", id="both changed it"),
        pytest.param("2", "2", SeedReport(), "2", id="both changed it alike"),
    ],
)
def test_three_versions_are_merged(  # noqa: PLR0917
    seeded: Drafts,
    content: Database,
    changed: Changed,
    documents: list[Document],
    operator: str | None,
    files: str | None,
    report: SeedReport,
    value: str,
) -> None:
    if operator:
        _edit(seeded, operator)
    again = changed(*COUNT, value=files) if files else documents
    assert seed(content, again, author="seed") == report
    assert _value(seeded) == value


def test_a_conflict_is_told_once_and_logged(seeded: Drafts, content: Database, changed: Changed) -> None:
    _edit(seeded, "3")
    assert seed(content, changed(*COUNT, value="2"), author="seed").conflicts == (COUNT,)
    assert seed(content, changed(*COUNT, value="2"), author="seed").kept == (COUNT,)
    assert audit.log_of(content, target="fact:count", limit=1)[0].action == "seed-conflict"


def test_an_edit_that_was_undone_follows_the_files_again(seeded: Drafts, content: Database, changed: Changed) -> None:
    _edit(seeded, "3")
    _edit(seeded, "more than 2,000")
    assert seed(content, changed(*COUNT, value="4"), author="seed").updated == (COUNT,)


def test_what_the_files_drop_goes_unless_it_was_edited(
    seeded: Drafts, content: Database, documents: list[Document]
) -> None:
    rest = _without(documents, COUNT, ("source", "il-trust"))
    entry = seeded.get("source", "il-trust")
    seeded.save(Document("source", "il-trust", {**entry.body, "date": "2020"}), author="ana")
    kinds = {one.kind for one in documents}
    report = seed(content, rest, author="seed", kinds=kinds, check=lambda _: [])
    assert report == SeedReport(removed=(COUNT,), conflicts=(("source", "il-trust"),))
    assert _value(seeded) is None
    assert seed(content, rest, author="seed", kinds=kinds, check=lambda _: []) == SeedReport()


def test_kinds_that_are_not_there_are_left_alone(seeded: Drafts, content: Database, documents: list[Document]) -> None:
    rest = [one for one in documents if one.kind != "translation"]
    assert seed(content, rest, author="seed") == SeedReport()
    assert seeded.find("translation", "es/home-entry:short") is not None


@pytest.mark.usefixtures("seeded")
def test_what_comes_back_into_the_files_is_added(content: Database, documents: list[Document]) -> None:
    kinds = {one.kind for one in documents}
    seed(content, _without(documents, COUNT), author="seed", kinds=kinds, check=lambda _: [])
    assert seed(content, documents, author="seed").added == (COUNT,)


def test_what_an_operator_removed_stays_away(
    seeded: Drafts, content: Database, changed: Changed, documents: list[Document]
) -> None:
    seeded.remove(*COUNT, author="ana")
    assert seed(content, documents, author="seed").kept == (COUNT,)
    assert seed(content, changed(*COUNT, value="9"), author="seed").conflicts == (COUNT,)
    assert _value(seeded) is None


def test_an_operators_own_item_is_not_overwritten(content: Database, drafts: Drafts, documents: list[Document]) -> None:
    _edit(drafts, "mine")
    assert seed(content, documents, author="seed").conflicts == (COUNT,)
    assert _value(drafts) == "mine"


def test_broken_files_change_nothing(seeded: Drafts, content: Database, changed: Changed) -> None:
    before = seeded.all()
    with pytest.raises(ContentErrors):
        seed(content, changed("entry", "home-entry", sources=["nowhere"]), author="seed")
    assert seeded.all() == before
