"""A small memory of recent results, the oldest dropped first. Safe to use from several threads."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


@dataclass(slots=True)
class Recent(Generic[Kept]):
    """At most `limit` results by key. Keys are keyed hashes: nothing that a person wrote is kept."""

    limit: int
    _kept: dict[bytes, Kept] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def get(self, key: bytes) -> Kept | None:
        """Return the result under a key, None if there is none."""
        return self._kept.get(key)

    def put(self, key: bytes, result: Kept) -> None:
        """Keep a result, dropping the oldest if there are too many."""
        with self._lock:
            while len(self._kept) >= self.limit:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = result
