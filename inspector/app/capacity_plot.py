"""The capacity plan as an SVG picture, written by hand: no plotting library at run time."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from inspector.domain.planning import Demand, Estimate, Plan

WIDTH, HEIGHT = 760, 620
LEFT, RIGHT = 78, 24
PANEL = 190
TOPS = (86, 356)
INK, GREY, GRID = "#1f2933", "#52606d", "#d9dee4"
BLUE, ORANGE = "#1f6feb", "#c2540a"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Panel:
    """Where one diagram lies, and what its axis ends at."""

    top: float
    highest: float
    x: Callable[[float], float]

    def y(self, value: float) -> float:
        return self.top + PANEL * (1 - min(value, self.highest) / self.highest)


def capacity_svg(plans: Sequence[Plan], demand: Demand) -> str:
    """Above PPV and recall, below reviewer minutes per hour, over the false-divert rate (log); bars are intervals.

    Points of known threshold are joined by a line; a point without one, such as the station's own decisions, stands
    alone beside them.
    """
    shown = sorted(plans, key=lambda one: one.point.false_divert.value)
    joined = [one.point.threshold is not None for one in shown]
    joined = joined if any(joined) else [True] * len(shown)
    rates = [max(one.point.false_divert.value, 1e-5) for one in shown]
    low, high = _decades(rates)

    def x(rate: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (math.log10(max(rate, 10**low)) - low) / (high - low)

    share = _Panel(top=TOPS[0], highest=1.0, x=x)
    minutes = [one.reviewer_minutes_per_hour for one in shown]
    work = _Panel(top=TOPS[1], highest=_round_up(max(min(one.high, 2 * one.value) for one in minutes)), x=x)
    title = f"{demand.items_per_hour:g} items per hour, {demand.prevalence:.3%} of them damaged"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        _text(LEFT, 28, title, size=17),
        _text(LEFT, 50, "Each further false divert is a person's time; at a low prevalence it also drowns the real."),
        *_frame(share, "share", (low, high), lambda v: f"{v:.0%}"),
        *_frame(
            work, f"reviewer minutes per hour, {demand.review_seconds:g} s an item", (low, high), lambda v: f"{v:g}"
        ),
        *_series(share, rates, [one.point.recall for one in shown], joined, ORANGE),
        *_series(share, rates, [one.ppv or Estimate(value=0, low=0, high=1) for one in shown], joined, BLUE),
        *_series(work, rates, minutes, joined, INK),
        _text(WIDTH - RIGHT, TOPS[0] - 10, "recall", fill=ORANGE, anchor="end"),
        _text(WIDTH - RIGHT - 52, TOPS[0] - 10, "diverts that are real (PPV)", fill=BLUE, anchor="end"),
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 18, "false-divert rate", anchor="middle"),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _frame(panel: _Panel, title: str, decades: tuple[int, int], label: Callable[[float], str]) -> list[str]:
    parts = [_text(LEFT, panel.top - 10, title)]
    for step in range(5):
        value = panel.highest * step / 4
        parts.append(_line(LEFT, panel.y(value), WIDTH - RIGHT, panel.y(value), GRID))
        parts.append(_text(LEFT - 8, panel.y(value) + 4, label(value), fill=GREY, anchor="end"))
    for power in range(decades[0], decades[1] + 1):
        place = panel.x(10.0**power)
        parts.append(_line(place, panel.top, place, panel.top + PANEL, GRID))
        parts.append(_text(place, panel.top + PANEL + 18, f"{10.0 ** (power + 2):.10g} %", fill=GREY, anchor="middle"))
    return parts


def _series(
    panel: _Panel, rates: Sequence[float], values: Sequence[Estimate], joined: Sequence[bool], colour: str
) -> list[str]:
    places = [(panel.x(rate), panel.y(one.value)) for rate, one in zip(rates, values, strict=True)]
    path = " L".join(f"{px:.1f} {py:.1f}" for (px, py), on in zip(places, joined, strict=True) if on)
    parts = [f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>']
    for (px, py), one, on in zip(places, values, joined, strict=True):
        fill = colour if on else "#ffffff"
        parts.append(_line(px, panel.y(one.low), px, panel.y(one.high), colour, opacity=0.45))
        parts.append(f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3.5" fill="{fill}" stroke="{colour}"/>')
    return parts


def _decades(rates: Sequence[float]) -> tuple[int, int]:
    low, high = math.floor(math.log10(min(rates))), math.ceil(math.log10(max(rates)))
    return low, max(high, low + 1)


def _round_up(value: float) -> float:
    """The next of 1, 2, 4, 6, 8, 10 times a power of ten; 1 for nothing at all."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= value * 0.999999)


def _line(x0: float, y0: float, x1: float, y1: float, colour: str, *, opacity: float = 1.0) -> str:
    ends = f'x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-opacity="{opacity:g}"/>'


def _text(x: float, y: float, text: str, *, fill: str = INK, anchor: str = "start", size: int = 13) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{fill}" text-anchor="{anchor}" font-size="{size}">{escape(text)}</text>'
    )
