from __future__ import annotations

import re
import warnings
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from app.web.application import create_application
from app.web.doors import doors_of
from tests.web.fakes import services_of

APP = create_application(services_of(public_url="http://localhost"))

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    SCHEMA = schemathesis.openapi.from_wsgi("/openapi.json", APP)


@SCHEMA.parametrize()
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_the_document_names(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate()


def test_the_document_describes_every_json_door(client: FlaskClient) -> None:
    document = client.get("/openapi.json").get_json()
    assert document["openapi"] == "3.1.0"
    described = set(document["paths"])
    doors = doors_of(APP)
    served = {
        re.sub(r"<(\w+)>", r"{\1}", rule.rule)
        for rule in APP.url_map.iter_rules()
        if doors.guards[rule.endpoint] == "public" and not rule.endpoint.startswith(("page", "static"))
    }
    assert served - described == {"/metrics", "/openapi.json", "/webhooks/rest/"}
    assert described <= served


def test_every_reference_of_the_document_leads_somewhere(client: FlaskClient) -> None:
    text = client.get("/openapi.json").text
    known = client.get("/openapi.json").get_json()["components"]["schemas"]
    assert set(re.findall(r'"#/components/schemas/(\w+)"', text)) <= set(known)
    assert "$defs" not in text


@pytest.mark.parametrize("model", ["MessageIn", "RestMessage"])
def test_unknown_fields_are_refused_by_the_document_as_by_the_server(client: FlaskClient, model: str) -> None:
    schemas = client.get("/openapi.json").get_json()["components"]["schemas"]
    assert schemas[model]["additionalProperties"] is False
