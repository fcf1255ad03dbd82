"""Which language a text is served in: whole translations, their parents, English; and what to do with stale ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from app.core.entry import Status
from app.core.locale import SOURCE_LOCALE, Locale
from app.store.models import TranslationBody
from app.store.placeholders import Placeholder, fill

_WEAKEST_FIRST: tuple[Status, ...] = ("stale", "draft", "reviewed", "approved")


@dataclass(frozen=True, slots=True)
class Served:
    """Texts that belong together, all in `locale`; `status` is the weakest of theirs."""

    texts: tuple[str, ...]
    locale: str
    status: Status


@dataclass(frozen=True)
class Texts:
    """All localised strings. `english`: by msgctxt; `translations`: by locale and msgctxt; `locales`: by id."""

    english: Mapping[str, str]
    translations: Mapping[str, Mapping[str, TranslationBody]]
    locales: Mapping[str, Locale]

    def serve(self, contexts: Sequence[str], locale: str, *, critical: bool, reviewed: bool) -> Served:
        """Return the texts of `contexts` in the first language that has every one of them.

        `critical`: never serve an outdated translation, but English with status "stale"; `reviewed`: a named person
        has checked the English. Raises KeyError for an unknown msgctxt.
        """
        english = tuple(self.english[context] for context in contexts)
        outdated = False
        for candidate in self._candidates(locale):
            found = self._whole(contexts, candidate)
            if found is None:
                continue
            status = _weakest(found, english)
            if status == "stale" and critical:
                outdated = True
                continue
            return Served(tuple(one.text for one in found), candidate, status)
        return Served(english, SOURCE_LOCALE, "stale" if outdated else "source" if reviewed else "draft")

    def filled(self, served: Served, value_of: Callable[[Placeholder, str], str]) -> Served:
        """Return the same texts with their placeholders replaced by `value_of` them and the locale."""
        locale = self.locales.get(served.locale)
        isolate = locale is not None and locale.dir == "rtl"
        texts = (fill(text, lambda one: value_of(one, served.locale), isolate=isolate) for text in served.texts)
        return Served(tuple(texts), served.locale, served.status)

    def _candidates(self, locale: str) -> Collection[str]:
        known = self.locales.get(locale)
        if known is None or locale == SOURCE_LOCALE:
            return ()
        return [one for one in (locale, *known.parents) if one != SOURCE_LOCALE]

    def _whole(self, contexts: Sequence[str], locale: str) -> list[TranslationBody] | None:
        own = self.translations.get(locale, {})
        found = [own[context] for context in contexts if context in own]
        return found if len(found) == len(contexts) else None


def _weakest(found: Sequence[TranslationBody], english: Sequence[str]) -> Status:
    statuses: list[Status] = [
        one.status if one.source == source else "stale" for one, source in zip(found, english, strict=True)
    ]
    return min(statuses, key=_WEAKEST_FIRST.index)
