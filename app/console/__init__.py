"""Pages for operators: what needs a person, edited without touching a file."""
