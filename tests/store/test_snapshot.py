from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from app.core.content import Document
from app.core.entry import FIELDS, LocalizedEntry
from app.core.errors import SnapshotRefusedError
from app.core.intent import Topic
from app.core.locale import Locale
from app.store import publishing
from app.store.content_set import normal_form
from app.store.database import Database, transaction
from app.store.drafts import Drafts
from app.store.seeding import seed
from app.store.snapshot import Snapshot, build_snapshot

Changed = Callable[..., list[Document]]
TODAY = date(2026, 11, 22)


@pytest.fixture
def snapshot(documents: list[Document], languages: tuple[Locale, ...]) -> Snapshot:
    return build_snapshot(documents, languages=languages)


def _entry(
    snapshot: Snapshot, locale: str, place: str = "", today: date = TODAY, key: str = "home-entry"
) -> LocalizedEntry:
    found = snapshot.entry(key, place=place, locale=locale, today=today)
    assert found is not None
    return found


def test_an_entry_is_served_in_the_readers_language(snapshot: Snapshot) -> None:
    entry = _entry(snapshot, "es")
    assert (entry.locale, entry.fallback, entry.status, entry.place) == ("es", False, "draft", "")
    assert entry.label == "En mi casa"
    assert entry.short == "No abra. Llame al 1-844-363-1423."
    assert entry.full == "No abra: 1-844-363-1423, [lista](https://example.org/list), 2026-11-22, more than 2,000."
    assert [source.title for source in entry.sources] == ["8 CFR 287.8"]
    assert (entry.reviewed_on, entry.review_by) == (date(2026, 11, 22), date(2027, 2, 20))


def test_an_unknown_entry_is_none(snapshot: Snapshot) -> None:
    assert snapshot.entry("forced-entry", place="", locale="en", today=TODAY) is None


@pytest.mark.parametrize(
    ("place", "variant", "short"),
    [
        pytest.param("", "", "Keep the door closed. Call 1-844-363-1423.", id="no place"),
        pytest.param("chicago", "chicago", "In Chicago.", id="its own variant"),
        pytest.param("evanston", "illinois", "In Illinois. Call 877877.", id="that of the state around"),
        pytest.param("cook", "illinois", "In Illinois. Call 877877.", id="a county"),
        pytest.param("atlantis", "", "Keep the door closed. Call 1-844-363-1423.", id="unknown place"),
    ],
)
def test_the_nearest_place_decides(snapshot: Snapshot, place: str, variant: str, short: str) -> None:
    entry = _entry(snapshot, "en", place)
    assert (entry.place, entry.short) == (variant, short)


def test_a_local_paragraph_is_put_in_front(snapshot: Snapshot) -> None:
    general, local = _entry(snapshot, "en"), _entry(snapshot, "en", "illinois")
    assert local.full == f"**In Illinois:** more.\n\n{general.full}"
    assert [source.id for source in local.sources] == ["il-trust"]


def test_an_answer_is_never_half_in_another_language(snapshot: Snapshot) -> None:
    local = _entry(snapshot, "es", "chicago")
    assert (local.locale, local.fallback, local.status) == ("en", True, "draft")
    assert local.title == "Can agents come into my home?"


def test_a_translated_variant_takes_the_rest_from_the_general_translation(
    changed: Changed, languages: tuple[Locale, ...]
) -> None:
    first = changed("translation", "es/home-entry@illinois:short", text="En Illinois: {phone:texting}.",
                    source="In Illinois. Call {phone:texting}.")  # fmt: skip
    body = {"text": "**En Illinois:** más.", "source": "**In Illinois:** more."}
    documents = [*first, Document("translation", "es/home-entry@illinois:local", body)]
    entry = _entry(build_snapshot(documents, languages=languages), "es", "illinois")
    assert (entry.locale, entry.short, entry.title) == ("es", "En Illinois: 877877.", "¿Pueden entrar a mi casa?")
    assert entry.full.startswith("**En Illinois:** más.\n\nNo abra: ")


@pytest.mark.parametrize(
    ("locale", "served", "fallback"),
    [
        pytest.param("es_MX", "es", True, id="a parent"),
        pytest.param("ar", "en", True, id="not translated"),
        pytest.param("xx", "en", True, id="unknown"),
        pytest.param("en", "en", False, id="English"),
    ],
)
def test_a_reader_without_a_translation_gets_another_language_whole(
    snapshot: Snapshot,
    locale: str,
    served: str,
    fallback: bool,  # noqa: FBT001
) -> None:
    entry = _entry(snapshot, locale)
    assert (entry.locale, entry.fallback) == (served, fallback)


