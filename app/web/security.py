"""Response headers that hold on every answer, errors included, and the exact-origin rule for other sites' pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from flask import Response, request

from app.core.errors import BadRequestError
from app.web.doors import is_cross_origin

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_EVERYWHERE = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
)

_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Policy of everything that is no page: nothing in it may load or run anything."""

_PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types answers"
)
"""Policy of pages: own files only, nothing inline, and HTML only through the one policy of static/page.js."""

_HSTS = ("Strict-Transport-Security", "max-age=31536000")
_PREFLIGHT = (
    ("Access-Control-Allow-Methods", "GET, POST"),
    ("Access-Control-Allow-Headers", "Content-Type, Authorization"),
    ("Access-Control-Max-Age", "600"),
)


class SecurityHeaders:
    """Puts the headers on every response of a WSGI application, as it leaves.

    Around the application and not in it, so that no error, however early, goes without; and a list added at once costs
    a twentieth of what adding each header does. `public_url`: HTTPS adds Strict-Transport-Security.
    """

    def __init__(self, application: WSGIApplication, public_url: str) -> None:
        others = (*_EVERYWHERE, _HSTS) if urlsplit(public_url).scheme == "https" else _EVERYWHERE
        self._application: Final = application
        self._page: Final = [("Content-Security-Policy", _PAGE), *others]
        self._rest: Final = [("Content-Security-Policy", _NOTHING), *others]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, as WSGI has it (PEP 3333)."""

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[[bytes], object]:  # noqa: ANN401
            known = {name.lower(): value for name, value in headers}
            added = self._page if known.get("content-type", "").startswith("text/html") else self._rest
            stored = [] if "cache-control" in known else [("Cache-Control", "no-store")]
            return start_response(status, [*headers, *added, *stored], *error)

        return self._application(environ, start)


def cross_origin_headers(allowed: frozenset[str]) -> Callable[[Response], Response]:
    """Return the function that lets pages of the `allowed` origins read a response; compared whole, letter by letter.

    No credentials are ever allowed: there are none, neither cookies nor logins, on these paths.
    """

    def put(response: Response) -> Response:
        if not is_cross_origin():
            return response
        response.headers.add("Vary", "Origin")
        origin = request.headers.get("Origin", "")
        if origin in allowed:
            response.headers["Access-Control-Allow-Origin"] = origin
            if request.method == "OPTIONS":
                response.headers.extend(_PREFLIGHT)
        return response

    return put


def refuse_broken_query() -> None:
    """Raise `BadRequestError` for a query string that is no UTF-8: werkzeug would fail on reading it."""
    try:
        request.query_string.decode()
    except UnicodeDecodeError:
        raise BadRequestError("invalid_query", "The query string is not valid UTF-8.") from None
