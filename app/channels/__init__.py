"""The doors that messages come in by: one file a channel, found by `registry`. Knows no dialog and no store."""
