"""Documents parsed: the bodies of a whole set, by kind and key, and the faults of those that do not parse."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar, cast

import orjson
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.core.content import Document
from app.core.errors import ContentError, ContentErrors
from app.store.models import KINDS, Body

B = TypeVar("B", bound=Body)

_LONGEST_KEY = 150
_PLAIN = {
    "missing": ("is missing", "add it"),
    "extra_forbidden": ("is no field that is known here", "check its spelling or take it out"),
}
_ORIGIN = re.compile(r"(?P<path>.+?)(?::(?P<line>[0-9]+))?")


class Problem(NamedTuple):
    """What is wrong with one body. `where`: keys and positions that lead to it within the body."""

    where: tuple[int | str, ...]
    rule: str
    mend: str = ""


class ContentSet:
    """The bodies of many documents. `faults`: why the others could not be parsed.

    `earlier`: another set, whose bodies are taken over where the documents are the same.
    """

    def __init__(self, documents: Iterable[Document], *, earlier: ContentSet | None = None) -> None:
        self.faults: list[ContentError] = []
        self.documents: dict[tuple[str, str], Document] = {}
        self._bodies: dict[str, dict[str, Body]] = {kind: {} for kind in KINDS}
        for document in documents:
            self._add(document, earlier)

    def _add(self, document: Document, earlier: ContentSet | None) -> None:
        identity = (document.kind, document.key)
        if identity in self.documents:
            where = self.documents[identity].origin
            mend = f"keep one of the two, the other is in {where}" if where else "keep one of the two"
            self.faults.append(fault(document, "is defined twice", mend=mend))
            return
        self.documents[identity] = document
        body = earlier.find(document) if earlier else None
        problems: list[Problem] = []
        if body is None:
            body, problems = examine(document)
        self.faults += [fault(document, problem.rule, mend=problem.mend) for problem in problems]
        if body is not None:
            self._bodies[document.kind][document.key] = body

    def find(self, document: Document) -> Body | None:
        """Return the body that was parsed from an equal document, None if there was none."""
        known = self.documents.get((document.kind, document.key))
        if known is None or known.body != document.body:
            return None
        return self._bodies.get(document.kind, {}).get(document.key)

    def of(self, kind: str, model: type[B]) -> Mapping[str, B]:  # noqa: ARG002 - `model` only tells the type
        """Return the bodies of one kind by key, in the order of the documents; `model` is that of the kind."""
        return cast("Mapping[str, B]", self._bodies[kind])


def parse(document: Document) -> Body:
    """Return the body of one document as its model. Raises ContentErrors with every fault."""
    body, problems = examine(document)
    if body is None:
        raise ContentErrors([fault(document, problem.rule, mend=problem.mend) for problem in problems])
    return body


def examine(document: Document) -> tuple[Body | None, list[Problem]]:
    """Return the body of one document as its model, or None and everything that is wrong with it."""
    if document.kind not in KINDS:
        return None, [Problem((), f"{document.kind} is no kind of document")]
    model, pattern = KINDS[document.kind]
    if not re.fullmatch(pattern, document.key) or max(map(len, document.key.split("/"))) > _LONGEST_KEY:
        return None, [Problem((), "is not a valid id", "use small letters, digits and hyphens")]
    try:
        return model.model_validate_json(orjson.dumps(document.body)), []
    except TypeError:
        return None, [Problem((), "holds something that JSON cannot")]
    except ValidationError as error:
        return None, [_problem(one) for one in error.errors(include_url=False, include_input=False)]


def normal_form(document: Document) -> Document:
    """Return the document as it is stored: white space, Unicode and defaults settled. Raises ContentErrors."""
    body = parse(document).model_dump(mode="json", exclude_defaults=True)
    return Document(document.kind, document.key, body, document.origin)


def fault(document: Document, rule: str, *, mend: str = "") -> ContentError:
    """Return a fault of `document`, placed in its file if it has one."""
    name = f"{document.kind}:{document.key}"
    match = _ORIGIN.fullmatch(document.origin)
    if match is None:
        return ContentError(name, rule, mend=mend)
    return ContentError(match["path"], f"{name}: {rule}", line=int(match["line"] or 0), mend=mend)


def _problem(error: ErrorDetails) -> Problem:
    where = tuple(part for part in error["loc"] if part != "[key]")
    rule, mend = _PLAIN.get(error["type"], ("", ""))
    if not rule:
        text = error["msg"].removeprefix("Value error, ")
        rule = f"{text[:1].lower()}{text[1:]}"
    path = ".".join(str(part) for part in where)
    return Problem(where, f"{path}: {rule}" if path else rule, mend)
