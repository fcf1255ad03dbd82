"""One message in, one reply out: commands, menus, answers and what to say when nothing fits. Knows no channel."""
