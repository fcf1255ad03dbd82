"""Session tokens: a conversation of a web page travels in its own replies, so that nothing of it is kept here."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import fields
from typing import Any, Final

import orjson
from itsdangerous import BadData, Signer
from itsdangerous.encoding import base64_decode, base64_encode
from pydantic import TypeAdapter, ValidationError

from app.core.session import Session

MAX_TOKEN = 4_000
"""Characters; a conversation with long menus has about 1,500. Anything longer is not worth a signature check."""

_SESSION = TypeAdapter(Session)
_FRESH = Session()
_NAMES = tuple(one.name for one in fields(Session))


class SessionTokens:
    """What is remembered of a conversation, signed, so that nobody can make one up.

    A token holds ids only: a language, a place, the menu last shown, the questions answered. It is not encrypted:
    whoever holds it has the page with the answers before them. `ttl_seconds`: how long it is read after it was given.
    """

    def __init__(self, secret_key: str, *, ttl_seconds: float = 1800.0, clock: Callable[[], float] = time.time) -> None:
        # The key is derived here, once: the signer would do it for each token, which takes longer than signing.
        key = hmac.digest(secret_key.encode(), b"session", "sha256")
        self._signer: Final = Signer(key, key_derivation="none", digest_method=hashlib.sha256)
        self._ttl_seconds, self._clock = ttl_seconds, clock

    def sign(self, session: Session) -> str:
        """Return the token that `find` reads again."""
        told: dict[str, Any] = {
            name: value for name in _NAMES if (value := getattr(session, name)) != getattr(_FRESH, name)
        }
        body = orjson.dumps([int(self._clock()), told])
        return self._signer.sign(base64_encode(body)).decode("ascii")

    def find(self, token: str) -> Session | None:
        """Return the session of a token, None if this server never gave it, or too long ago."""
        if not token or len(token) > MAX_TOKEN:
            return None
        try:
            given, told = orjson.loads(base64_decode(self._signer.unsign(token)))
            session = _SESSION.validate_python(told)
        except (BadData, UnicodeError, orjson.JSONDecodeError, ValidationError, TypeError, ValueError):
            return None
        return session if 0 <= self._clock() - given <= self._ttl_seconds else None
