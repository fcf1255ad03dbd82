"""The table of languages (translations/languages.toml), and how one is found by tag, by name or by menu number."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import langcodes
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from app.core.errors import ContentError
from app.core.locale import SOURCE_LOCALE, Direction, Locale
from app.localization.cldr import cldr
from app.localization.naming import fold_name

_FARTHEST = 15
"""CLDR distance up to which one language serves readers of another: "pt" and "pt_BR", "yue" and "zh_Hant" are
nearer; Catalan and Spanish (20), Belarusian and Russian (24) are not, there a person must be asked."""

_LONGEST_TAG = 35
"""Characters that a language tag must be allowed (RFC 5646, section 4.4.1); longer ones are noise."""

_Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class _Row(BaseModel):
    """One table of languages.toml. A misspelt key is refused, never ignored."""

    model_config = ConfigDict(extra="forbid", strict=True)

    tag: _Text
    endonym: _Text
    english: _Text
    dir: Direction
    script: Annotated[str, StringConstraints(pattern="^[A-Z][a-z]{3}$")]
    sms: Literal["gsm7", "ucs2"]
    parents: list[str]
    menu_number: int
    tier: Literal["live", "refer"]
    words: list[_Text]
    names: list[_Text]

    def locale(self, locale_id: str) -> Locale:
        """Return the row as the rest of the product knows it."""
        row = self.model_dump()
        return Locale(id=locale_id, **row | {name: tuple(row[name]) for name in ("parents", "words", "names")})


class Languages:
    """All languages of the product. Immutable; safe to share between threads.

    `all`: in the order of the menu; `live`: those that are served, a part of `all`.
    """

    def __init__(self, locales: Iterable[Locale]) -> None:
        self.all: Final[tuple[Locale, ...]] = tuple(sorted(locales, key=lambda locale: locale.menu_number))
        self.live: Final[tuple[Locale, ...]] = tuple(locale for locale in self.all if locale.tier == "live")
        self._by_id: Final = {locale.id: locale for locale in self.all}
        self._by_tag: Final = {locale.tag: locale for locale in self.all}
        self._by_name: Final = _names(self.all, self.live)
        # A distance costs 0.12 ms, and browsers send the same few tags over and over.
        self._nearest: Final = lru_cache(maxsize=512)(self._measure)

    def get(self, locale_id: str) -> Locale:
        """Return the locale with this id. Raises `ContentError` if the table has none."""
        try:
            return self._by_id[locale_id]
        except KeyError:
            raise ContentError("languages.toml", "there is no language with such an id") from None

    def find(self, tag: str) -> Locale | None:
        """Return the locale nearest to a language tag or id, None if none is near or the tag is malformed.

        `tag`: anything that a browser, a platform or a person sent. "fil" finds Tagalog, "zh-HK" Traditional
        Chinese. Never raises.
        """
        known = self._by_id.get(tag) or self._by_tag.get(tag)
        if known is not None or not 0 < len(tag) <= _LONGEST_TAG:
            return known
        return self._nearest(tag)

    def _measure(self, tag: str) -> Locale | None:
        try:
            nearest, _ = langcodes.closest_match(tag, list(self._by_tag), max_distance=_FARTHEST)
        except ValueError:  # langcodes refuses "*", "" and tags with letters that none may have
            return None
        return self._by_tag.get(nearest)

    def live_for(self, locale: Locale) -> Locale | None:
        """Return the locale that serves readers of `locale`: itself if live, else its first live parent."""
        chain = (self._by_id.get(locale_id) for locale_id in (locale.id, *locale.parents))
        return next((known for known in chain if known is not None and known.tier == "live"), None)

    def by_name(self, text: str) -> Locale | None:
        """Return the language whose name the whole of `text` is ("ESPANOL", "spanish", "chino", "中文"), or None."""
        return self._by_name.get(fold_name(text))

    def by_number(self, number: int) -> Locale | None:
        """Return the language with this number in the language menu, or None."""
        return self.all[number - 1] if 1 <= number <= len(self.all) else None


def load_languages(path: Path) -> Languages:
    """Read and check languages.toml. Raises `ContentError` with its path, line and the rule that is broken."""
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except OSError as error:
        raise ContentError(str(path), "the table of languages cannot be read") from error
    except ValueError as error:
        raise ContentError(str(path), f"is no TOML file in UTF-8: {error}") from error
    lines = {match[1]: text.count("\n", 0, match.start()) + 1 for match in re.finditer(r"(?m)^\[(\w+)\]", text)}

    def refuse(locale_id: str, rule: str) -> ContentError:
        return ContentError(str(path), f"{locale_id}: {rule}", line=lines.get(locale_id, 0))

    locales = []
    for locale_id, row in table.items():
        try:
            locales.append(_Row.model_validate(row).locale(locale_id))
        except ValidationError as error:
            raise refuse(locale_id, _first_fault(error)) from error
    for locale_id, rule in _faults(locales):
        raise refuse(locale_id, rule)
    return Languages(locales)


def _first_fault(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"


def _faults(locales: list[Locale]) -> Iterable[tuple[str, str]]:
    """Yield (locale id, rule) for every rule that rows break together or that needs more than one field."""
    named: dict[str, str] = {}
    if not any(locale.id == SOURCE_LOCALE and locale.tier == "live" for locale in locales):
        yield SOURCE_LOCALE, "the source language must be in the table, and live"
    for number, locale in enumerate(locales, 1):
        if locale.menu_number != number:
            yield locale.id, f"menu_number must be {number}: numbers count up from 1 in the order of the tables"
        if locale.tag != locale.id.replace("_", "-"):
            yield locale.id, f"tag must be {locale.id.replace('_', '-')!r}: the id with hyphens"
        # Falling back only upwards in the table can never go round in a circle.
        if not set(locale.parents) <= {earlier.id for earlier in locales[: number - 1]}:
            yield locale.id, "every one of its parents must be a language further up in the table"
        for name in _own_names(locale):
            if not name or named.setdefault(name, locale.id) != locale.id:
                yield locale.id, f"the name {name!r} is empty or already belongs to {named.get(name)}"


def _own_names(locale: Locale) -> set[str]:
    return {fold_name(name) for name in (locale.endonym, locale.english, *locale.names)}


def _names(locales: tuple[Locale, ...], live: tuple[Locale, ...]) -> Mapping[str, Locale]:
    """Return folded name to locale: the table's names, then what CLDR calls each language in every live one."""
    names: dict[str, Locale] = {name: locale for locale in locales for name in _own_names(locale)}
    for reader in live:
        called: Mapping[str, Any] = cldr(reader.id).languages
        for locale in locales:
            # "chino" alone is the first Chinese of the menu; its language key comes after its own.
            for key in (locale.id, locale.id.partition("_")[0]):
                if called.get(key):
                    names.setdefault(fold_name(called[key]), locale)
    names.pop("", None)
    return names
