"""The OpenAPI 3.1 document, made from the same models that read requests and write responses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import models_json_schema

from app import __version__
from app.channels.base import Channel
from app.web.entries import EntriesOut, EntryOut, LanguagesOut
from app.web.errors import ErrorOut
from app.web.health import HealthOut, ReadyOut

_REF = "#/components/schemas/{model}"
_LOCALE = ("locale", "Language tag; the nearest language that is served is taken.")
_PLACE = ("place", "Id of a place whose own answers are wanted where there are any.")
_TOPIC = ("topic", "Id of a topic.")


@dataclass(frozen=True, slots=True)
class Operation:
    """One documented GET. `query`: (name, description) pairs; `errors`: the 4xx and 5xx that it can answer with."""

    path: str
    summary: str
    model: type[BaseModel]
    query: Sequence[tuple[str, str]] = ()
    in_path: Sequence[str] = ()
    errors: Sequence[int] = ()
    tagged: bool = False


OPERATIONS = (
    Operation("/api/v1/entries", "All published answers.", EntriesOut, (_LOCALE, _TOPIC, _PLACE), (), (503,), True),
    Operation(
        "/api/v1/entries/{entry_id}", "One answer.", EntryOut, (_LOCALE, _PLACE), ("entry_id",), (404, 503), True
    ),
    Operation("/api/v1/languages", "All languages.", LanguagesOut, tagged=True),
    Operation("/healthz", "Whether the server runs.", HealthOut),
    Operation("/readyz", "Whether the server can answer.", ReadyOut, errors=(503,)),
)

_MESSAGE_ERRORS = {
    400: "The body is not JSON.",
    403: "The caller did not prove who it is.",
    413: "The body or the text is too long.",
    415: "The body is not JSON by its content type.",
    422: "The body is JSON of another shape.",
    500: "A fault of the server.",
    503: "The server cannot answer right now; try again.",
}
_GET_ERRORS = {404: "There is no such thing.", 503: "The server cannot answer right now; try again."}


def openapi_document(channels: Sequence[Channel], public_url: str) -> dict[str, Any]:
    """Return the document for the JSON doors that are open. `public_url`: "" leaves the server out."""
    documented = [channel for channel in channels if channel.request_model is not None]
    paths = {operation.path: {"get": _get(operation)} for operation in OPERATIONS}
    paths |= {channel.path: {"post": _post(channel)} for channel in documented}
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "Know your rights: answers",
            "version": __version__,
            "description": "Curated, sourced, dated answers about rights with immigration enforcement.",
        },
        "paths": paths,
        "components": {"schemas": _schemas(documented)},
    }
    return document | ({"servers": [{"url": public_url}]} if public_url else {})


def _schemas(channels: Sequence[Channel]) -> Any:
    shown: list[tuple[type[BaseModel], Any]] = [(operation.model, "serialization") for operation in OPERATIONS]
    shown.append((ErrorOut, "serialization"))
    shown += [(channel.request_model, "validation") for channel in channels if channel.request_model]
    _, whole = models_json_schema(list(dict.fromkeys(shown)), ref_template=_REF)
    found = dict(whole["$defs"])
    for channel in channels:
        found |= TypeAdapter(channel.reply_type).json_schema(mode="serialization", ref_template=_REF).get("$defs", {})
        if isinstance(channel.reply_type, type) and issubclass(channel.reply_type, BaseModel):
            reply = channel.reply_type.model_json_schema(mode="serialization", ref_template=_REF)
            reply.pop("$defs", None)
            found[channel.reply_type.__name__] = reply
    return found


def _get(operation: Operation) -> dict[str, Any]:
    optional = [
        {"name": name, "in": "query", "description": told, "schema": {"type": "string"}}
        for name, told in operation.query
    ]
    required = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in operation.in_path
    ]
    responses = {"200": _content("The answer.", {"$ref": _REF.format(model=operation.model.__name__)})}
    if operation.tagged:
        responses["304"] = {"description": "The caller has this already."}
    responses |= _errors({status: _GET_ERRORS[status] for status in operation.errors})
    return {"summary": operation.summary, "parameters": [*required, *optional], "responses": responses}


def _post(channel: Channel) -> dict[str, Any]:
    request = {"$ref": _REF.format(model=channel.request_model.__name__)} if channel.request_model else {}
    reply = TypeAdapter(channel.reply_type).json_schema(mode="serialization", ref_template=_REF)
    reply.pop("$defs", None)
    if isinstance(channel.reply_type, type) and issubclass(channel.reply_type, BaseModel):
        reply = {"$ref": _REF.format(model=channel.reply_type.__name__)}
    return {
        "summary": (type(channel).__doc__ or "").splitlines()[0],
        "requestBody": {"required": True, "content": {"application/json": {"schema": request}}},
        "responses": {"200": _content("The reply.", reply)} | _errors(_MESSAGE_ERRORS),
    }


def _content(description: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": dict(schema)}}}


def _errors(told: Mapping[int, str]) -> dict[str, Any]:
    schema = {"$ref": _REF.format(model=ErrorOut.__name__)}
    return {str(status): _content(description, schema) for status, description in told.items()}
