"""Markdown as lines of text: formulas in their notation, wrapped; emphasis as marks of letters."""

from __future__ import annotations

import re
import string
import textwrap
from itertools import zip_longest

from tutor.course.formulas import CODE, FENCED, ITEM, Tier, prose
from tutor.course.letters import to_ascii
from tutor.course.marks import Mark, marked, rewritten, unmarked

_HIDDEN = {ord(sign): ord(sign) + 0x10F000 for sign in string.punctuation}
_SHOWN = {hidden: sign for sign, hidden in _HIDDEN.items()}
LITERAL = re.compile(rf"\\(?P<sign>[!-/:-@\[-`{{-~])|{CODE}|<(?P<url>[a-z]+:[^>\s]+)>", re.DOTALL)
LINK = re.compile(r"!?\[(?P<text>[^\]]{0,999})\]\((?P<url>[^)\s]*)[^)]{0,999}\)")
EMPHASIS = re.compile(
    r"(?<!\*)(\*{1,3})(?![\s*])(.{1,999}?)(?<![\s*])\1(?!\*)"
    r"|(?<!\w)(_{1,3})(?![\s_])(.{1,999}?)(?<![\s_])\3(?!\w)|(~~)(.{1,999}?)~~"
)


def _inline(markdown: str, tier: Tier) -> str:
    """Return a piece of Markdown with marked letters in place of its marks."""
    text = LITERAL.sub(_literal, markdown)
    text = LINK.sub(lambda found: f"{found['text']} ({found['url'].translate(_HIDDEN)})", text)
    text = _emphasised(text).translate(_SHOWN)
    return text if tier == "unicode" else rewritten(text, to_ascii)


def _literal(found: re.Match[str]) -> str:
    if found["code"]:
        return marked(found["code"], Mark.CODE)
    return (found["sign"] or found["url"]).translate(_HIDDEN)


def _emphasised(text: str) -> str:
    return EMPHASIS.sub(
        lambda found: (
            _emphasised(found[6])
            if found[6]
            else marked(_emphasised(found[2] or found[4]), Mark.EMPHASIS)
        ),
        text,
    )


_RULE = r"[ \t]*(?:=+|-(?:[ \t]*-){2,}|\*(?:[ \t]*\*){2,}|_(?:[ \t]*_){2,})[ \t]*$"
_START = rf"{_RULE}|[ \t]*(?:$|\#{{1,6}}[ \t]|{ITEM}|[>|]|```|~~~)"
BLOCK = re.compile(
    rf"""{FENCED} | (?P<table>(?:^[ \t]*\|[^\n]*(?:\n|\Z))+) | ^(?P<rule>{_RULE})
    | ^[ \t]*(?P<level>\#{{1,6}})[ \t]+(?P<title>[^\n]*)
    | ^(?P<indent>[ \t]*+)(?P<mark>{ITEM}|>)?[ \t]*(?P<text>[^\n]+(?:\n(?!{_START})[^\n]+)*|)""",
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)


def plain(markdown: str, tier: Tier, width: int = 80) -> str:
    """Return a Markdown text as plain text, in lines of `width`.

    Raises:
        FormulaError: where a formula is not in the subset, or a dollar has no partner.

    """
    return unmarked(laid_out(markdown, tier, width))


def laid_out(markdown: str, tier: Tier, width: int) -> str:
    """Return a Markdown text in lines of `width`; what stands out in it is marked letters.

    Raises:
        FormulaError: where a formula is not in the subset, or a dollar has no partner.

    """
    blocks = BLOCK.finditer(prose(markdown.expandtabs(4), tier))
    lines = [line for block in blocks for line in _lines(block, tier, max(width, 1))]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _lines(block: re.Match[str], tier: Tier, width: int) -> list[str]:
    """Return the lines of a block."""
    if block["fence"]:
        text = block["lines"] if tier == "unicode" else to_ascii(block["lines"])
        return marked(text, Mark.CODE).splitlines()
    if block["table"]:
        return [*_table(block["table"], tier, width), ""]
    if block["level"]:
        title = marked(_inline(block["title"].rstrip("# "), tier), Mark.EMPHASIS)
        return [title, ("=" if block["level"] == "#" else "-") * len(title)]
    if block["rule"]:
        return ["===" if "=" in block["rule"] else "---"]
    mark = f"{block['mark']} " if block["mark"] else ""
    first = block["indent"] + re.sub(r"[*+] ", "- ", mark)
    return _wrapped(block["text"], tier, width, first)


def _wrapped(markdown: str, tier: Tier, width: int, first: str) -> list[str]:
    """Return the lines of a paragraph, hanging behind what its first line starts with."""
    lines = []
    rest = first if first.endswith("> ") else " " * len(first)
    for part in re.split(r"(?: {2,}|\\)\n", markdown):
        text = _inline(re.sub(r"\s*\n\s*", " ", part), tier)
        wrapper = textwrap.TextWrapper(width, break_long_words=False, break_on_hyphens=False)
        wrapper.initial_indent, wrapper.subsequent_indent = first, rest
        lines += wrapper.wrap(text.lstrip()) or [first.rstrip()]
        first = rest
    return lines


def _table(markdown: str, tier: Tier, width: int) -> list[str]:
    """Return a table's rows, aligned if they fit."""
    rows = [re.split(r"(?<!\\)\|", line.strip()[1:]) for line in markdown.strip().splitlines()]
    texts = [
        [_inline(cell.strip(), tier) for cell in (row if row[-1].strip() else row[:-1])]
        for row in rows
        if not all(re.fullmatch(r"\s*(:?-+:?\s*)?", cell) for cell in row)
    ]
    widths = [max(map(len, column)) for column in zip_longest(*texts, fillvalue="")]
    if sum(widths) + 2 * len(widths) - 2 > width:
        told = ["; ".join(map(": ".join, zip(texts[0], row, strict=False))) for row in texts[1:]]
        return [line for row in told for line in textwrap.wrap(row, width, subsequent_indent="  ")]
    texts.insert(1, ["-" * wide for wide in widths])
    padded = [[f"{cell:{wide}}" for cell, wide in zip(row, widths, strict=False)] for row in texts]
    return ["  ".join(row).rstrip() for row in padded]
