"""Reads request bodies strictly: what is not exactly a payload of the expected shape is refused, never guessed at."""

from __future__ import annotations

from typing import Any, TypeVar

import orjson
from flask import Request
from pydantic import BaseModel, ConfigDict, ValidationError

from app.core.errors import BadRequestError

MAX_TEXT = 4_000
"""Characters of one message; longer ones are refused. The longest real question in the evaluation sets has 900."""

MAX_ID = 200
"""Characters of an identifier that a front end sends."""

MAX_TAG = 64
"""Characters of one language tag; the longest registered ones have fewer than 30."""

_JSON_TYPES = frozenset({"application/json", "text/json"})

Model = TypeVar("Model", bound=BaseModel)


class Payload(BaseModel):
    """Base of the models that request bodies are parsed into: strict types, no unknown fields."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


def read_json(request: Request, raw: bytes) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """Return the JSON body. Raises `BadRequestError`: 415 for another content type, 400 for anything but JSON.

    orjson refuses what RFC 8259 does not allow and `json` lets through: NaN, lone surrogates, a byte order mark;
    and it stops at 1024 levels of nesting.
    """
    if request.mimetype not in _JSON_TYPES:
        raise BadRequestError("unsupported_media_type", "Send the body as application/json.", status=415)
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise BadRequestError("invalid_json", "The body is not valid JSON in UTF-8.") from None


def parse_model(model: type[Model], value: object) -> Model:
    """Return `value` as `model`. Raises `BadRequestError` that names the fields, never what stood in them."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False, include_context=False)
    if any(fault["type"] == "string_too_long" and fault["loc"] in {("text",), ("message",)} for fault in faults):
        raise BadRequestError("text_too_long", f"A message may have {MAX_TEXT} characters.", status=422)
    said = dict.fromkeys(_told(fault["loc"], fault["msg"], model) for fault in faults)
    raise BadRequestError("invalid_request", "; ".join(said), status=422)


def _told(location: tuple[int | str, ...], rule: str, model: type[BaseModel]) -> str:
    """Return a fault in words. The name of an unknown field was written by the caller, so it is not repeated."""
    if not location:
        return "body: Send a JSON object."
    return f"{location[0] if location[0] in model.model_fields else 'unknown field'}: {rule}"
