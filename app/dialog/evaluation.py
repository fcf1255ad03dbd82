"""Evaluation rows put through the same engine as live messages; the figures themselves are `matching.metrics`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from app.core.errors import ContentError
from app.core.intent import Answer, Clarify
from app.core.message import Message
from app.core.session import Session
from app.dialog.engine import Considered, Engine


class Row(BaseModel):
    """One line of an evaluation file; `intent` None means out of scope, `also` other intents that are right."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    lang: str
    intent: str | None = None
    noise: str = "none"
    place: str | None = None
    also: tuple[str, ...] = ()
    kind: str = ""

    @property
    def right(self) -> frozenset[str]:
        """The intents that count as right; empty for an out-of-scope row that may not be answered."""
        return frozenset((*filter(None, (self.intent,)), *self.also))


@dataclass(frozen=True, slots=True)
class Judged:
    """What the engine made of one row. `cpu_ms`: thread CPU time of the matching and the choice of locale."""

    row: Row
    considered: Considered
    cpu_ms: float

    @property
    def ranked(self) -> tuple[str, ...]:
        """Intents, best first, those offered in a choice included."""
        decision = self.considered.decision
        first = (decision.intent,) if isinstance(decision, Answer) else ()
        shown = decision.intents if isinstance(decision, Clarify) else ()
        return tuple(dict.fromkeys((*first, *shown, *(one.intent for one in self.considered.ranking.top))))

    @property
    def answered(self) -> str:
        """The intent answered at once, "" if none was."""
        decision = self.considered.decision
        return decision.intent if isinstance(decision, Answer) else ""


def read_rows(path: Path) -> list[Row]:
    """Read an evaluation file. Raises `ContentError` with the line of the first broken row."""
    rows = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            rows.append(Row.model_validate(orjson.loads(line)))
        except (orjson.JSONDecodeError, ValidationError) as error:
            raise ContentError(str(path), f"not an evaluation row: {error}", line=number) from None
    return rows


def judge(engine: Engine, rows: Iterable[Row], *, tick: Callable[[], None] = lambda: None) -> Iterator[Judged]:
    """Put rows through the engine, each as the first message of its own conversation, with no hint of its language.

    `tick` is called after each row, for a progress bar.
    """
    for row in rows:
        message = Message(row.text, "evaluation", "")
        started = time.thread_time()
        considered = engine.consider(message, Session())
        yield Judged(row, considered, (time.thread_time() - started) * 1000)
        tick()
