"""What is kept: content with its history and publications, and for minutes the state of conversations."""
