from __future__ import annotations

from app.core.content import Document
from app.core.entry import FIELDS
from app.store.content_set import ContentSet
from app.store.models import EntryBody
from app.store.strings import contexts_of, english_strings


def test_every_localised_string_has_its_context(documents: list[Document]) -> None:
    assert set(english_strings(documents)) == {
        "topic:warrants:title",
        "topic:service:title",
        *(f"{entry}:{field}" for entry in ("home-entry", "warrant-types") for field in FIELDS),
        "home-entry@illinois:short",
        "home-entry@illinois:local",
        "home-entry@chicago:short",
        "home-entry@chicago:full",
        "resource:hotline:does",
        "resource:texting:does",
        "policy:memo:notice",
    }


def test_a_variant_takes_what_it_does_not_name_from_the_entry(documents: list[Document]) -> None:
    entry = ContentSet(documents).of("entry", EntryBody)["home-entry"]
    general = ("home-entry:label", "home-entry:title")
    assert contexts_of("home-entry", entry) == (*general, "home-entry:short", "home-entry:full")
    assert contexts_of("home-entry", entry, "chicago") == (
        *general, "home-entry@chicago:short", "home-entry@chicago:full",
    )  # fmt: skip
    assert contexts_of("home-entry", entry, "illinois") == (
        *general, "home-entry@illinois:short", "home-entry:full", "home-entry@illinois:local",
    )  # fmt: skip
