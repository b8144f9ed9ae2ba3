"""The colours of each theme, by what they are for."""

from __future__ import annotations

from typing import NamedTuple


class Palette(NamedTuple):
    """Colours of one theme.

    Attributes:
        background, surface, panel: what lies below, from the screen to what is over it.
        border, line: of boxes, and of the box that the keys go to.
        text, dim, faint, strong, accent, good, bad: of what is read.
        chosen: below the row or the text that is chosen.
        is_dark: whether light stands on dark.

    """

    background: str
    surface: str
    panel: str
    border: str
    line: str
    text: str
    dim: str
    faint: str
    strong: str
    accent: str
    good: str
    bad: str
    chosen: str
    is_dark: bool


DARK = Palette(
    background="#14171c",
    surface="#1a1e25",
    panel="#20252d",
    border="#3a424e",
    line="#6b7686",
    text="#d6d9df",
    dim="#98a0ac",
    faint="#737d8a",
    strong="#f2f3f5",
    accent="#e6b673",
    good="#98bb6c",
    bad="#ee7a87",
    chosen="#2f3f4d",
    is_dark=True,
)
LIGHT = Palette(
    background="#faf9f6",
    surface="#efede7",
    panel="#f1efe9",
    border="#c3bfb4",
    line="#6c7480",
    text="#24282e",
    dim="#565d68",
    faint="#757b85",
    strong="#000000",
    accent="#875200",
    good="#2d6a1f",
    bad="#b3202c",
    chosen="#d9dfe8",
    is_dark=False,
)
HIGH_CONTRAST = Palette(
    background="#000000",
    surface="#000000",
    panel="#000000",
    border="#ffffff",
    line="#ffff00",
    text="#ffffff",
    dim="#e6e6e6",
    faint="#c0c0c0",
    strong="#ffffff",
    accent="#ffff00",
    good="#6cff6c",
    bad="#ff9c9c",
    chosen="#00458f",
    is_dark=True,
)
