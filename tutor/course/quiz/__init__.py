"""Scripted quizzes: a variant for everybody, marked without a screen."""
