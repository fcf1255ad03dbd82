from __future__ import annotations

from app.core.intent import Ranking
from app.core.message import Message


def test_the_repr_of_a_message_shows_neither_the_text_nor_who_sent_it() -> None:
    message = Message("canary-text", "web", "canary-address", message_id="canary-id", payload="canary-payload")
    assert "canary" not in repr(message)
    assert "web" in repr(message)


def test_the_repr_of_a_ranking_shows_no_words() -> None:
    assert "canary" not in repr(Ranking((), "core", folded="canary", corrections=(("canary", "canaries"),)))
