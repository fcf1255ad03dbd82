"""Cutting a text into parts that fit, at the best place that each part offers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import accumulate

from app.localization.graphemes import clusters, stripped
from app.localization.spans import SPAN

_CLOSING = "\"'”’»›)\\]」』）】》〉\u2069"

_SENTENCE_END = re.compile(rf"(?:(?<!\b[A-Z])[.!?…؟۔]+[{_CLOSING}]*(?=\s)|[。！？।॥።፧]+[{_CLOSING}]*)\s*|\s*\n\s*")
"""The end of a sentence with the space after it, in any script of our languages. Chinese, Hindi and Amharic need no
space there. "U.S. " ends none."""

_CHINESE = r"[\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]"

_WORD_END = re.compile(
    rf"(?<=\s)(?=\S)|(?:(?<={_CHINESE})|(?={_CHINESE}))(?<![\s（「『【《〈])(?![\s{_CLOSING}，。、；：！？])"
)
"""Between words: after space, and on either side of a Chinese or Japanese character, but neither after an opening
mark nor before a closing one."""


def cut(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Return `text` in parts that fit, in order, without white space at their ends and without empty parts.

    `fits`: tells whether a part is short enough; a shorter part must never fit worse, and one character must fit.
    It is asked about log2(len(text)) times a part.
    """
    parts: list[str] = []
    start, places = 0, _places(text) if not fits(stripped(text)) else ()
    while start < len(text):
        far = bisect_right(range(start + 1, len(text) + 1), 0, key=lambda end: not fits(stripped(text[start:end])))
        end = start + max(far, 1)
        if end < len(text):
            end = next((place for ends in places for place in _last(ends, start, end)), end)
        part = stripped(text[start:end])
        parts += [part] * bool(part)
        start = end
    return parts


def _last(ends: list[int], start: int, limit: int) -> Iterable[int]:
    """Yield the last of `ends` that is after `start` and not after `limit`, if there is one."""
    position = bisect_right(ends, limit) - 1
    if position >= 0 and ends[position] > start:
        yield ends[position]


def _places(text: str) -> tuple[list[int], ...]:
    """Return where `text` may be cut, best first: after sentences, words, any piece, and last within numbers."""
    anywhere = list(accumulate(map(len, clusters(text))))
    whole = [False] * (len(text) + 1)
    for span in SPAN.finditer(text):
        # An isolate belongs to what it holds.
        first = span.start() - (text[span.start() - 1 : span.start()] == "\u2066")
        last = span.end() + (text[span.end() : span.end() + 1] == "\u2069")
        whole[first + 1 : last] = [True] * (last - first - 1)
    free = [end for end in anywhere if not whole[end]]
    allowed = frozenset(free)
    sentences, words = (
        [match.end() for match in pattern.finditer(text) if match.end() in allowed]
        for pattern in (_SENTENCE_END, _WORD_END)
    )
    return sentences, words, free, anywhere
