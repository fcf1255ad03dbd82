"""Babel's data for our locales. Babel knows fewer languages than residents speak, and raises on the others."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel import Locale as CldrLocale
from babel import UnknownLocaleError
from babel.dates import format_date as _format_date

from app.core.locale import SOURCE_LOCALE


@lru_cache(maxsize=256)
def cldr(locale_id: str) -> CldrLocale:
    """Return Babel's locale for one of our ids: itself, else its language, else English.

    `Locale.parse` raises for Mam, Dari and many more, and even for "ht_US" (python-babel/babel#730).
    """
    for candidate in (locale_id, locale_id.partition("_")[0]):
        try:
            return CldrLocale.parse(candidate)
        except (ValueError, UnknownLocaleError):
            continue
    return CldrLocale.parse(SOURCE_LOCALE)


def format_date(when: date, locale_id: str) -> str:
    """Return a day in words, with Western digits in every locale ("November 22, 2026", "22 de noviembre de 2026").

    >>> format_date(date(2026, 11, 22), "es")
    '22 de noviembre de 2026'
    """
    return _format_date(when, format="long", locale=cldr(locale_id))
