"""Puts the parts together: the only place, beside the command line, that reads settings."""
