"""The words that every layer shares: frozen dataclasses of the standard library, no behaviour beyond their own."""
