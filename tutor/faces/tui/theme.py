"""The colours: calm, one accent; green and red only beside words that say the same."""

from __future__ import annotations

from rich.theme import Theme as RichTheme
from textual.content import Content
from textual.theme import Theme

from tutor.faces.drawing.picture import Picture, Tone

THEME = Theme(
    name="tutor",
    primary="#6b7686",
    secondary="#6b7686",
    accent="#e6b673",
    foreground="#d6d9df",
    background="#14171c",
    surface="#1a1e25",
    panel="#20252d",
    success="#98bb6c",
    warning="#e6b673",
    error="#e46876",
    dark=True,
    variables={
        "border": "#3a424e",
        "border-blurred": "#3a424e",
        "footer-key-foreground": "#e6b673",
        "footer-background": "#1a1e25",
        "footer-description-foreground": "#a4abb6",
        "input-cursor-background": "#d6d9df",
        "input-cursor-foreground": "#14171c",
        "input-selection-background": "#6b7686 60%",
        "block-cursor-background": "#2d3a45",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#2d3a45",
        "block-cursor-blurred-foreground": "#ffffff",
        "scrollbar": "#3a424e",
        "scrollbar-hover": "#56606e",
        "scrollbar-active": "#6b7686",
        "scrollbar-background": "#14171c",
        "scrollbar-background-hover": "#14171c",
        "scrollbar-background-active": "#14171c",
    },
)
"""A dark scheme with contrast enough for all text."""

MARKDOWN = RichTheme(
    {
        "markdown.code": "#e6b673",
        "markdown.code_block": "#d6d9df",
        "markdown.block_quote": "#8d95a1",
        "markdown.list": "#d6d9df",
        "markdown.item.bullet": "#e6b673",
        "markdown.item.number": "#e6b673",
        "markdown.h1": "bold #f2f3f5",
        "markdown.h2": "bold #f2f3f5",
        "markdown.h3": "bold #f2f3f5",
        "markdown.h4": "bold #d6d9df",
        "markdown.link": "underline #d6d9df",
        "markdown.link_url": "#8d95a1",
        "markdown.table.border": "#3a424e",
        "markdown.table.header": "bold #d6d9df",
    }
)
"""The same colours for what Markdown consists of."""

STYLES = {
    Tone.PLAIN: "",
    Tone.DIM: "#8d95a1",
    Tone.FAINT: "#69727e",
    Tone.STRONG: "bold #f2f3f5",
    Tone.ACCENT: "#e6b673",
    Tone.HERE: "bold underline #e6b673",
    Tone.CHOSEN: "bold underline #e6b673",
    Tone.GOOD: "bold #98bb6c",
    Tone.BAD: "bold #e46876",
}
"""How each tone looks."""


def content(picture: Picture) -> Content:
    """Return a picture for a widget; nothing in it is taken for markup."""
    lines = [Content.assemble(*((text, STYLES[tone]) for text, tone in line)) for line in picture]
    return Content("\n").join(lines)
