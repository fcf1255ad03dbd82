"""Session tokens: who continues a conversation of a web page, without a cookie and without anything stored."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from itsdangerous import BadSignature, Signer

MAX_TOKEN = 200
"""Characters; a real token has 65, anything longer is not worth a signature check."""

_BYTES = 16


class SessionTokens:
    """Random conversation ids, signed so that nobody can name one that was not given to them.

    A token carries nothing but the id, and signing the same id gives the same token. It never expires of itself:
    what it leads to, the row of the session, does.
    """

    def __init__(self, secret_key: str) -> None:
        # The key is derived here, once: the signer would do it for each token, which takes longer than signing.
        key = hmac.digest(secret_key.encode(), b"session", "sha256")
        self._signer: Final = Signer(key, key_derivation="none", digest_method=hashlib.sha256)

    def issue(self) -> str:
        """Return a new conversation id of 128 random bits."""
        return secrets.token_urlsafe(_BYTES)

    def sign(self, conversation: str) -> str:
        """Return the token that `find` reads again."""
        return self._signer.sign(conversation).decode("ascii")

    def find(self, token: str) -> str | None:
        """Return the conversation id of a token, None if this server never signed it."""
        if not token or len(token) > MAX_TOKEN:
            return None
        try:
            return self._signer.unsign(token).decode("ascii")
        except (BadSignature, UnicodeError):
            return None
