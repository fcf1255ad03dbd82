"""The body of each kind of document: one strict model a kind, for files, edits and publications alike.

A body's normal form leaves out what equals the default, so that the same content always has the same hash. A default
must therefore never change: it is part of what stored bodies mean.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from app.core.entry import Entry, Fact, Place, Policy, PolicyState, Resource, Source
from app.core.intent import Intent, PlaceUse, Risk, Topic


def _clean(text: str) -> str:
    """Return the text in NFC without white space around it; typing and copying leave both behind unseen."""
    if any(unicodedata.category(character) == "Cc" and character != "\n" for character in text):
        raise ValueError("holds a control character or a tab")
    return unicodedata.normalize("NFC", text).strip()


def _filled(text: str) -> str:
    if not text:
        raise ValueError("is empty")
    return text


Optional = Annotated[str, AfterValidator(_clean)]
Text = Annotated[Optional, AfterValidator(_filled)]
_LOCALE = r"[a-z]{2,3}(?:_[A-Za-z0-9]{2,8})*"
_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_ID = r"[a-z0-9]+(?:[._-][a-z0-9]+)*"


def _shaped(pattern: str, rule: str) -> AfterValidator:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(rule)
        return text

    return AfterValidator(check)


Slug = Annotated[str, _shaped(_SLUG, "is no id: use small letters, digits and hyphens")]
"""Id of what choices can name: a topic, intent, entry or place."""
Id = Annotated[str, _shaped(_ID, "is no id: use small letters, digits, hyphens and dots")]
"""Id of the rest; sources are called after what they are ("8cfr287.8")."""
LocaleId = Annotated[str, _shaped(_LOCALE, 'is no locale id such as "es" or "zh_Hans"')]
Address = Annotated[str, _shaped(r"(https?://[^\s<>\"{}|\\^`]+)?", "is no http or https address")]
Phone = Annotated[str, _shaped(r"(\+?[0-9][0-9 ().-]{1,24})?", "is no telephone number in digits")]

Label = Annotated[Text, Field(max_length=20)]
Title = Annotated[Text, Field(max_length=60)]
Short = Annotated[Text, Field(max_length=220)]
Full = Annotated[Text, Field(max_length=6000)]


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
    """What an entry says otherwise in one place; fields that it does not name are those of the entry."""

    label: Label | None = None
    title: Title | None = None
    short: Short | None = None
    full: Full | None = None
    sources: tuple[Id, ...] | None = None
    depends_on: tuple[Id, ...] | None = None
    reviewed_on: date | None = None
    review_by: date | None = None


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
    reviewed_by: Optional = ""
    places: Mapping[Slug, VariantBody] = {}

    def entry(self, key: str, place: str = "") -> Entry:
        """Return the general answer, or the variant of `place` filled up from it."""
        variant = self.places[place] if place else VariantBody()
        named = variant.model_dump(exclude_none=True)
        whole = {**self.model_dump(exclude={"places", "reviewed_by"}), **named}
        return Entry(id=key, place=place, **whole)


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
    hours: Optional = ""
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
    notice: Optional = ""
    notice_on: date | None = None

    def policy(self, key: str) -> Policy:
        """Return it as the other layers know it."""
        return Policy(key, **self.model_dump())


class SourceBody(Body):
    """Where a statement comes from. `date` is text: many sources only tell a year or "current code"."""

    title: Text
    publisher: Text
    url: Address
    kind: Literal["statute", "regulation", "case", "agency", "ngo", "news", "seed"]
    date: Optional = ""

    def source(self, key: str) -> Source:
        """Return it as the other layers know it."""
        return Source(key, **self.model_dump())


class TranslationBody(Body):
    """One localised string. `source`: the English that it translates; another English now makes it stale."""

    text: Text
    source: Text
    status: Literal["draft", "reviewed", "approved"] = "draft"


KINDS: Mapping[str, tuple[type[Body], str]] = {
    "topic": (TopicBody, _SLUG),
    "intent": (IntentBody, _SLUG),
    "utterances": (TextsBody, f"{_LOCALE}/{_SLUG}"),
    "out_of_scope": (TextsBody, f"{_LOCALE}/(?:near|other)"),
    "urgent_rules": (RulesBody, _LOCALE),
    "entry": (EntryBody, _SLUG),
    "place": (PlaceBody, _SLUG),
    "resource": (ResourceBody, _ID),
    "fact": (FactBody, _ID),
    "policy": (PolicyBody, _ID),
    "source": (SourceBody, _ID),
    "translation": (TranslationBody, rf"{_LOCALE}/[a-z0-9][a-z0-9._@:-]*"),
}
"""Kind of document to the model of its body and the pattern of its key."""
