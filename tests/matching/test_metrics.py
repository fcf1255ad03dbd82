from __future__ import annotations

import pytest

from app.matching.metrics import DecisionKind, Figures, Row, auroc, mean_of, measure

_RIGHT = frozenset({"a"})


def _row(
    decision: DecisionKind,
    *,
    first: str = "a",
    shown: tuple[str, ...] = (),
    confidence: float = 1.0,
    urgent: bool = False,
) -> Row:
    answered = first if decision == "answer" else ""
    ranked = (first, "x", "y", "a") if first != "a" else ("a", "x")
    return Row(
        in_scope=True,
        right=_RIGHT,
        ranked=ranked,
        decision=decision,
        answered=answered,
        shown=shown,
        confidence=confidence,
        urgent=urgent,
        cpu_ms=1.0,
    )


def _outside(answered: str = "", *, right: frozenset[str] = frozenset(), confidence: float = 0.0) -> Row:
    return Row(
        in_scope=False,
        right=right,
        ranked=("b",),
        decision="answer" if answered else "fallback",
        answered=answered,
        confidence=confidence,
        locale_right=False,
    )


def test_shares_are_of_the_rows_they_are_about() -> None:
    figures = measure([
        _row("answer"), _row("answer", first="b"), _row("clarify", shown=("x", "a")), _row("fallback"),
        _outside("b"), _outside("greeting", right=frozenset({"greeting"})), _outside(), _outside(),
    ])  # fmt: skip
    assert (figures.n, figures.n_out_of_scope) == (8, 4)
    assert figures.top1 == 0.75
    assert figures.top3 == 0.75
    assert figures.answered == 0.5
    assert figures.helped == 0.5
    assert figures.precision == 0.5
    assert figures.out_of_scope_answered == 0.25
    assert figures.wrong == pytest.approx(0.8 * 0.25 + 0.2 * 0.25)
    assert figures.language == 0.5


@pytest.mark.parametrize(
    ("row", "recall"),
    [
        (_row("answer", urgent=True), 1.0),
        (_row("clarify", shown=("a", "x"), urgent=True), 1.0),
        (_row("clarify", shown=("x", "a"), urgent=True), 0.0),
        (_row("answer", first="x", urgent=True), 0.0),
        (_row("fallback", urgent=True), 0.0),
        (_row("answer"), None),
    ],
)
def test_an_urgent_message_counts_if_its_answer_or_its_choice_comes_first(row: Row, recall: float | None) -> None:
    assert measure([row]).urgent_recall == recall


def test_out_of_scope_rows_weigh_a_fifth_in_the_share_of_wrong_answers() -> None:
    rows = [_row("answer")] * 10 + [_outside("b")] * 90
    assert measure(rows).wrong == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("rows", "ece"),
    [
        pytest.param([_row("answer", confidence=1.0)], 0.0, id="sure-and-right"),
        pytest.param([_row("answer", first="b", confidence=0.9)], 0.9, id="sure-and-wrong"),
        pytest.param(
            [_row("answer", confidence=0.75)] * 3 + [_row("answer", first="b", confidence=0.75)], 0.0, id="honest"
        ),
        pytest.param([_row("answer", confidence=1.0), _outside(confidence=0.5)], 0.1, id="out-of-scope-weighs-a-fifth"),
    ],
)
def test_calibration_error(rows: list[Row], ece: float) -> None:
    assert measure(rows).ece == pytest.approx(ece)


@pytest.mark.parametrize(
    ("higher", "lower", "area"),
    [
        ([0.9, 0.8], [0.1, 0.2], 1.0),
        ([0.1], [0.9], 0.0),
        ([0.5], [0.5], 0.5),
        ([0.9, 0.1], [0.5], 0.5),
        ([], [0.5], None),
    ],
)
def test_area_under_the_curve(higher: list[float], lower: list[float], area: float | None) -> None:
    assert auroc(higher, lower) == area


def test_no_rows_give_no_figures() -> None:
    figures = measure([])
    assert figures.n == 0
    assert {value for name, value in figures.as_json().items() if not name.startswith("n")} == {None}


def test_figures_are_rounded_for_json() -> None:
    told = measure([_row("answer"), _row("answer"), _row("fallback", first="b")]).as_json()
    assert told["answered"] == 0.6667
    assert told["cpu_ms_p50"] == 1.0


def test_the_mean_passes_over_locales_without_a_figure() -> None:
    one, other = measure([_row("answer", urgent=True)]), measure([_row("fallback", first="b")])
    mean = mean_of([one, other])
    assert mean["top1"] == 0.5
    assert mean["urgent_recall"] == 1.0
    assert mean["n"] == 2
    assert mean_of([]) == {}
    assert isinstance(one, Figures)
