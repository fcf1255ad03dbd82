"""Response headers that hold on every answer, errors included, and the exact-origin rule for other sites' pages."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Response, request

from app.core.errors import BadRequestError
from app.web.doors import is_cross_origin

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


def security_headers(public_url: str) -> Callable[[Response], Response]:
    """Return the function that puts the headers on a response. `public_url`: HTTPS adds Strict-Transport-Security."""
    secure = urlsplit(public_url).scheme == "https"
    others = (*_EVERYWHERE, _HSTS) if secure else _EVERYWHERE
    page = (("Content-Security-Policy", _PAGE), *others)
    rest = (("Content-Security-Policy", _NOTHING), *others)

    def put(response: Response) -> Response:
        response.headers.extend(page if response.mimetype == "text/html" else rest)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response

    return put


def cross_origin_headers(allowed: frozenset[str]) -> Callable[[Response], Response]:
    """Return the function that lets pages of the `allowed` origins read a response; compared whole, letter by letter.

    No credentials are ever allowed: there are none, neither cookies nor logins, on these paths.
    """

    def put(response: Response) -> Response:
        if not is_cross_origin():
            return response
        response.vary.add("Origin")
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
