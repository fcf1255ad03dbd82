"""Languages, their choice, gettext catalogs, and text made fit for a script, a page or a text message."""
