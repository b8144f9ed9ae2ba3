"""Lessons and the sessions that work them."""
