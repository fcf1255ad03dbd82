"""Requests and replies for the tests of channels."""

from __future__ import annotations

from datetime import date

from flask import Request
from werkzeug.test import EnvironBuilder

from app.channels.base import Surroundings
from app.core.reply import Block, Choice, Cited, Reply

PUBLIC_URL = "https://help.example.org/line"
SECRET = "a-secret-of-the-tests-0123456789"  # noqa: S105 - only tests use it
SURROUNDINGS = Surroundings(public_url=PUBLIC_URL, secret_key=SECRET)


def request_of(
    path: str,
    body: bytes,
    *,
    content_type: str = "application/json",
    query: str = "",
    headers: dict[str, str] | None = None,
) -> Request:
    """Return a POST as a server would hand it over, with an inner address that nobody outside knows."""
    builder = EnvironBuilder(
        path=path,
        method="POST",
        base_url="http://10.0.0.7:8000/",
        query_string=query,
        data=body,
        content_type=content_type,
        headers=list((headers or {}).items()),
    )
    return Request(builder.get_environ())


def reply_with(*blocks: Block, choices: int = 0, locale: str = "en") -> Reply:
    """Return an answer with numbered choices."""
    return Reply(
        blocks,
        locale=locale,
        choices=tuple(Choice(f"intent:q-{n}", f"Label {n}", f"Title of question {n}") for n in range(1, choices + 1)),
        intent="home-entry",
        served=locale,
        status="reviewed",
        sources=(Cited("Know your rights", "ACLU", "https://www.aclu.org/kyr"),),
        reviewed_on=date(2026, 11, 22),
    )


ANSWER = Block("answer", "**Door**\n\nKeep it closed.\n\n- Ask for a warrant.", "Keep the door closed.")
