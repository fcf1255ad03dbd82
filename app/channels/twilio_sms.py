"""Text messages over Twilio: a signed form comes in, TwiML goes out (twilio.com/docs/messaging/guides/webhook-request).

Facts that the code leans on, each from Twilio's documentation: parameters are added without notice, so unknown ones are
let through; a request has no time stamp, so a replay is only recognised by its MessageSid; the signature covers the URL
that was configured at Twilio, not the one that a proxy forwards to; a body may have 1600 characters.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import parse_qsl

from flask import Request, Response
from pydantic import Field, SecretStr
from werkzeug.datastructures import MultiDict

from app.channels.base import Channel, Options, Surroundings
from app.channels.fitting import fitted
from app.core.errors import BadRequestError, ForgedRequestError, SettingsError
from app.core.message import Capabilities, Message
from app.core.reply import Reply
from app.localization import sms

if TYPE_CHECKING:
    from twilio.request_validator import RequestValidator

_MAX_FIELDS = 200
_MAX_BODY = 1_600
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{58,}={0,2}")

Form = MultiDict[str, str]


class TwilioSmsOptions(Options):
    """Settings of this channel.

    `auth_token`: of the Twilio account, it signs every request; `old_auth_token`: accepted as well while tokens are
    being exchanged; `segments`: how many SMS segments a reply may have with its choices; `gsm_safe_locales`: locales
    in which letters are replaced by plainer ones so that a reply needs fewer segments.
    """

    auth_token: SecretStr = Field(min_length=32)
    old_auth_token: SecretStr | None = Field(default=None, min_length=32)
    segments: int = Field(default=6, ge=1, le=10)
    gsm_safe_locales: frozenset[str] = frozenset()


class TwilioSmsChannel(Channel):
    """Answers text messages in the response to Twilio's request."""

    name = "twilio_sms"
    path = "/webhooks/twilio/sms"
    guard = "signature"
    capabilities = Capabilities(brief=True, segments=True, choices=False)
    options = TwilioSmsOptions

    def __init__(self, options: TwilioSmsOptions, public_url: str, validators: Sequence[RequestValidator]) -> None:
        self._url: Final = public_url.rstrip("/") + self.path
        self._validators: Final = tuple(validators)
        self._segments: Final = options.segments
        self._gsm_safe: Final = options.gsm_safe_locales

    @classmethod
    def create(cls, options: TwilioSmsOptions, surroundings: Surroundings) -> Self:
        """Return the channel. Raises `SettingsError` if Twilio's package or the public URL is missing."""
        try:
            from twilio.request_validator import RequestValidator  # noqa: PLC0415 - an extra: needed only if configured
        except ImportError:
            raise SettingsError("install the extra: pip install 'know-your-rights-hotline[twilio]'") from None
        if not surroundings.public_url:
            raise SettingsError("the public URL must be set: Twilio signs it, and it cannot be guessed behind a proxy")
        tokens = filter(None, (options.auth_token, options.old_auth_token))
        validators = [RequestValidator(token.get_secret_value()) for token in tokens]
        return cls(options, surroundings.public_url, validators)

    def verify(self, request: Request, raw: bytes) -> None:
        """Check Twilio's signature over the configured URL and every parameter. Raises `ForgedRequestError`."""
        query = request.query_string.decode("latin-1")
        url = f"{self._url}?{query}" if query else self._url
        signature = request.headers.get("X-Twilio-Signature", "")
        form = _form_of(raw)
        if not signature or not any(one.validate(url, form, signature) for one in self._validators):
            raise ForgedRequestError

    def parse(self, request: Request, raw: bytes) -> tuple[Message, ...]:  # noqa: ARG002 - the shape of all channels
        """Return the message, none where Twilio has already answered for us or nobody can be answered."""
        form = _form_of(raw)
        # Advanced Opt-Out sent its own reply to STOP, HELP or START; a second one would only be blocked or confuse.
        if form.get("OptOutType") or not form.get("From"):
            return ()
        message = Message(
            text=_decoded(form.get("Body", "")),
            channel=self.name,
            address=form["From"],
            message_id=form.get("MessageSid") or form.get("SmsSid") or "",
            capabilities=self.capabilities,
        )
        return (message,)

    def render(self, reply: Reply) -> str:
        """Return the text of the reply within the configured segments; "" if there is nothing to say."""
        spell = sms.gsm_safe if reply.locale in self._gsm_safe else str
        return spell(fitted(reply, lambda text: sms.segments(spell(text)) <= self._segments))

    def acknowledge(self, messages: Sequence[Message], bodies: Sequence[str]) -> Response:  # noqa: ARG002
        """Return TwiML with one <Message> for each body; an empty <Response/> says nothing."""
        from twilio.twiml.messaging_response import MessagingResponse  # noqa: PLC0415 - likewise

        twiml = MessagingResponse()
        for body in filter(None, bodies):
            for part in _parts(_NOT_XML.sub("", body)):
                twiml.message(part)
        return Response(str(twiml), mimetype="text/xml")


def _form_of(raw: bytes) -> Form:
    """Return the fields of a form body; bytes that are no UTF-8 become U+FFFD, and then no signature fits."""
    try:
        pairs = parse_qsl(raw.decode("ascii", "replace"), keep_blank_values=True, max_num_fields=_MAX_FIELDS)
    except ValueError:
        raise BadRequestError("invalid_form", "The form has too many fields.") from None
    return MultiDict(pairs)


def _decoded(text: str) -> str:
    """Return the text of a concatenated message that Twilio delivered as base64, else `text` as it is.

    Reported by the makers of RapidPro's courier, who receive them as MMS. Only what cannot be anything else counts: no
    spaces, at least 60 characters, and letters or ideographs in valid UTF-8 inside.
    """
    if len(text) % 4 or not _BASE64.fullmatch(text):
        return text
    try:
        inner = base64.b64decode(text, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return text
    readable = sum(one.isalpha() or one.isspace() for one in inner)
    return inner if 2 * readable > len(inner) else text


def _parts(body: str) -> list[str]:
    """Return the body in parts that Twilio accepts; nearly always it is one."""
    return [body] if len(body) <= _MAX_BODY else sms.split(body, _MAX_BODY, unit="characters")
