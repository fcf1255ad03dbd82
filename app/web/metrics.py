"""Figures for Prometheus. No label says who asked, or what."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from flask import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class Metrics:
    """The figures of one application.

    `folder`: None, and the figures are those of the worker that answers the scrape; or the folder that the environment
    variable PROMETHEUS_MULTIPROC_DIR named before the program started, and they are those of all workers.
    """

    def __init__(self, folder: Path | None = None) -> None:
        own = CollectorRegistry()
        self._messages: Final = Counter(
            "kyr_messages", "Messages answered.", ("channel", "locale", "outcome"), registry=own
        )
        self._seconds: Final = Histogram(
            "kyr_answer_seconds", "Time to work out an answer.", ("channel",), registry=own, buckets=_SECONDS
        )
        self._repeated: Final = Counter(
            "kyr_redeliveries", "Messages that a platform sent again.", ("channel",), registry=own
        )
        self._refused: Final = Counter("kyr_refused", "Requests whose signature was wrong.", ("channel",), registry=own)
        self._registry: Final = own if folder is None else CollectorRegistry()
        if folder is not None:
            MultiProcessCollector(self._registry, path=str(folder))  # type: ignore[no-untyped-call]

    def answered(self, *, channel: str, locale: str, outcome: str, seconds: float) -> None:
        """Count one answer. `seconds`: what working it out took."""
        self._messages.labels(channel, locale, outcome).inc()
        self._seconds.labels(channel).observe(seconds)

    def repeated(self, channel: str) -> None:
        """Count one redelivery."""
        self._repeated.labels(channel).inc()

    def refused(self, channel: str) -> None:
        """Count one forged request."""
        self._refused.labels(channel).inc()

    def response(self) -> Response:
        """Return all figures in the text format of Prometheus."""
        return Response(generate_latest(self._registry), content_type=CONTENT_TYPE_LATEST)
