from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.channels.tokens import MAX_TOKEN, SessionTokens
from tests.channels.fakes import SECRET

TOKENS = SessionTokens(SECRET)


def test_a_token_leads_back_to_its_conversation() -> None:
    conversation = TOKENS.issue()
    assert TOKENS.find(TOKENS.sign(conversation)) == conversation
    assert len(TOKENS.sign(conversation)) <= MAX_TOKEN


def test_conversations_never_repeat() -> None:
    assert len({TOKENS.issue() for _ in range(1000)}) == 1000


def test_another_secret_reads_nothing() -> None:
    assert SessionTokens(SECRET + "x").find(TOKENS.sign("conversation")) is None


@pytest.mark.parametrize("position", [0, 5, -5, -1])
def test_one_changed_letter_breaks_a_token(position: int) -> None:
    token = list(TOKENS.sign("conversation-of-somebody"))
    token[position] = "A" if token[position] != "A" else "Q"
    assert TOKENS.find("".join(token)) is None


@given(st.text())
def test_no_made_up_token_is_read(token: str) -> None:
    assert TOKENS.find(token) is None
