"""Figures of an evaluation: pure functions over what was expected and what came out. No engine, no files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import numpy as np

from app.matching.calibration import OUT_OF_SCOPE_TRAFFIC

DecisionKind = Literal["answer", "clarify", "fallback"]

_BINS = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One evaluation message and what came of it.

    `in_scope`: it asks for an intent that the product covers; `right`: intents that are right, for an out-of-scope
    message those that would do no harm; `ranked`: intents best first; `decision`: what was done; `answered`: intent
    answered at once, "" if none; `shown`: intents offered as choices; `confidence`: that the first of `ranked` is
    right; `urgent`: the expected intent is an urgent one; `locale_right`: the reply came in the writer's language;
    `cpu_ms`: CPU time of the answer in milliseconds.
    """

    in_scope: bool
    right: frozenset[str]
    ranked: tuple[str, ...]
    decision: DecisionKind
    answered: str = ""
    shown: tuple[str, ...] = ()
    confidence: float = 0.0
    urgent: bool = False
    locale_right: bool = True
    cpu_ms: float = 0.0

    @property
    def hit(self) -> bool:
        """Whether the first intent is right."""
        return bool(self.ranked) and self.ranked[0] in self.right

    @property
    def wrong(self) -> bool:
        """Whether it was answered at once, and wrongly."""
        return bool(self.answered) and self.answered not in self.right


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one set of rows; shares are 0 to 1, None where no row counts towards them.

    `top1`, `top3`, `answered`, `helped` (answered rightly, or the right intent among the choices) are of in-scope
    rows; `precision` of rows answered at once; `wrong` (answered wrongly, of all messages), `ece` with out-of-scope
    rows weighed as 20 % of traffic; `auroc`: of the confidence, in scope against out of scope; `urgent_recall`:
    urgent rows that got the urgent answer or see it first among the choices.
    """

    n: int
    n_out_of_scope: int
    top1: float | None
    top3: float | None
    answered: float | None
    helped: float | None
    precision: float | None
    wrong: float | None
    out_of_scope_answered: float | None
    urgent_recall: float | None
    language: float | None
    ece: float | None
    auroc: float | None
    cpu_ms_p50: float | None
    cpu_ms_p99: float | None

    def as_json(self) -> dict[str, float | int | None]:
        """Return the figures, rounded to four places."""
        return {name: round(value, 4) if isinstance(value, float) else value for name, value in asdict(self).items()}


def measure(rows: Iterable[Row]) -> Figures:
    """Return the figures of some rows."""
    every = list(rows)
    inside = [row for row in every if row.in_scope]
    outside = [row for row in every if not row.in_scope]
    times = [row.cpu_ms for row in every]
    return Figures(
        n=len(every),
        n_out_of_scope=len(outside),
        top1=_share(inside, lambda row: row.hit),
        top3=_share(inside, lambda row: not row.right.isdisjoint(row.ranked[:3])),
        answered=_share(inside, lambda row: bool(row.answered)),
        helped=_share(inside, _helped),
        precision=_share([row for row in every if row.answered], lambda row: not row.wrong),
        wrong=_weighed(inside, outside, lambda row: float(row.wrong)),
        out_of_scope_answered=_share(outside, lambda row: row.wrong),
        urgent_recall=_share([row for row in every if row.urgent], _urgent_seen),
        language=_share(every, lambda row: row.locale_right),
        ece=_ece(inside, outside),
        auroc=auroc([row.confidence for row in inside], [row.confidence for row in outside]),
        cpu_ms_p50=float(np.percentile(times, 50)) if times else None,
        cpu_ms_p99=float(np.percentile(times, 99)) if times else None,
    )


def mean_of(figures: Sequence[Figures]) -> dict[str, float | None]:
    """Return the mean of each figure over locales that have it; `n` and `n_out_of_scope` are sums."""
    if not figures:
        return {}
    columns = {name: [asdict(one)[name] for one in figures] for name in asdict(figures[0])}
    sums = {name: float(sum(columns[name])) for name in ("n", "n_out_of_scope")}
    means = {name: _mean([value for value in values if value is not None]) for name, values in columns.items()}
    return {**means, **sums}


def auroc(higher: Sequence[float], lower: Sequence[float]) -> float | None:
    """Return the chance that one of `higher` exceeds one of `lower`, ties half; None if either is empty."""
    if not higher or not lower:
        return None
    sorted_lower = np.sort(np.asarray(lower))
    below = np.searchsorted(sorted_lower, higher, side="left")
    through = np.searchsorted(sorted_lower, higher, side="right")
    return float((below + through).mean() / 2 / len(lower))


def _helped(row: Row) -> bool:
    if row.answered:
        return not row.wrong
    return row.decision == "clarify" and not row.right.isdisjoint(row.shown)


def _urgent_seen(row: Row) -> bool:
    if row.answered:
        return not row.wrong
    return bool(row.shown) and row.decision == "clarify" and row.shown[0] in row.right


def _share(rows: Sequence[Row], test: Callable[[Row], bool]) -> float | None:
    return sum(map(test, rows)) / len(rows) if rows else None


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _weighed(inside: Sequence[Row], outside: Sequence[Row], value: Callable[[Row], float]) -> float | None:
    """Return the mean of a value with out-of-scope rows weighed as their share of traffic."""
    within, without = _mean([value(row) for row in inside]), _mean([value(row) for row in outside])
    if within is None or without is None:
        return within if without is None else without
    return (1 - OUT_OF_SCOPE_TRAFFIC) * within + OUT_OF_SCOPE_TRAFFIC * without


def _ece(inside: Sequence[Row], outside: Sequence[Row]) -> float | None:
    """Return the expected calibration error over ten bins of equal width (Naeini et al. 2015), weighed by traffic."""
    rows = [*inside, *outside]
    if not rows:
        return None
    share = OUT_OF_SCOPE_TRAFFIC if inside and outside else float(not inside)
    weights = np.asarray(
        [(1 - share) / len(inside)] * len(inside) + [share / len(outside) if outside else 0.0] * len(outside)
    )
    confidence = np.asarray([row.confidence for row in rows])
    gaps = weights * (np.asarray([row.hit for row in rows]) - confidence)
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    return float(np.abs(np.bincount(bins, weights=gaps, minlength=_BINS)).sum())
