"""The page: sections of text, tables, diagrams and pictures, in one file that asks nobody for anything."""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from inspector.training.evaluate.report.style import STYLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part under a heading; `body` is HTML."""

    title: str
    body: str

    @property
    def anchor(self) -> str:
        """What the contents link to."""
        return re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")


def page(title: str, lead: str, sections: Sequence[Section], *, leaks: Sequence[str] = ()) -> str:
    """The whole document. `leaks` stand above everything: figures over them are not what they look like."""
    contents = " ".join(f'<a href="#{one.anchor}">{escape(one.title)}</a>' for one in sections)
    parts = "".join(
        f'<section aria-labelledby="{one.anchor}"><h2 id="{one.anchor}">{escape(one.title)}</h2>{one.body}</section>'
        for one in sections
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        # Nothing is fetched and nothing runs, whatever a file name or a class name holds.
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
        "style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>\n"
        f'<body><header><h1>{escape(title)}</h1><p class="dim">{escape(lead)}</p>'
        f'<nav aria-label="Contents">{contents}</nav></header>\n<main>{_alarm(leaks)}{parts}</main></body></html>\n'
    )


def _alarm(leaks: Sequence[str]) -> str:
    if not leaks:
        return ""
    return (
        f'<div class="alarm" role="note"><h2>Leak: {len(leaks)} cases, allowed by --allow-leaks</h2><p>Training and '
        "measurement share pictures or groups. Every figure below flatters.</p>"
        + listed(leaks[:20])
        + (f"<p>… and {len(leaks) - 20} more</p>" if len(leaks) > 20 else "")
        + "</div>"
    )


def paragraph(words: str) -> str:
    """Plain words."""
    return f"<p>{escape(words)}</p>"


def listed(lines: Sequence[str]) -> str:
    """Lines of plain words."""
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>" if lines else ""


def facts(rows: Mapping[str, object], caption: str) -> str:
    """Names and values, one a line."""
    cells = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{cell(value)}</td></tr>' for name, value in rows.items()
    )
    head = f'<div class="wide"><table class="facts"><caption>{escape(caption)}</caption>'
    return f"{head}<tbody>{cells}</tbody></table></div>"


def table(
    columns: Sequence[str], rows: Sequence[Sequence[object]], caption: str, *, words: Collection[str] = ()
) -> str:
    """The first cell of a row names it; columns of `words` are set to the left, numbers to the right."""
    sides = [' class="words"' if column in words else "" for column in columns]
    head = "".join(f'<th scope="col"{side}>{escape(column)}</th>' for column, side in zip(columns, sides, strict=True))
    body = "".join(
        f'<tr><th scope="row">{cell(row[0])}</th>'
        + "".join(f"<td{side}>{cell(value)}</td>" for value, side in zip(row[1:], sides[1:], strict=True))
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="wide"><table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def figure(content: str, caption: str) -> str:
    """A diagram or a picture (HTML), with what to see in it."""
    return f"<figure>{content}<figcaption>{escape(caption)}</figcaption></figure>"


def side_by_side(figures: Sequence[str]) -> str:
    """Diagrams, two in a row where there is room."""
    return f'<div class="grid2">{"".join(figures)}</div>'


def cell(value: object) -> str:
    """A value in a table, as HTML; what is undefined is a dash."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    return escape(f"{value:.3f}" if isinstance(value, float) else str(value))


def measured(value: float | None, interval: Sequence[float | None] | None) -> str:
    """A figure and its interval: 0.873 (0.81–0.92)."""
    if value is None or math.isnan(value):
        return "–"
    if interval is None or any(end is None or math.isnan(end) for end in interval):
        return f"{value:.3f}"
    low, high = interval
    return f"{value:.3f} ({low:.3f}–{high:.3f})"
