"""The terminal program: a session's view, rendered by Textual."""
