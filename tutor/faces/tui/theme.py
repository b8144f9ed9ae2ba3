"""The colours: calm, one accent; green and red only beside words that say the same."""

from __future__ import annotations

from textual.content import Content
from textual.theme import Theme

from tutor.faces.drawing.picture import Picture, Tone
from tutor.faces.settings import ThemeChoice
from tutor.faces.tui.palettes import DARK, HIGH_CONTRAST, LIGHT, Palette

PALETTES = {
    ThemeChoice.DARK: DARK,
    ThemeChoice.LIGHT: LIGHT,
    ThemeChoice.HIGH_CONTRAST: HIGH_CONTRAST,
}


def theme_name(choice: ThemeChoice) -> str:
    """Return what the screen library calls a theme."""
    return f"tutor-{choice.replace(' ', '-')}"


def theme_of(choice: ThemeChoice) -> Theme:
    """Return a theme for the screen library."""
    palette = PALETTES[choice]
    return Theme(
        name=theme_name(choice),
        primary=palette.line,
        secondary=palette.line,
        accent=palette.accent,
        foreground=palette.text,
        background=palette.background,
        surface=palette.surface,
        panel=palette.panel,
        success=palette.good,
        warning=palette.accent,
        error=palette.bad,
        dark=palette.is_dark,
        variables=_variables(palette),
    )


def _variables(palette: Palette) -> dict[str, str]:
    """Return the colours of single things, and those of the tones."""
    bars = ("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active")
    cursors = ("block-cursor-", "block-cursor-blurred-")
    return {
        "border": palette.border,
        "border-blurred": palette.border,
        "text-muted": palette.dim,
        "text-disabled": palette.dim,
        "input-cursor-background": palette.text,
        "input-cursor-foreground": palette.background,
        "input-selection-background": palette.chosen,
        "input-selection-foreground": palette.strong,
        "block-hover-background": palette.panel,
        **dict.fromkeys((f"{each}background" for each in cursors), palette.chosen),
        **dict.fromkeys((f"{each}foreground" for each in cursors), palette.strong),
        "scrollbar": palette.border,
        "scrollbar-hover": palette.line,
        "scrollbar-active": palette.line,
        **dict.fromkeys(bars, palette.background),
        **{f"tone-{tone}": getattr(palette, tone) for tone in _TONES},
    }


_TONES = ("dim", "faint", "strong", "accent", "good", "bad")
STYLES = {
    Tone.PLAIN: "",
    Tone.DIM: "$tone-dim",
    Tone.FAINT: "$tone-faint",
    Tone.STRONG: "bold $tone-strong",
    Tone.ACCENT: "$tone-accent",
    Tone.HERE: "bold underline $tone-accent",
    Tone.CHOSEN: "bold underline $tone-accent",
    Tone.GOOD: "bold $tone-good",
    Tone.BAD: "bold $tone-bad",
}
"""How each tone looks, in the colours of the theme that is on."""


def content(picture: Picture) -> Content:
    """Return a picture for a widget; nothing in it is taken for markup."""
    lines = [Content.assemble(*((text, STYLES[tone]) for text, tone in line)) for line in picture]
    return Content("\n").join(lines)
