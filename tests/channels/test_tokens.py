from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.channels.tokens import MAX_TOKEN, SessionTokens
from app.core.session import Session
from tests.channels.fakes import SECRET

TOKENS = SessionTokens(SECRET)
SOME = Session(locale="es", sticky=True, place="chicago", menu=("intent:home-entry", "menu"), trail=("home-entry",))

words = st.text("abcdefghijklmnopqrstuvwxyz-", max_size=30)
sessions = st.builds(
    Session,
    locale=words, sticky=st.booleans(), place=words, menu=st.lists(words, max_size=12).map(tuple),
    trail=st.lists(words, max_size=6).map(tuple), more=st.tuples(words, st.integers(0, 9)),
    met=st.booleans(), stopped=st.booleans(), awaiting=words,
)  # fmt: skip


@given(sessions)
def test_a_token_leads_back_to_its_conversation(session: Session) -> None:
    token = TOKENS.sign(session)
    assert TOKENS.find(token) == session
    assert len(token) <= MAX_TOKEN


def test_another_secret_reads_nothing() -> None:
    assert SessionTokens(SECRET + "x").find(TOKENS.sign(SOME)) is None


def test_a_token_is_forgotten_when_the_conversation_is() -> None:
    now = [1000.0]
    tokens = SessionTokens(SECRET, ttl_seconds=60, clock=lambda: now[0])
    token = tokens.sign(SOME)
    now[0] += 60
    assert tokens.find(token) == SOME
    now[0] += 1
    assert tokens.find(token) is None


@pytest.mark.parametrize("position", [0, 5, -5, -2])
def test_one_changed_letter_breaks_a_token(position: int) -> None:
    token = list(TOKENS.sign(SOME))
    token[position] = "A" if token[position] != "A" else "Q"
    assert TOKENS.find("".join(token)) is None


@given(st.text())
def test_no_made_up_token_is_read(token: str) -> None:
    assert TOKENS.find(token) is None
