"""Which language a text is written in: a script gate, then a character naive Bayes trained on the utterances.

It chooses the language of the reply, never the intent, and abstains when it is not sure.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.core.intent import LanguageGuess
from app.matching.features import CHARACTER_BITS, Floats, Grams, grams
from app.matching.fold import fold
from app.matching.scripts import main_script

_SMOOTHING = 2000.0
"""Counts lent by the average of all languages, so that one with little text is not preferred for unseen n-grams."""

_TEMPER = 0.3
"""n-grams overlap about fourfold; their evidence is discounted by as much."""

_SURE = 0.85
_EVIDENCE = 0.0
_WORST = -1.0
"""Mean evidence of an n-gram below which the text is in none of the known languages; one n-gram speaks against a
language with `_WORST` at most, so that a single foreign name does not silence the rest."""

_FEWEST_LETTERS = 3

_SCRIPT_SHARE = 0.03
_NOT_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A trained model.

    `locales`: sorted; `table`: float32 [2**CHARACTER_BITS, locales], log of how much likelier an n-gram is in a
    locale than in all; `scripts`: locale -> scripts that it is written in, the usual one first.
    """

    locales: tuple[str, ...]
    table: Floats
    scripts: Mapping[str, tuple[str, ...]]

    def guess(self, text: str, folded: Grams | None = None) -> LanguageGuess:
        """Return the language of a sanitised text, with locale "" if that is not sure.

        `folded`: n-grams of the folded text, if they are at hand; they serve as well where there are no accents.
        """
        letters = text if text.isascii() else letters_of(text)
        script = main_script(letters)
        chosen = [place for place, locale in enumerate(self.locales) if script in self.scripts.get(locale, ())]
        if not chosen or len(letters) < _FEWEST_LETTERS:
            return LanguageGuess("", 0.0)
        found = folded if folded and text.isascii() else grams(letters_of(text))
        locale, confidence = self._best(found, chosen)
        return LanguageGuess(locale, confidence, bool(locale) and script != self.scripts[locale][0])

    def _best(self, found: Grams, chosen: Sequence[int]) -> tuple[str, float]:
        counts = found.counts[: found.split]
        rows = self.table.take(found.buckets[: found.split], axis=0)
        every = (counts @ rows).tolist()
        sums = {place: every[place] for place in chosen}
        best = max(sums, key=lambda place: sums[place])
        confidence = 1 / sum(math.exp(_TEMPER * (one - sums[best])) for one in sums.values())
        alone = len(chosen) == 1 and self.scripts[self.locales[best]][0] not in _SHARED_SCRIPTS
        evidence = float(counts @ np.maximum(rows[:, best], _WORST))
        known = alone or evidence >= _EVIDENCE * float(counts.sum())
        if not known or confidence < _SURE:
            return "", confidence if known else 0.0
        return self.locales[best], confidence


_SHARED_SCRIPTS = frozenset({"Latn", "Arab", "Cyrl", "Deva", "Hani"})
"""Scripts of many languages: having only one locale in them proves nothing."""


def letters_of(text: str) -> str:
    """Return the letters and marks of a text in lower case, with one space for everything else."""
    return _NOT_LETTERS.sub(" ", text.casefold()).strip()


def train_language(samples: Mapping[str, Sequence[str]]) -> LanguageModel:
    """Return a model of the given locales. `samples`: locale -> texts; copies without accents are added here."""
    locales = tuple(sorted(samples))
    counts = np.zeros((1 << CHARACTER_BITS, len(locales)))
    for column, locale in enumerate(locales):
        for text in samples[locale]:
            for copy in {letters_of(text), fold(text)}:
                found = grams(copy)
                counts[found.buckets[: found.split], column] += found.counts[: found.split]
    if not locales:
        return LanguageModel((), counts.astype(np.float32), {})
    rate = counts / np.maximum(counts.sum(axis=0), 1)
    common = rate.mean(axis=1, keepdims=True)
    mixed = (counts + _SMOOTHING * common) / (counts.sum(axis=0) + _SMOOTHING)
    table = np.log(np.where(common > 0, mixed, 1) / np.where(common > 0, common, 1))
    return LanguageModel(locales, table.astype(np.float32), {one: _scripts_of(samples[one]) for one in locales})


def _scripts_of(texts: Sequence[str]) -> tuple[str, ...]:
    found, counts = np.unique([main_script(letters_of(text)) for text in texts], return_counts=True)
    ranked = sorted(zip(counts.tolist(), found.tolist(), strict=True), reverse=True)
    return tuple(script for count, script in ranked if script and count >= _SCRIPT_SHARE * len(texts))
