"""The yardstick: a Flask route that parses JSON and returns JSON of the size of a usual answer, and no more."""

from __future__ import annotations

import os

from flask import Flask, Response, jsonify, request

SIZE = int(os.environ.get("BARE_REPLY_BYTES", "3000"))


def create_app() -> Flask:
    """Return the application with its one route."""
    app = Flask(__name__)
    filler = "x" * SIZE

    @app.post("/api/v1/messages")
    def answer() -> Response:
        body = request.get_json()
        return jsonify({"text": filler, "length": len(body["text"])})

    return app
