"""The localised strings of content: which there are, under which msgctxt, and what each says in English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.core.content import Document
from app.core.entry import FIELDS
from app.store.content_set import ContentSet
from app.store.models import EntryBody, PolicyBody, ResourceBody, TopicBody, VariantBody

VARIANT_FIELDS = (*FIELDS, "local")
"""The localised fields that a place variant may name."""


def english_strings(documents: Iterable[Document]) -> dict[str, str]:
    """Return every localised string by its msgctxt, in the order of the documents."""
    return strings_of(ContentSet(documents))


def strings_of(content: ContentSet) -> dict[str, str]:
    """Return every localised string of parsed documents by its msgctxt."""
    found = {f"topic:{key}:title": body.title for key, body in content.of("topic", TopicBody).items()}
    for key, entry in content.of("entry", EntryBody).items():
        found |= entry_strings(key, entry)
    found |= {f"resource:{key}:does": body.does for key, body in content.of("resource", ResourceBody).items()}
    policies = content.of("policy", PolicyBody)
    return found | {f"policy:{key}:notice": body.notice for key, body in policies.items() if body.notice}


def entry_strings(key: str, entry: EntryBody) -> dict[str, str]:
    """Return the localised strings of one entry: the general ones, then those that its variants name."""
    found = {f"{key}:{field}": str(getattr(entry, field)) for field in FIELDS}
    for place, variant in entry.places.items():
        found |= {f"{key}@{place}:{field}": text for field, text in _named(variant).items()}
    return found


def contexts_of(key: str, entry: EntryBody, place: str = "") -> tuple[str, ...]:
    """Return the msgctxt of each of FIELDS in the variant of `place`, or in the general answer; then of its `local`."""
    named = _named(entry.places[place]) if place else {}
    contexts = [f"{key}@{place}:{field}" if field in named else f"{key}:{field}" for field in FIELDS]
    return (*contexts, f"{key}@{place}:local") if "local" in named else tuple(contexts)


def _named(variant: VariantBody) -> Mapping[str, str]:
    return {field: text for field in VARIANT_FIELDS if (text := getattr(variant, field)) is not None}
