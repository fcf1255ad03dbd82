"""Rules between documents: what they name must exist, and no two may contradict each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.core.content import Document
from app.core.errors import ContentError
from app.store import models
from app.store.content_set import ContentSet, fault
from app.store.placeholders import Placeholder, find_placeholders, find_stray_braces
from app.store.strings import entry_strings, strings_of
from app.store.utterances import find_clashes, plain

_BARE = re.compile(r"(?<![\w{:-])(?:\+?1[-. ]?)?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b|https?://|www\.")
_NATION = "us"

Wrong = tuple[str, str, str, str]
"""(kind, key, rule, mend)."""


@dataclass(frozen=True)
class _Known:
    """The parsed documents, by kind."""

    topics: Mapping[str, models.TopicBody]
    intents: Mapping[str, models.IntentBody]
    entries: Mapping[str, models.EntryBody]
    places: Mapping[str, models.PlaceBody]
    resources: Mapping[str, models.ResourceBody]
    facts: Mapping[str, models.FactBody]
    policies: Mapping[str, models.PolicyBody]
    sources: Mapping[str, models.SourceBody]
    translations: Mapping[str, models.TranslationBody]
    strings: Mapping[str, str]


def check_documents(
    documents: Iterable[Document],
    *,
    locales: Collection[str] | None = None,
    actions: Collection[str] | None = None,
    fold: Callable[[str], str] = plain,
) -> list[ContentError]:
    """Return every fault of a set of documents, its bodies' own among them; an empty list if there is none.

    `locales`: ids that may be used, None for any; `actions`: names that an intent's `action` may have, None for any;
    `fold`: makes utterances alike that mean the same to the matcher. Translations of what no longer exists are fine:
    their English may come back.
    """
    content = ContentSet(documents)
    known = _known(content)
    wrong = [*_references(known), *_intents(known, actions), *_style(known), *_locales(content, locales)]
    for kind in ("utterances", "out_of_scope"):
        wrong += _asked_about(kind, content.of(kind, models.TextsBody), known)
    wrong += find_clashes(
        content.of("utterances", models.TextsBody), content.of("out_of_scope", models.TextsBody), fold
    )
    wrong += _rules(content.of("urgent_rules", models.RulesBody), known)
    return content.faults + _faults(content, wrong)


def check_references(content: ContentSet) -> list[ContentError]:
    """Return the faults that would keep documents from being served: bodies that do not parse, ids of nothing.

    Rules of style are left out, so that a stricter version of this program still serves what an older one published.
    """
    return content.faults + _faults(content, _references(_known(content)))


def _known(content: ContentSet) -> _Known:
    return _Known(
        content.of("topic", models.TopicBody),
        content.of("intent", models.IntentBody),
        content.of("entry", models.EntryBody),
        content.of("place", models.PlaceBody),
        content.of("resource", models.ResourceBody),
        content.of("fact", models.FactBody),
        content.of("policy", models.PolicyBody),
        content.of("source", models.SourceBody),
        content.of("translation", models.TranslationBody),
        strings_of(content),
    )


def _faults(content: ContentSet, wrong: Iterable[Wrong]) -> list[ContentError]:
    # Each once: an entry and its variants often name the same thing.
    once = dict.fromkeys(wrong)
    return [fault(content.documents[kind, key], rule, mend=mend) for kind, key, rule, mend in once]


def _absent(kind: str, key: str, what: str, named: Iterable[str], among: Collection[str]) -> Iterator[Wrong]:
    for name in named:
        if name not in among:
            yield kind, key, f"names the {what} {name}, which does not exist", "mend the id or add what it names"


def _references(known: _Known) -> Iterator[Wrong]:
    for key, intent in known.intents.items():
        yield from _absent("intent", key, "topic", [intent.topic], known.topics)
        yield from _absent("intent", key, "intent", intent.follow_ups, known.intents)
        yield from _absent("intent", key, "entry", filter(None, [intent.answer]), known.entries)
    for key, entry in known.entries.items():
        yield from _entry(key, entry, known)
    for key, place in known.places.items():
        yield from _absent("place", key, "place", filter(None, [place.within]), known.places)
    for key, resource in known.resources.items():
        yield from _absent("resource", key, "place", [resource.place], {*known.places, _NATION})
        yield from _absent("resource", key, "source", resource.sources, known.sources)
    for kind, bodies in (("fact", known.facts), ("policy", known.policies)):
        for key, body in bodies.items():
            yield from _absent(kind, key, "source", body.sources, known.sources)
    yield from _circles(known.places)
    yield from _strings(known)


def _entry(key: str, entry: models.EntryBody, known: _Known) -> Iterator[Wrong]:
    yield from _absent("entry", key, "topic", [entry.topic], known.topics)
    yield from _absent("entry", key, "place", entry.places, known.places)
    bodies: list[models.EntryBody | models.VariantBody] = [entry, *entry.places.values()]
    for body in bodies:
        yield from _absent("entry", key, "source", body.sources or (), known.sources)
        yield from _absent("entry", key, "policy", body.depends_on or (), known.policies)


def _circles(places: Mapping[str, models.PlaceBody]) -> Iterator[Wrong]:
    for key in places:
        seen, place = {key}, places[key].within
        while place and place not in seen:
            seen.add(place)
            place = places[place].within if place in places else ""
        if place == key:
            yield "place", key, "lies within itself", "mend `within`"


def _strings(known: _Known) -> Iterator[Wrong]:
    for context, text in known.strings.items():
        kind, key = _owner(context)
        for rule in _unfilled(text, known, dated=kind == "entry"):
            yield kind, key, f"{context} {rule}", "see the list of placeholders"
    for key, translation in known.translations.items():
        context = key.partition("/")[2]
        if context in known.strings:
            for rule in _unfilled(translation.text, known, dated=_owner(context)[0] == "entry"):
                yield "translation", key, rule, "write the placeholders exactly as the English does"


def _owner(context: str) -> tuple[str, str]:
    kind, _, rest = context.partition(":")
    if kind in {"topic", "resource", "policy"} and ":" in rest:
        return kind, rest.partition(":")[0]
    return "entry", kind.partition("@")[0]


def _unfilled(text: str, known: _Known, *, dated: bool) -> Iterator[str]:
    for brace in find_stray_braces(text):
        yield f"holds {brace}, which is no placeholder"
    for one in find_placeholders(text):
        if not _can_fill(one, known, dated=dated):
            yield f"names {{{one.kind}:{one.key}}}, for which there is no value"


def _can_fill(one: Placeholder, known: _Known, *, dated: bool) -> bool:
    resource = known.resources.get(one.key)
    if one.kind == "phone":
        return resource is not None and bool(resource.phone or resource.sms)
    if one.kind == "url":
        return resource is not None and bool(resource.url)
    if one.kind == "fact":
        return one.key in known.facts
    return dated and one.key == "reviewed_on"


def _intents(known: _Known, actions: Collection[str] | None) -> Iterator[Wrong]:
    for key, intent in known.intents.items():
        if intent.action and intent.answer:
            yield "intent", key, "has both an action and an answer", "keep one of the two"
        if intent.action and actions is not None and intent.action not in actions:
            yield "intent", key, f"names the action {intent.action}, which does not exist", "mend its name"
        if key in intent.follow_ups:
            yield "intent", key, "follows up on itself", "take it out of follow_ups"


def _style(known: _Known) -> Iterator[Wrong]:
    for key, entry in known.entries.items():
        if entry.review_by < entry.reviewed_on:
            yield "entry", key, "review_by lies before reviewed_on", "mend one of the dates"
        for context, text in entry_strings(key, entry).items():
            if _BARE.search(text):
                mend = "add it to the resources and use {phone:…} or {url:…}"
                yield "entry", key, f"{context} holds a bare phone number or address", mend
    for key, translation in known.translations.items():
        if Counter(find_placeholders(translation.text)) != Counter(find_placeholders(translation.source)):
            yield "translation", key, "has other placeholders than its English", "write the same ones, each as often"


def _locales(content: ContentSet, locales: Collection[str] | None) -> Iterator[Wrong]:
    if locales is None:
        return
    for kind, key in content.documents:
        if kind in {"utterances", "out_of_scope", "urgent_rules", "translation"}:
            yield from _absent(kind, key, "locale", [key.partition("/")[0]], locales)
    for key, place in content.of("place", models.PlaceBody).items():
        yield from _absent("place", key, "locale", place.aliases, {*locales, "any"})


def _asked_about(kind: str, texts: Mapping[str, models.TextsBody], known: _Known) -> Iterator[Wrong]:
    for key, body in texts.items():
        if kind == "utterances":
            yield from _absent(kind, key, "intent", [key.partition("/")[2]], known.intents)
        if not body.texts:
            yield kind, key, "is empty", "write some or take it out"


def _rules(rules: Mapping[str, models.RulesBody], known: _Known) -> Iterator[Wrong]:
    for locale, body in rules.items():
        yield from _absent("urgent_rules", locale, "intent", body.rules, known.intents)
