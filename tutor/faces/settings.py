"""Settings: what a person chose for good, kept in a small file of the user's own."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import orjson

from tutor.chain.files import parsed_json, read_source, reason_of, write_whole
from tutor.errors import DocumentError

VARIABLE = "TUTOR_SETTINGS"
"""The environment variable that names another file."""
_LARGEST = 10_000
_Choice = TypeVar("_Choice", bound=StrEnum)


class ThemeChoice(StrEnum):
    """How the terminal program looks."""

    DARK = "dark"
    LIGHT = "light"
    HIGH_CONTRAST = "high contrast"


class NotationChoice(StrEnum):
    """Which characters formulas are written with; `auto` goes by the terminal's encoding."""

    AUTO = "auto"
    UNICODE = "unicode"
    ASCII = "ascii"


class Settings(NamedTuple):
    """What is chosen; each field is one setting."""

    theme: ThemeChoice = ThemeChoice.DARK
    notation: NotationChoice = NotationChoice.AUTO


class Loaded(NamedTuple):
    """Settings, and in a sentence what was the matter with their file; empty where all is well."""

    settings: Settings
    trouble: str = ""


def settings_path() -> Path | None:
    """Return the file that settings are kept in; None where the user has no folder for it."""
    if named := os.environ.get(VARIABLE):
        return Path(named).absolute()
    from platformdirs import user_config_path

    try:
        folder = user_config_path("backprop-tutor", appauthor=False)
    except RuntimeError:
        return None
    return folder / "settings.json" if folder.is_absolute() else None


def load_settings() -> Loaded:
    """Return the settings; the usual ones where there are none, or none that can be read."""
    path = settings_path()
    try:
        if path is None or not path.exists():
            return Loaded(Settings())
        return Loaded(_of_document(parsed_json(read_source(path, _LARGEST), str(path)), str(path)))
    except DocumentError as error:
        return Loaded(Settings(), f"Settings are not read, the usual ones are taken: {error}")
    except OSError as error:
        return Loaded(Settings(), f"Settings are not read: {path}: {reason_of(error)}")


def _of_document(document: Any, source: str) -> Settings:  # noqa: ANN401 - whatever it holds
    """Return the settings in a document; keys of a newer version are passed over."""
    if not isinstance(document, dict):
        raise DocumentError(f"{source}: settings are an object")
    return Settings(
        _choice(ThemeChoice, document, "theme", source),
        _choice(NotationChoice, document, "notation", source),
    )


def _choice(kind: type[_Choice], document: dict[str, Any], key: str, source: str) -> _Choice:
    chosen = document.get(key, next(iter(kind)))
    if chosen not in list(kind):
        known = ", ".join(kind)
        raise DocumentError(f"{source}: {key}: {chosen!r}, but there are {known}")
    return kind(chosen)


def save_settings(settings: Settings) -> str:
    """Keep settings, whole or not at all; return in a sentence why that failed, else nothing."""
    path = settings_path()
    if path is None:
        return f"Settings are not kept: there is no home folder; {VARIABLE} can name a file."
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, orjson.dumps(settings._asdict(), option=orjson.OPT_INDENT_2) + b"\n")
    except DocumentError as error:
        return f"Settings are not kept: {error}"
    except OSError as error:
        return f"Settings are not kept: {path.parent}: {reason_of(error)}"
    return ""