def test_checked_english_says_so(snapshot: Snapshot) -> None:
    assert _entry(snapshot, "en", key="warrant-types").status == "source"
    assert _entry(snapshot, "en").status == "draft"


def test_an_outdated_critical_translation_is_never_served(changed: Changed, languages: tuple[Locale, ...]) -> None:
    documents = changed("entry", "home-entry", short="Other words. {phone:hotline}")
    snapshot = build_snapshot(documents, languages=languages)
    entry = _entry(snapshot, "es")
    assert (entry.locale, entry.fallback, entry.status) == ("en", True, "stale")
    assert entry.short == "Other words. 1-844-363-1423"


def test_an_outdated_normal_translation_says_so(
    changed: Changed, documents: list[Document], languages: tuple[Locale, ...]
) -> None:
    entry = next(one.body for one in documents if one.key == "warrant-types" and one.kind == "entry")
    own = [
        normal_form(
            Document("translation", f"es/warrant-types:{field}", {"text": f"es {field}", "source": entry[field]})
        )
        for field in FIELDS
    ]
    snapshot = build_snapshot([*changed("entry", "warrant-types", short="New."), *own], languages=languages)
    found = _entry(snapshot, "es", key="warrant-types")
    assert (found.locale, found.fallback, found.status, found.short) == ("es", False, "stale", "es short")


def test_numbers_and_addresses_are_isolated_from_right_to_left_text(
    documents: list[Document], languages: tuple[Locale, ...]
) -> None:
    entry = next(one.body for one in documents if one.key == "home-entry" and one.kind == "entry")
    words = {"label": "ب", "title": "ع", "short": "ا {phone:hotline}", "full": "{phone:hotline} [ق]({url:hotline}) "
             "{date:reviewed_on} {fact:count}"}  # fmt: skip
    own = [
        Document("translation", f"ar/home-entry:{field}", {"text": words[field], "source": entry[field]})
        for field in FIELDS
    ]
    found = _entry(build_snapshot([*documents, *own], languages=languages), "ar")
    assert found.short == "ا \u20661-844-363-1423\u2069"
    assert found.full == "\u20661-844-363-1423\u2069 [ق](https://example.org/list) 2026-11-22 more than 2,000"


def test_dates_are_written_as_the_caller_wants(documents: list[Document], languages: tuple[Locale, ...]) -> None:
    snapshot = build_snapshot(documents, languages=languages, format_date=lambda day, locale: f"{locale} {day.day}")
    assert "[lista](https://example.org/list), es 22," in _entry(snapshot, "es").full
    assert "As of en 22:" in _entry(snapshot, "ar").full


@pytest.mark.parametrize(
    ("locale", "today", "notices"),
    [
        pytest.param("en", date(2026, 10, 31), (), id="before its day"),
        pytest.param("en", date(2026, 11, 1), ("This changed.",), id="on its day"),
        pytest.param("es", date(2027, 1, 1), ("Esto cambió.",), id="translated"),
        pytest.param("ar", date(2027, 1, 1), ("This changed.",), id="not translated"),
    ],
)
def test_notices_of_changed_policies_are_shown(
    snapshot: Snapshot, locale: str, today: date, notices: tuple[str, ...]
) -> None:
    _entry(snapshot, locale, today=date(2025, 1, 1))
    assert _entry(snapshot, locale, today=today).notices == notices


def test_intents_and_topics_stand_in_their_order(snapshot: Snapshot) -> None:
    assert snapshot.topics == (Topic("warrants", "Warrants", 1), Topic("service", "This service", 2))
    assert snapshot.intents_of("warrants") == ("home-entry", "warrant-types", "forced-entry")
    assert snapshot.intents_of("service") == ("greeting",)
    assert snapshot.intents_of("nothing") == ()
    assert list(snapshot.intents) == ["home-entry", "warrant-types", "forced-entry", "greeting"]


@pytest.mark.parametrize(
    ("intent", "expected"), [("home-entry", True), ("forced-entry", False), ("greeting", False), ("nothing", False)]
)
def test_it_is_known_which_intents_have_an_answer(snapshot: Snapshot, intent: str, expected: bool) -> None:  # noqa: FBT001
    assert snapshot.has_entry(intent) is expected


