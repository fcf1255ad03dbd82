"""The body of each kind of document: one strict model a kind, for files, edits and publications alike.

A body's normal form leaves out what equals the default, so that the same content always has the same hash. A default
must therefore never change: it is part of what stored bodies mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.core.entry import Entry, Fact, Place, Policy, PolicyState, Resource, Source
from app.core.intent import Intent, PlaceUse, Risk, Topic
from app.store.fields import (
    ID,
    LOCALE,
    SLUG,
    Address,
    Full,
    Id,
    Label,
    Local,
    LocaleId,
    MaybeText,
    Phone,
    Short,
    Slug,
    Text,
    Title,
)  # fmt: skip


class Body(BaseModel):
    """What all bodies have in common: nothing unknown, nothing converted, nothing changed afterwards."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


class TopicBody(Body):
    """A topic. `position`: where it stands in menus, smallest first."""

    title: Title
    position: int = 0

    def topic(self, key: str) -> Topic:
        """Return it as the other layers know it."""
        return Topic(key, self.title, self.position)


class IntentBody(Body):
    """An intent. `position`: where it stands in its file; `answer`: "" for the entry of the same id."""

    topic: Slug
    scope: Text
    risk: Risk = "normal"
    urgent: bool = False
    place: PlaceUse = "none"
    follow_ups: tuple[Slug, ...] = ()
    answer: Slug | Literal[""] = ""
    action: Slug | Literal[""] = ""
    covered: bool = True
    position: int = 0

    def intent(self, key: str) -> Intent:
        """Return it as the other layers know it; `answer` is then the entry's id, "" beside an action."""
        answer = self.answer or ("" if self.action else key)
        return Intent(
            key, self.topic, self.scope, self.risk, self.urgent, self.place,
            self.follow_ups, answer, self.action, self.covered,
        )  # fmt: skip


class TextsBody(Body):
    """How people ask: utterances of one intent and locale, or out-of-scope messages of one kind and locale."""

    texts: tuple[Text, ...]


class RulesBody(Body):
    """Patterns of one locale that tell an urgent intent, by intent."""

    rules: Mapping[Slug, tuple[Text, ...]]


class VariantBody(Body):
    """What an entry says otherwise in one place; fields that it does not name are those of the entry.

    `local`: what is particular there, put in front of the entry's `full`; a variant has one of the two at most.
    """

    label: Label | None = None
    title: Title | None = None
    short: Short | None = None
    full: Full | None = None
    local: Local | None = None
    sources: tuple[Id, ...] | None = None
    depends_on: tuple[Id, ...] | None = None
    reviewed_on: date | None = None
    review_by: date | None = None

    @model_validator(mode="after")
    def _one_text(self) -> Self:
        if self.full is not None and self.local is not None:
            raise ValueError("has both full and local: keep one of the two")
        return self


class EntryBody(Body):
    """An answer. `reviewed_by`: the person who checked the English, "" while nobody has."""

    topic: Slug
    label: Label
    title: Title
    short: Short
    full: Full
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]
    depends_on: tuple[Id, ...] = ()
    reviewed_on: date
    review_by: date
    reviewed_by: MaybeText = ""
    places: Mapping[Slug, VariantBody] = {}

    def entry(self, key: str, place: str = "") -> Entry:
        """Return the general answer, or the variant of `place` filled up from it."""
        variant = self.places[place] if place else VariantBody()
        whole = self.model_dump(exclude={"places", "reviewed_by"})
        whole |= variant.model_dump(exclude_none=True, exclude={"local"})
        if variant.local:
            whole["full"] = with_local(variant.local, self.full)
        return Entry(id=key, place=place, **whole)


def with_local(local: str, full: str) -> str:
    """Return the whole answer of a variant that only adds a local paragraph."""
    return f"{local}\n\n{full}"


class PlaceBody(Body):
    """A place. `aliases`: other spellings by locale, "any" for all."""

    name: Text
    kind: Literal["state", "district", "territory", "county", "city"]
    within: Slug | Literal[""] = ""
    aliases: Mapping[LocaleId, tuple[Text, ...]] = {}

    def place(self, key: str) -> Place:
        """Return it as the other layers know it."""
        pairs = ((locale, name) for locale in sorted(self.aliases) for name in self.aliases[locale])
        return Place(key, self.name, self.kind, self.within, tuple(pairs))


class ResourceBody(Body):
    """A hotline, office or page; `place` is "us" for the whole country."""

    name: Text
    kind: Slug
    does: Text
    phone: Phone = ""
    sms: Phone = ""
    url: Address = ""
    languages: tuple[LocaleId, ...] = ()
    hours: MaybeText = ""
    place: Slug = "us"
    sources: tuple[Id, ...] = ()
    confidence: Literal["verified", "single-source"] = "verified"

    def resource(self, key: str) -> Resource:
        """Return it as the other layers know it."""
        return Resource(key, **self.model_dump())


class FactBody(Body):
    """A figure that changes."""

    value: Text
    as_of: date
    sources: tuple[Id, ...] = ()

    def fact(self, key: str) -> Fact:
        """Return it as the other layers know it."""
        return Fact(key, self.value, self.as_of, self.sources)


class PolicyBody(Body):
    """A law, rule, memo or order. `notice` is shown on every answer that depends on it, from `notice_on` on."""

    title: Text
    state: PolicyState
    as_of: date
    sources: tuple[Id, ...] = ()
    notice: MaybeText = ""
    notice_on: date | None = None

    def policy(self, key: str) -> Policy:
        """Return it as the other layers know it."""
        return Policy(key, **self.model_dump())


class SourceBody(Body):
    """Where a statement comes from; `url` is "" for lists without one address.

    `date` is text: many sources only tell a year or "current code".
    """

    title: Text
    publisher: Text
    url: Address = ""
    kind: Literal["statute", "regulation", "case", "agency", "ngo", "news", "seed"]
    date: MaybeText = ""

    def source(self, key: str) -> Source:
        """Return it as the other layers know it."""
        return Source(key, **self.model_dump())


class TranslationBody(Body):
    """One localised string. `source`: the English that it translates; another English now makes it stale."""

    text: Text
    source: Text
    status: Literal["draft", "reviewed", "approved"] = "draft"


KINDS: Mapping[str, tuple[type[Body], str]] = {
    "topic": (TopicBody, SLUG),
    "intent": (IntentBody, SLUG),
    "utterances": (TextsBody, f"{LOCALE}/{SLUG}"),
    "out_of_scope": (TextsBody, f"{LOCALE}/(?:near|other)"),
    "urgent_rules": (RulesBody, LOCALE),
    "entry": (EntryBody, SLUG),
    "place": (PlaceBody, SLUG),
    "resource": (ResourceBody, ID),
    "fact": (FactBody, ID),
    "policy": (PolicyBody, ID),
    "source": (SourceBody, ID),
    "translation": (TranslationBody, rf"{LOCALE}/[a-z0-9][a-z0-9._@:-]*"),
}
"""Kind of document to the model of its body and the pattern of its key."""
