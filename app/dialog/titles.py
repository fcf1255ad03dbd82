"""Titles of answers, typed or sent back whole: chat front ends that know no payloads send a choice's words."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping

from app.core.locale import Locale
from app.matching.fold import fold
from app.store.snapshot import Snapshot

_LONGEST = 90
"""Characters; a title has at most 60, what is longer is no title and need not be folded."""

Titled = tuple[str, str]
"""(intent, locale of the title)."""


class TitleBook:
    """Finds the intent whose title, in any live locale, a whole message is. `locales`: the live ones."""

    def __init__(self, locales: Iterable[Locale]) -> None:
        self._locales = tuple(locale.id for locale in locales)
        self._lock = threading.Lock()
        self._book: tuple[str, Mapping[str, Titled]] = ("", {})

    def find(self, snapshot: Snapshot, text: str) -> Titled | None:
        """Return the intent and the locale of the title that `text` is, None if it is none or two intents share it."""
        return self._titles(snapshot).get(fold(text)) if len(text) <= _LONGEST else None

    def _titles(self, snapshot: Snapshot) -> Mapping[str, Titled]:
        content_hash, titles = self._book
        if content_hash != snapshot.content_hash:
            with self._lock:
                titles = self._read(snapshot)
                self._book = (snapshot.content_hash, titles)
        return titles

    def _read(self, snapshot: Snapshot) -> Mapping[str, Titled]:
        found: dict[str, Titled] = {}
        shared: set[str] = set()
        for intent in snapshot.intents:
            if not snapshot.has_entry(intent):
                continue
            for locale in self._locales:
                key = fold(snapshot.title(intent, locale))
                if found.setdefault(key, (intent, locale))[0] != intent:
                    shared.add(key)
        return {key: titled for key, titled in found.items() if key and key not in shared}
