"""The OpenAPI 3.1 document, made from the same models that read requests and write responses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from app import __version__
from app.channels.base import Channel
from app.web.entries import EntriesOut, EntryOut, LanguagesOut
from app.web.errors import ErrorOut
from app.web.health import HealthOut, ReadyOut

Schema = dict[str, Any]
Schemas = Mapping[tuple[str, JsonSchemaMode], Schema]
"""Schemas by path and by what they are for: "validation" of a request, "serialization" of a response."""

_ERROR = "error"
_LOCALE = ("locale", "Language tag; the nearest language that is served is taken.")
_PLACE = ("place", "Id of a place whose own answers are wanted where there are any.")
_TOPIC = ("topic", "Id of a topic.")


@dataclass(frozen=True, slots=True)
class Operation:
    """One documented GET.

    `query`: (name, description) pairs; `in_path`: names of the path's variables; `errors`: the 4xx and 5xx that it can
    answer with; `tagged`: it has an entity tag, so that it can answer 304.
    """

    path: str
    summary: str
    model: type[BaseModel]
    query: Sequence[tuple[str, str]] = ()
    in_path: Sequence[str] = ()
    errors: Sequence[int] = ()
    tagged: bool = False


OPERATIONS = (
    Operation(
        "/api/v1/entries",
        "All published answers.",
        EntriesOut,
        query=(_LOCALE, _TOPIC, _PLACE),
        errors=(503,),
        tagged=True,
    ),
    Operation(
        "/api/v1/entries/{entry_id}",
        "One published answer.",
        EntryOut,
        query=(_LOCALE, _PLACE),
        in_path=("entry_id",),
        errors=(404, 503),
        tagged=True,
    ),
    Operation("/api/v1/languages", "All languages.", LanguagesOut, tagged=True),
    Operation("/healthz", "Whether the server runs.", HealthOut),
    Operation("/readyz", "Whether the server can answer.", ReadyOut, errors=(503,)),
)

_TOLD = {
    400: "The body is not JSON, or the query is not UTF-8.",
    403: "The caller did not prove who it is.",
    404: "There is no such thing.",
    413: "The body is too long.",
    415: "The body is not JSON by its content type.",
    422: "The body is JSON of another shape, or the text is too long.",
    500: "A fault of the server.",
    503: "The server cannot answer right now; try again.",
}
_MESSAGE_ERRORS = (400, 403, 413, 415, 422, 500, 503)


def openapi_document(channels: Sequence[Channel], public_url: str) -> Schema:
    """Return the document for the JSON doors that are open. `public_url`: "" leaves the server out."""
    documented = [channel for channel in channels if channel.request_model is not None]
    schemas, components = _schemas(documented)
    paths = {operation.path: {"get": _get(operation, schemas)} for operation in OPERATIONS}
    paths |= {channel.path: {"post": _post(channel, schemas)} for channel in documented}
    document: Schema = {
        "openapi": "3.1.0",
        "info": {
            "title": "Know your rights: answers",
            "version": __version__,
            "description": "Curated, sourced, dated answers about rights with immigration enforcement.",
        },
        "paths": paths,
        "components": {"schemas": components},
    }
    return document | ({"servers": [{"url": public_url}]} if public_url else {})


def _schemas(channels: Sequence[Channel]) -> tuple[Schemas, Schema]:
    """Return the schema of every request and response, and what they refer to."""
    shown: list[tuple[str, JsonSchemaMode, TypeAdapter[Any]]] = [(_ERROR, "serialization", TypeAdapter(ErrorOut))]
    shown += [(one.path, "serialization", TypeAdapter(one.model)) for one in OPERATIONS]
    shown += [(one.path, "serialization", TypeAdapter(one.reply_type)) for one in channels]
    shown += [(one.path, "validation", TypeAdapter(one.request_model)) for one in channels if one.request_model]
    schemas, whole = TypeAdapter.json_schemas(shown, ref_template="#/components/schemas/{model}")
    return schemas, whole["$defs"]


def _get(operation: Operation, schemas: Schemas) -> Schema:
    text = {"schema": {"type": "string"}}
    required = [{"name": name, "in": "path", "required": True, **text} for name in operation.in_path]
    optional = [{"name": name, "in": "query", "description": told, **text} for name, told in operation.query]
    responses = {"200": _content("The answer.", schemas[operation.path, "serialization"])}
    if operation.tagged:
        responses["304"] = {"description": "The caller has this already."}
    responses |= _errors((400, *operation.errors, 500), schemas)
    return {"summary": operation.summary, "parameters": [*required, *optional], "responses": responses}


def _post(channel: Channel, schemas: Schemas) -> Schema:
    body = {"application/json": {"schema": schemas[channel.path, "validation"]}}
    responses = {"200": _content("The reply.", schemas[channel.path, "serialization"])}
    return {
        "summary": (type(channel).__doc__ or "").splitlines()[0],
        "requestBody": {"required": True, "content": body},
        "responses": responses | _errors(_MESSAGE_ERRORS, schemas),
    }


def _content(description: str, schema: Schema) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _errors(statuses: Sequence[int], schemas: Schemas) -> Schema:
    return {str(status): _content(_TOLD[status], schemas[_ERROR, "serialization"]) for status in statuses}
