"""The HTTP edge: the one wrapper around every message, the JSON API, the web page, health and errors."""
