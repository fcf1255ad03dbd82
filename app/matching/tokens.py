"""Folded text to tokens: words, or single characters in scripts that do not set words apart by spaces."""

from __future__ import annotations

import re

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U00031fff"
)
_TOKEN = re.compile(f"[{_UNSPACED}]|[^\\s{_UNSPACED}]+")


def tokens_of(folded: str) -> list[str]:
    """Return the tokens of a folded text. Korean syllables are tokens too: particles are written onto words."""
    return folded.split() if folded.isascii() else _TOKEN.findall(folded)


def spans_of(folded: str) -> list[tuple[int, int]]:
    """Return the begin and end of each token in the folded text."""
    return [match.span() for match in _TOKEN.finditer(folded)]
