"""On which line a TOML file sets a value; tomllib does not tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SETS = re.compile(r"[ \t]*(?:\[(?P<table>[^\[\]]+)\][ \t]*(?:#.*)?$|(?P<key>[\w\"'][\w.\"' -]*?)[ \t]*=)")
_PART = re.compile(r"\"([^\"]*)\"|'([^']*)'|([\w-]+)")


class Lines:
    """The lines of one file. Within a multi-line text a line that looks like a key can mislead it by a few lines."""

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[str, ...], int] = {}
        table: tuple[str, ...] = ()
        for number, line in enumerate(text.split("\n"), start=1):
            match = _SETS.match(line.rstrip("\r"))
            if match is None:
                continue
            if match["table"]:
                table = _parts(match["table"])
                self._note(table, number)
            else:
                self._note(table + _parts(match["key"]), number)

    def _note(self, keys: tuple[str, ...], number: int) -> None:
        for length in range(1, len(keys) + 1):
            self._lines.setdefault(keys[:length], number)

    def of(self, keys: Sequence[int | str]) -> int:
        """Return the line, from 1, that sets the value to which `keys` lead, or the nearest thing around it; else 0."""
        path = tuple(str(key) for key in keys)
        for length in range(len(path), 0, -1):
            if path[:length] in self._lines:
                return self._lines[path[:length]]
        return 0


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple("".join(groups) for groups in _PART.findall(dotted))
