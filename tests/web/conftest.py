from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.web.application import create_application
from app.web.services import Services
from tests.web.fakes import FakeEngine, services_of


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def services(engine: FakeEngine) -> Services:
    return services_of(engine=engine)


@pytest.fixture
def client(services: Services) -> FlaskClient:
    return create_application(services).test_client()


@pytest.fixture
def client_with(services: Services) -> Callable[..., FlaskClient]:
    """Return a client of an application in which some services are others."""

    def made(**changes: Any) -> FlaskClient:  # noqa: ANN401 - any field of Services
        return create_application(replace(services, **changes)).test_client()

    return made
