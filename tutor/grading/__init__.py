"""Reading an answer, ranges and verdicts."""
