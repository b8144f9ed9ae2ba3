"""What all tests share: the same random inputs in every run, and records of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci")


@pytest.fixture(autouse=True)
def _own_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what a test's learners do and choose in a place of its own, never in the user's."""
    monkeypatch.setenv("TUTOR_DATABASE", str(tmp_path / "records.sqlite"))
    monkeypatch.setenv("TUTOR_SETTINGS", str(tmp_path / "settings.json"))
