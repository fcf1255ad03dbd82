from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.core.content import Document
from app.store.snapshot import build_snapshot
from app.web.entries import EntriesOut, EntryOut, LanguagesOut
from tests.web.fakes import DOCUMENTS, LOCALES, NOW, FakeSnapshots


def test_all_published_answers_are_listed_in_the_order_of_the_topics(client: FlaskClient) -> None:
    listed = EntriesOut.model_validate_json(client.get("/api/v1/entries").get_data())
    assert [entry.id for entry in listed.entries] == ["at-door", "signing"]


@pytest.mark.parametrize(("topic", "ids"), [("papers", ["signing"]), ("urgent", ["at-door"]), ("nope", [])])
def test_one_topic_can_be_asked_for(client: FlaskClient, topic: str, ids: list[str]) -> None:
    listed = client.get(f"/api/v1/entries?topic={topic}").get_json()
    assert [entry["id"] for entry in listed["entries"]] == ids


def test_an_entry_is_whole_and_filled_and_sourced(client: FlaskClient) -> None:
    entry = EntryOut.model_validate_json(client.get("/api/v1/entries/at-door").get_data())
    assert entry.short == "Keep the door closed. Call 1-844-363-1423."
    assert 'href="tel:+18443631423"' in entry.html
    assert (entry.lang, entry.dir, entry.fallback) == ("en", "ltr", False)
    assert [source.url for source in entry.sources] == ["https://www.aclu.org/k"]


@pytest.mark.parametrize(
    ("locale", "fallback"),
    [("es", True), ("es-MX", True), ("mam", True), ("en-GB", False), ("", False), ("x-nope", False), ("*", False)],
)
def test_what_is_not_translated_says_so(client: FlaskClient, locale: str, fallback: bool) -> None:  # noqa: FBT001
    entry = client.get(f"/api/v1/entries/at-door?locale={locale}").get_json()
    assert (entry["lang"], entry["fallback"]) == ("en", fallback)


@pytest.mark.parametrize("entry_id", ["nope", "greeting", "at-door%00", "AT-DOOR", "x" * 500])
def test_an_unknown_entry_is_404(client: FlaskClient, entry_id: str) -> None:
    assert client.get(f"/api/v1/entries/{entry_id}").status_code == 404


@pytest.mark.parametrize("path", ["/api/v1/entries", "/api/v1/entries/at-door?locale=es", "/api/v1/languages"])
def test_who_has_it_already_is_told_so(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(path, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.get_data(), again.headers["ETag"]) == (304, b"", tag)
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_tag_differs_by_what_was_asked(client: FlaskClient) -> None:
    paths = ["", "?locale=es", "?topic=urgent", "?place=es", "/at-door", "/signing"]
    assert len({client.get(f"/api/v1/entries{path}").headers["ETag"] for path in paths}) == len(paths)


def test_the_tag_changes_with_the_publication_and_with_the_day(client_with: Callable[..., FlaskClient]) -> None:
    more = (*DOCUMENTS, Document("topic", "third", {"title": "Third", "position": 3}))
    changed = FakeSnapshots(build_snapshot(more, languages=LOCALES))
    clients = (client_with(), client_with(snapshots=changed), client_with(clock=lambda: NOW + 86_400))
    assert len({client.get("/api/v1/entries").headers["ETag"] for client in clients}) == 3


def test_nothing_published_is_503(client_with: Callable[..., FlaskClient]) -> None:
    response = client_with(snapshots=FakeSnapshots(None)).get("/api/v1/entries")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "1"


def test_languages_are_listed_with_what_they_are_for(client: FlaskClient) -> None:
    listed = LanguagesOut.model_validate_json(client.get("/api/v1/languages").get_data()).languages
    assert [(one.tag, one.dir, one.tier) for one in listed] == [
        ("en", "ltr", "live"),
        ("es", "ltr", "live"),
        ("ar-XB", "rtl", "live"),
        ("mam", "ltr", "refer"),
    ]
