from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from app.core.errors import IndexMissingError
from tests.web.fakes import FakeSnapshots


def missing() -> None:
    raise IndexMissingError("/secret/path/of/the/index")


def test_a_running_server_says_so_even_if_it_cannot_answer(client_with: Callable[..., FlaskClient]) -> None:
    response = client_with(snapshots=FakeSnapshots(None), checks={"index": missing}).get("/healthz")
    assert (response.status_code, response.get_json()) == (200, {"status": "ok"})


def test_a_ready_server_says_what_it_serves(client_with: Callable[..., FlaskClient]) -> None:
    response = client_with(checks={"index": lambda: None}).get("/readyz")
    assert (response.status_code, response.get_json()) == (200, {"status": "ready", "publication": 7, "refused": 0})


def test_a_server_that_cannot_answer_gives_every_reason_and_no_path(client_with: Callable[..., FlaskClient]) -> None:
    response = client_with(snapshots=FakeSnapshots(None), checks={"index": missing}).get("/readyz")
    told = response.get_json()["error"]
    assert (response.status_code, told["code"]) == (503, "not_ready")
    assert "index: The matching index is missing" in told["message"]
    assert "snapshot: The store cannot be reached" in told["message"]
    assert "/secret" not in response.text
