"""Drawings as plain text with tones: what a session's view looks like, without any screen."""
