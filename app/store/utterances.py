"""Utterances held against each other: no two of an intent alike, none under two intents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping

from app.store.models import TextsBody

# Below Devanagari, combining marks are accents and points that people leave out; from there on they are vowels.
_MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]+")
_BETWEEN_WORDS = re.compile(r"(?:[^\w\u0900-\U0010ffff]|_)+")


def plain(text: str) -> str:
    """Return a text without case, accents and punctuation; unchanged if nothing else is in it.

    >>> plain("¿Está la MIGRA aquí?")
    'esta la migra aqui'
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return _BETWEEN_WORDS.sub(" ", _MARKS.sub("", decomposed)).strip() or text


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
