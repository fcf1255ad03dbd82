from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from app.channels.fitting import fitted, plain_of
from app.core.reply import Block, Choice, Reply
from tests.channels.fakes import ANSWER, reply_with


def test_a_brief_text_is_the_short_form_and_its_choices() -> None:
    text = fitted(reply_with(ANSWER, choices=2), lambda _: True)
    assert text == "Keep the door closed.\n\n1 Label 1\n2 Label 2"


def test_choices_go_from_the_end_and_keep_their_numbers() -> None:
    text = fitted(reply_with(ANSWER, choices=5), lambda whole: len(whole) <= 60)
    assert text.endswith("1 Label 1\n2 Label 2\n3 Label 3")


def test_an_answer_that_does_not_fit_is_whole_and_without_choices() -> None:
    assert fitted(reply_with(ANSWER, choices=5), lambda _: False) == "Keep the door closed."


def test_a_menu_without_words_is_only_its_choices() -> None:
    assert fitted(reply_with(choices=2), lambda _: True) == "1 Label 1\n2 Label 2"


def test_a_reply_of_nothing_is_empty() -> None:
    assert fitted(Reply(()), lambda _: True) == ""


def test_a_phone_number_keeps_its_order_in_right_to_left_text() -> None:
    block = Block("answer", "اتصل 1-844-363-1423", locale="ar", dir="rtl")
    assert plain_of(block, brief=False) == "اتصل \u20661-844-363-1423\u2069"


@given(
    words=st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=300),
    count=st.integers(0, 12),
    room=st.integers(1, 500),
)
def test_the_answer_is_never_cut_and_what_fits_fits(words: str, count: int, room: int) -> None:
    reply = Reply(
        (Block("answer", "long form", words),),
        choices=tuple(Choice(f"intent:{n}", f"choice-{n}") for n in range(1, count + 1)),
    )
    text = fitted(reply, lambda whole: len(whole) <= room)
    assert text.startswith(words)
    shown = re.findall(r"^(\d+) choice-(\d+)$", text, re.MULTILINE)
    assert [int(number) for number, _ in shown] == list(range(1, len(shown) + 1))
    assert len(text) <= room or not shown
