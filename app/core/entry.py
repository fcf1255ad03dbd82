"""The curated content: entries, what they point at, and one entry worded for one reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

FIELDS = ("label", "title", "short", "full")
"""The localised fields of an entry, in the order in which editors and translators see them."""

Status = Literal["source", "missing", "draft", "reviewed", "approved", "stale"]
"""Of one translation. "source" is the English itself; "stale": the English meaning changed after it."""

PolicyState = Literal["in-force", "disputed", "blocked", "ended"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from. `kind`: statute, regulation, case, agency, ngo, news, seed."""

    id: str
    title: str
    publisher: str
    url: str
    kind: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """A hotline, office or official page. Numbers are not localised; `does` is."""

    id: str
    name: str
    kind: str
    does: str
    phone: str = ""
    sms: str = ""
    url: str = ""
    languages: tuple[str, ...] = ()
    hours: str = ""
    place: str = "us"
    sources: tuple[str, ...] = ()
    confidence: Literal["verified", "single-source"] = "verified"


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that changes; answers name it by placeholder, so that one edit changes them all."""

    id: str
    value: str
    as_of: date
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """A law, rule, memo or order that answers hang on. `notice`: what readers see after it changed, "" if nothing."""

    id: str
    title: str
    state: PolicyState
    as_of: date
    sources: tuple[str, ...] = ()
    notice: str = ""
    notice_on: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A state, district, county or city. `within`: id of the place that holds it, "" for none.

    `aliases`: (locale or "any", spelling) pairs beside the name.
    """

    id: str
    name: str
    kind: Literal["state", "district", "territory", "county", "city"]
    within: str = ""
    aliases: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One curated answer in English. `place`: "" for the general answer, else the place of this variant.

    A variant is a whole entry here: fields that it does not name are those of the general one.
    """

    id: str
    topic: str
    label: str
    title: str
    short: str
    full: str
    sources: tuple[str, ...]
    reviewed_on: date
    review_by: date
    depends_on: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class LocalizedEntry:
    """One entry worded for one reader, all of it in one language, placeholders filled.

    `locale`: what it really is written in; `fallback`: that is not the locale asked for;
    `status`: the weakest status among its fields; `place`: "" or the place whose variant this is;
    `notices`: dated notices of changed policies, in the reader's locale.
    """

    id: str
    topic: str
    label: str
    title: str
    short: str
    full: str
    locale: str
    status: Status
    fallback: bool
    place: str
    reviewed_on: date
    review_by: date
    sources: tuple[Source, ...] = ()
    notices: tuple[str, ...] = field(default=())
