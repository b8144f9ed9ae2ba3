"""Settings: kept whole, read with care, and which of flag, setting and encoding is stronger."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.running import tutor
from tutor.chain.notation import ASCII, UNICODE, Notation
from tutor.course.opening import open_store
from tutor.faces.desk import Desk
from tutor.faces.learning import notation_for
from tutor.faces.settings import (
    NotationChoice,
    Settings,
    ThemeChoice,
    load_settings,
    save_settings,
    settings_path,
)


@pytest.fixture
def path() -> Path:
    """Return the file that settings are kept in."""
    found = settings_path()
    assert found is not None
    return found


def test_what_is_saved_is_loaded(path: Path) -> None:
    """Folders are made; nothing but the file is left."""
    chosen = Settings(ThemeChoice.HIGH_CONTRAST, NotationChoice.ASCII)
    assert "" == save_settings(chosen)
    assert (chosen, "") == load_settings()
    assert [path.name] == [each.name for each in path.parent.glob("settings*")]
    assert {"theme": "high contrast", "notation": "ascii"} == json.loads(path.read_text())


def test_where_nothing_is_kept_the_usual_ones_are_taken() -> None:
    """A new user has nothing to be told."""
    assert (Settings(ThemeChoice.DARK, NotationChoice.AUTO), "") == load_settings()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "not valid JSON"),
        (b"\xff\xfe", "not valid JSON"),
        (b"[]", "settings are an object"),
        (b'{"theme": "pink"}', "theme: 'pink', but there are dark, light, high contrast"),
        (b'{"notation": [1]}', "notation: [1], but there are auto, unicode, ascii"),
    ],
)
def test_a_broken_file_is_told_in_a_sentence(path: Path, content: bytes, reason: str) -> None:
    """It names the file and what is wrong, and the program goes on with the usual settings."""
    path.write_bytes(content)
    settings, trouble = load_settings()
    assert Settings() == settings
    assert trouble.startswith("Settings are not read, the usual ones are taken: ")
    assert str(path) in trouble
    assert reason in trouble


def test_keys_of_a_newer_version_are_passed_over(path: Path) -> None:
    """What is known still counts."""
    path.write_text('{"theme": "light", "sound": true}')
    assert (Settings(ThemeChoice.LIGHT), "") == load_settings()


def test_a_folder_that_cannot_be_made_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A choice then counts until the program ends."""
    path.write_text("{}")
    monkeypatch.setenv("TUTOR_SETTINGS", str(path / "below.json"))
    desk = Desk(open_store(), encoding="utf-8")
    assert desk.choose(Settings(ThemeChoice.LIGHT)).startswith("Settings are not kept: ")
    assert ThemeChoice.LIGHT is desk.settings.theme


def test_a_directory_in_its_place_is_told(path: Path) -> None:
    """Whatever has the file's name, the program starts."""
    path.mkdir()
    assert "Settings are not read" in load_settings().trouble


@pytest.mark.parametrize(
    ("encoding", "flag", "setting", "expected"),
    [
        ("utf-8", False, NotationChoice.AUTO, UNICODE),
        ("ascii", False, NotationChoice.AUTO, ASCII),
        ("latin-1", False, NotationChoice.AUTO, ASCII),
        (None, False, NotationChoice.AUTO, ASCII),
        ("utf-8", False, NotationChoice.ASCII, ASCII),
        ("ascii", False, NotationChoice.UNICODE, UNICODE),
        ("utf-8", True, NotationChoice.UNICODE, ASCII),
    ],
)
def test_the_flag_is_stronger_than_the_setting_and_that_than_the_encoding(
    encoding: str | None,
    flag: bool,  # noqa: FBT001 - a case of the table
    setting: NotationChoice,
    expected: Notation,
) -> None:
    """What somebody says now counts most; what the terminal can show counts where nobody says."""
    assert expected is notation_for(encoding, ascii_only=flag, setting=setting)


def test_the_line_mode_obeys_the_setting_and_tells_of_a_broken_file(path: Path) -> None:
    """A setting made on the screen counts for lines, too."""
    path.write_text('{"notation": "ascii"}')
    assert tutor("learn", "2", "--plain", stdin=b"hint\n").stdout.isascii()
    path.write_text("{")
    told = tutor("learn", "2", "--plain").stdout.decode()
    assert "Settings are not read" in told
    assert os.path.basename(path) in told  # noqa: PTH119 - the end of what is told
