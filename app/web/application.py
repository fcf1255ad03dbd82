"""The WSGI application, put together from the services that it is handed."""

from __future__ import annotations

from flask import Flask

from app.channels.tokens import SessionTokens
from app.web.api import open_api, open_channels
from app.web.doors import Doors
from app.web.errors import register_errors
from app.web.metrics import Metrics
from app.web.pages import Pages, install_gettext, open_pages
from app.web.security import SecurityHeaders, cross_origin_headers, refuse_broken_query
from app.web.services import Services
from app.web.webhook import Reception

_FORM_PARTS = 20
"""The page's form has four fields; more parts are only sent to keep a parser busy."""


def create_application(services: Services) -> Flask:
    """Return the application. It reads no settings, opens no file but its own templates, and logs no request."""
    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.config.update(
        MAX_CONTENT_LENGTH=services.max_body,
        MAX_FORM_MEMORY_SIZE=services.max_body,
        MAX_FORM_PARTS=_FORM_PARTS,
        TEMPLATES_AUTO_RELOAD=services.development,
        TRAP_HTTP_EXCEPTIONS=False,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    reception = Reception(services, Metrics(services.metrics_folder))
    pages = Pages(services, reception, SessionTokens(services.secret_key, ttl_seconds=services.session_seconds))
    doors = Doors(app)
    install_gettext(app)
    open_channels(doors, reception)
    open_api(doors, reception)
    open_pages(doors, pages)
    register_errors(app, pages.error)
    app.before_request(refuse_broken_query)
    app.after_request(cross_origin_headers(services.allowed_origins))
    app.wsgi_app = SecurityHeaders(app.wsgi_app, services.public_url)  # type: ignore[method-assign]
    return app