def test_single_strings_are_localised(snapshot: Snapshot) -> None:
    assert snapshot.title("home-entry", "es") == "¿Pueden entrar a mi casa?"
    assert snapshot.label("home-entry", "ar") == "At my home"
    assert snapshot.topic_title("warrants", "es_MX") == "Órdenes"
    assert snapshot.text("resource:hotline:does", "es") == ("Ayuda.", "es", "draft")
    assert snapshot.text("resource:texting:does", "es") == ("Helps by text.", "en", "source")
    assert snapshot.text("home-entry:short", "en") == ("Keep the door closed. Call 1-844-363-1423.", "en", "draft")
    assert snapshot.place_name("chicago") == "Chicago"


@pytest.mark.parametrize("intent", ["forced-entry", "greeting", "nothing"])
def test_an_intent_without_an_answer_has_no_title(snapshot: Snapshot, intent: str) -> None:
    with pytest.raises(KeyError):
        snapshot.title(intent, "en")
    with pytest.raises(KeyError):
        snapshot.label(intent, "en")


def test_resources_are_found(snapshot: Snapshot) -> None:
    hotline = snapshot.resource("hotline")
    assert hotline is not None
    assert hotline.phone == "1-844-363-1423"
    assert snapshot.resource("nothing") is None


def test_asking_again_gives_the_same_object(snapshot: Snapshot) -> None:
    assert _entry(snapshot, "es", "evanston") is _entry(snapshot, "es", "cook")
    tomorrow = date(2026, 11, 23)
    assert _entry(snapshot, "es", today=tomorrow) == _entry(snapshot, "es")


def test_unknown_locales_do_not_fill_the_memory(snapshot: Snapshot) -> None:
    before = len(snapshot._worded)  # noqa: SLF001 - nothing else can show it
    for number in range(50):
        assert _entry(snapshot, f"x{number}").fallback
    assert len(snapshot._worded) == before  # noqa: SLF001


def test_a_publication_is_read_from_the_database(
    content: Database, documents: list[Document], languages: tuple[Locale, ...]
) -> None:
    with pytest.raises(SnapshotRefusedError, match="nothing is published"):
        build_snapshot(content, languages=languages)
    seed(content, documents, author="seed")
    made = publishing.publish(content, author="ana", note="")
    snapshot = build_snapshot(content, languages=languages)
    assert (snapshot.publication, snapshot.content_hash) == (made.id, made.content_hash)
    assert abs(snapshot.published_at - datetime.now(UTC)).total_seconds() < 600
    assert _entry(snapshot, "es").label == "En mi casa"
    loose = build_snapshot(documents, languages=languages)
    assert (loose.publication, loose.content_hash) == (0, made.content_hash)


def test_an_older_publication_can_be_read(
    content: Database, drafts: Drafts, documents: list[Document], languages: tuple[Locale, ...]
) -> None:
    seed(content, documents, author="seed")
    publishing.publish(content, author="ana", note="")
    drafts.save(Document("fact", "count", {"value": "9", "as_of": "2026-07-24"}), author="ana")
    publishing.publish(content, author="ana", note="")
    older = build_snapshot(content, languages=languages, publication=1)
    assert "more than 2,000" in _entry(older, "en").full
    newer = build_snapshot(content, languages=languages, earlier=older)
    assert ": 9." in _entry(newer, "en").full


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param("UPDATE bodies SET body = '{}' WHERE body LIKE '%2,000%'", id="a body"),
        pytest.param("DELETE FROM publication_items WHERE kind = 'utterances'", id="an item"),
    ],
)
def test_a_damaged_publication_is_refused(
    content: Database, documents: list[Document], languages: tuple[Locale, ...], damage: str
) -> None:
    seed(content, documents, author="seed")
    publishing.publish(content, author="ana", note="")
    with transaction(content):
        content.execute("DROP TRIGGER bodies_no_update")
        content.execute("DROP TRIGGER publication_items_no_delete")
        content.execute(damage)
    with pytest.raises(SnapshotRefusedError):
        build_snapshot(content, languages=languages)


def test_documents_that_name_nothing_are_refused(changed: Changed, languages: tuple[Locale, ...]) -> None:
    with pytest.raises(SnapshotRefusedError, match="names the source x"):
        build_snapshot(changed("entry", "home-entry", sources=["x"]), languages=languages)
