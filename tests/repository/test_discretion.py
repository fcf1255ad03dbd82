"""The eye on the log, which fails any test after which it holds what a resident wrote, does see it."""

from __future__ import annotations

import logging

import pytest

from tests.conftest import marked


def record(message: str, *arguments: object, error: Exception | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("app.web", logging.INFO, __file__, 1, message, arguments, info)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(record("they wrote: a Canary sings"), id="message"),
        pytest.param(record("they wrote: %s", "CANARY-1"), id="argument"),
        pytest.param(record("it failed", error=ValueError("canary at my door")), id="traceback"),
    ],
)
def test_a_line_of_the_log_with_the_marker_is_seen(said: logging.LogRecord) -> None:
    assert marked([record("all is well"), said])


def test_a_log_without_the_marker_is_left_alone() -> None:
    assert (
        marked([record("answering failed: %s", "ValueError"), record("it failed", error=ValueError("no word"))]) == []
    )
