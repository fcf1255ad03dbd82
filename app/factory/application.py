"""The WSGI application of one worker process."""

from __future__ import annotations

import atexit
import time
from collections.abc import Mapping
from typing import Any

from flask import Flask

from app.channels.base import Surroundings
from app.channels.registry import enable_channels
from app.factory.hotline import Hotline, build_hotline, shares_metrics
from app.settings import Settings, load_settings
from app.web.application import create_application
from app.web.services import Services


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application, ready to answer; what the server calls in each worker. Raises `KyrError`."""
    hotline = build_hotline(settings or load_settings())
    hotline.sweeper.start()
    atexit.register(hotline.close)
    return application_of(hotline)


def application_of(hotline: Hotline) -> Flask:
    """Return the application that opens this hotline's doors."""
    settings = hotline.settings
    surroundings = Surroundings(settings.public_url, settings.key(), settings.session_minutes * 60.0)
    return create_application(
        Services(
            engine=hotline.engine,
            snapshots=hotline.snapshots,
            catalogs=hotline.catalogs,
            deliveries=hotline.deliveries,
            counters=hotline.counters,
            emergency=hotline.emergency,
            channels=enable_channels(channel_options(settings), surroundings),
            organisation=settings.organisation,
            public_url=settings.public_url,
            secret_key=settings.key(),
            session_seconds=settings.session_minutes * 60.0,
            clock=time.time,
            allowed_origins=frozenset(settings.allowed_origins),
            default_locale=settings.default_locale,
            checks={
                "index": hotline.matchers.current,
                "catalogs": lambda: hotline.catalogs.of(settings.default_locale),
            },
            metrics_folder=hotline.paths.metrics if shares_metrics() else None,
            development=settings.development,
        )
    )


def channel_options(settings: Settings) -> Mapping[str, Mapping[str, Any]]:
    """Return the options of every channel that is switched on; the web doors always are."""
    options: dict[str, Mapping[str, Any]] = {"web": {}, "rest": {}}
    if settings.twilio_auth_token.get_secret_value():
        options["twilio_sms"] = {
            "auth_token": settings.twilio_auth_token.get_secret_value(),
            "segments": settings.sms_segments,
            "gsm_safe_locales": frozenset(settings.gsm_safe_locales),
        }
    return options
