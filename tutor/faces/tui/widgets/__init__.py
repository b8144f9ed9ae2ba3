"""The widgets of the terminal program: each renders a session's view."""
