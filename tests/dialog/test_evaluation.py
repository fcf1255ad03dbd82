from __future__ import annotations

from pathlib import Path

import pytest

from app.core.errors import ContentError
from app.dialog.evaluation import Row, judge, read_rows
from tests.dialog.world import MemorySessions, engine_of


def test_rows_are_read_and_blank_lines_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(
        '{"text": "a", "lang": "es", "intent": "bond", "also": ["signing"], "place": "Chicago", "noise": "light"}\n\n'
        '{"text": "b", "lang": "en", "intent": null, "kind": "near", "also": ["greeting"]}\n',
        encoding="utf-8",
    )
    first, second = read_rows(path)
    assert first.right == {"bond", "signing"}
    assert second.intent is None
    assert second.right == {"greeting"}


@pytest.mark.parametrize(
    "line",
    [
        pytest.param('{"text": "a"}', id="no-language"),
        pytest.param('{"text": "a", "lang": "en", "intnt": "bond"}', id="misspelt-field"),
        pytest.param("[]", id="list"),
        pytest.param("{", id="broken"),
        pytest.param('{"text": 1, "lang": "en"}', id="number"),
    ],
)
def test_a_broken_row_is_named_by_its_line(line: str, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "a", "lang": "en"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_rows(path)
    assert (caught.value.line, caught.value.path) == (2, str(path))


def test_a_file_with_windows_line_ends_and_a_line_separator_in_a_text_is_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes('{"text": "a\u2028b", "lang": "en"}\r\n{"text": "c", "lang": "en"}\r\n'.encode())
    assert [row.text for row in read_rows(path)] == ["a\u2028b", "c"]


def test_each_row_is_judged_as_the_first_message_of_its_own_conversation() -> None:
    sessions = MemorySessions()
    ticks: list[int] = []
    rows = [
        Row(text=said, lang="en", intent="bond")
        for said in ("what is bond", "sign or bond", "glorp", "tengo que firmar")
    ]
    first, second, third, fourth = judge(engine_of(sessions=sessions), rows, tick=lambda: ticks.append(1))
    assert (first.answered, first.ranked) == ("bond", ("bond",))
    assert (second.answered, second.ranked) == ("", ("signing", "bond"))
    assert (third.answered, third.ranked) == ("", ())
    assert fourth.considered.choice.locale.id == "es"
    assert len(ticks) == 4
    assert all(one.cpu_ms >= 0 for one in (first, second, third, fourth))
    assert not sessions.rows
