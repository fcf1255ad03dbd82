"""Utterances held against each other: no two of an intent alike, none under two intents."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping

from app.store.models import TextsBody

_LAST_EUROPEAN_MARK = 0x900
"""Combining marks below this can be left out in writing; from Devanagari on they are vowels."""


def plain(text: str) -> str:
    """Return a text without case, accents and punctuation; unchanged if nothing else is in it.

    >>> plain("¿Está la MIGRA aquí?")
    'esta la migra aqui'
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    kept = (
        character if character.isalnum() or ord(character) >= _LAST_EUROPEAN_MARK else " "
        for character in decomposed
        if not unicodedata.combining(character) or ord(character) >= _LAST_EUROPEAN_MARK
    )
    return " ".join("".join(kept).split()) or text


def find_clashes(
    utterances: Mapping[str, TextsBody], out_of_scope: Mapping[str, TextsBody], fold: Callable[[str], str]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield (kind, key, rule, mend) for each text that its locale holds twice; keys are "<locale>/<name>"."""
    owners: dict[tuple[str, str], str] = {}
    for kind, texts in (("utterances", utterances), ("out_of_scope", out_of_scope)):
        for key, body in texts.items():
            locale, _, name = key.partition("/")
            for text in body.texts:
                owner = owners.setdefault((locale, fold(text)), name)
                if owner != name:
                    yield kind, key, f'"{text}" stands under {owner} too', "keep it where it is meant"
            yield from _repeated(kind, key, body, fold)


def _repeated(kind: str, key: str, body: TextsBody, fold: Callable[[str], str]) -> Iterator[tuple[str, str, str, str]]:
    seen: set[str] = set()
    for text in body.texts:
        folded = fold(text)
        if folded in seen:
            yield kind, key, f'"{text}" stands there twice', "keep one of them"
        seen.add(folded)
