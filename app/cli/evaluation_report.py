"""An evaluation as a page to look at: the figures, and which intents are taken for which."""

from __future__ import annotations

from collections import Counter
from html import escape
from pathlib import Path

from app.dialog.evaluation import Judged
from app.matching.metrics import Figures

_CELL = 13
_LABEL = 190
_MOST = 60
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color: #1a1a1a; background: #fff }
table { border-collapse: collapse } th, td { padding: .2rem .8rem; text-align: right; border-bottom: 1px solid #ddd }
th:first-child, td:first-child { text-align: left } text { font-size: 10px; font-family: inherit }
"""


def write_report(path: Path, judged: list[Judged], figures: dict[str, Figures]) -> None:
    """Write one HTML file that needs no other: a table of figures, a confusion plot, the commonest confusions."""
    confused = _confusions(judged)
    body = (
        f"<h1>Evaluation of {len(judged)} messages</h1>{_figures_table(figures)}"
        f"<h2>What is taken for what</h2><p>Rows: what was meant. Columns: what came first. Only intents with a "
        f"miss, darker is more often; the diagonal is left out.</p>{_plot(confused)}"
        f"<h2>Commonest confusions</h2>{_confusion_table(confused)}"
    )
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Evaluation</title><style>{_STYLE}</style>{body}'
    )
    path.write_text(page, encoding="utf-8")


def _confusions(judged: list[Judged]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for one in judged:
        got = one.ranked[0] if one.ranked else "nothing"
        meant = one.row.intent or "out of scope"
        answered_wrongly = bool(one.answered) and one.answered not in one.row.right
        if (one.row.intent and got not in one.row.right) or answered_wrongly:
            counts[meant, got] += 1
    return counts


def _figures_table(figures: dict[str, Figures]) -> str:
    names = list(next(iter(figures.values())).as_json()) if figures else []
    head = "".join(f"<th>{escape(language)}</th>" for language in figures)
    rows = "".join(
        f"<tr><td>{name}</td>" + "".join(f"<td>{one.as_json()[name]}</td>" for one in figures.values()) + "</tr>"
        for name in names
    )
    return f"<table><tr><th></th>{head}</tr>{rows}</table>"


def _confusion_table(confused: Counter[tuple[str, str]]) -> str:
    rows = "".join(
        f"<tr><td>{escape(meant)}</td><td>{escape(got)}</td><td>{count}</td></tr>"
        for (meant, got), count in confused.most_common(40)
    )
    return f"<table><tr><th>meant</th><th>came first</th><th>messages</th></tr>{rows}</table>"


def _plot(confused: Counter[tuple[str, str]]) -> str:
    involved: Counter[str] = Counter()
    for (meant, got), count in confused.items():
        involved[meant] += count
        involved[got] += count
    names = sorted(name for name, _ in involved.most_common(_MOST))
    place = {name: position for position, name in enumerate(names)}
    most = max(confused.values(), default=1)
    side = _LABEL + _CELL * len(names)
    parts = [f'<svg viewBox="0 0 {side} {side}" width="{side}" role="img" aria-label="Confusion plot">']
    for name, position in place.items():
        offset = _LABEL + position * _CELL
        parts.append(f'<text x="{_LABEL - 6}" y="{offset + 10}" text-anchor="end">{escape(name)}</text>')
        turned = f'transform="translate({offset + 10} {_LABEL - 6}) rotate(-90)"'
        parts.append(f"<text {turned}>{escape(name)}</text>")
    for (meant, got), count in confused.items():
        if meant in place and got in place:
            x, y = _LABEL + place[got] * _CELL, _LABEL + place[meant] * _CELL
            parts.append(
                f'<rect x="{x}" y="{y}" width="{_CELL - 1}" height="{_CELL - 1}" fill="#8a1538" '
                f'fill-opacity="{0.15 + 0.85 * count / most:.2f}"><title>{escape(meant)} taken for '
                f"{escape(got)}: {count}</title></rect>"
            )
    return "".join([*parts, "</svg>"])
