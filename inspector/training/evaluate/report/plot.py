"""A diagram as inline SVG, written by hand: no plotting library at run time. Colours come from the page's style."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 440, 330
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 14, 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One side of a diagram, from `low` to `high`."""

    title: str
    low: float = 0.0
    high: float = 1.0
    percent: bool = True

    def label(self, value: float) -> str:
        """The number at a tick."""
        if not self.percent:
            return f"{value:.4g}"
        return f"{value * 100:.3g} %"

    def ticks(self, count: int = 5) -> list[float]:
        """Round values, about so many."""
        span = self.high - self.low
        rough = span / count
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
        first = math.ceil(self.low / step - 1e-9)
        return [number * step for number in range(first, math.floor(self.high / step + 1e-9) + 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """The place of values in the picture. What lies outside of the axes is drawn at their ends."""

    x: Axis
    y: Axis
    top: float = TOP
    bottom: float = HEIGHT - BOTTOM

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Pixels of a point."""
        return (
            LEFT + (WIDTH - LEFT - RIGHT) * _share(x, self.x),
            self.bottom - (self.bottom - self.top) * _share(y, self.y),
        )

    def frame(self, *, x_labels: bool = True, y_ticks: int = 5) -> list[str]:
        """Grid, numbers and titles of both axes."""
        marks = []
        for value in self.y.ticks(y_ticks):
            (x0, y), (x1, _) = self.at(self.x.low, value), self.at(self.x.high, value)
            marks.append(f'<line class="grid" x1="{x0:.1f}" y1="{y:.1f}" x2="{x1:.1f}" y2="{y:.1f}"/>')
            marks.append(text(x0 - 7, y + 4, self.y.label(value), anchor="end"))
        for value in self.x.ticks():
            (x, y0), (_, y1) = self.at(value, self.y.low), self.at(value, self.y.high)
            marks.append(f'<line class="grid" x1="{x:.1f}" y1="{y0:.1f}" x2="{x:.1f}" y2="{y1:.1f}"/>')
            if x_labels:
                marks.append(text(x, self.bottom + 18, self.x.label(value), anchor="middle"))
        if x_labels:
            marks.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, self.x.title, anchor="middle"))
        middle = (self.top + self.bottom) / 2
        turned = f'transform="rotate(-90 13 {middle:.1f})"'
        marks.append(f'<text x="13" y="{middle:.1f}" text-anchor="middle" {turned}>{escape(self.y.title)}</text>')
        return marks

    def line(self, xs: Sequence[float], ys: Sequence[float], kind: str, *, steps: bool = False) -> str:
        """A line through the points; `steps` goes across first, then up."""
        path, before = [], None
        for x, y in zip(xs, ys, strict=True):
            if steps and before is not None:
                path.append(_point(self.at(x, before)))
            path.append(_point(self.at(x, y)))
            before = y
        return f'<polyline class="{kind}" points="{" ".join(path)}"/>'

    def band(self, xs: Sequence[float], lows: Sequence[float], highs: Sequence[float]) -> str:
        """The area between two lines."""
        ends = [*zip(xs, highs, strict=True), *reversed(list(zip(xs, lows, strict=True)))]
        return f'<polygon class="band" points="{" ".join(_point(self.at(x, y)) for x, y in ends)}"/>'

    def bar(self, left: float, right: float, height: float, kind: str) -> str:
        """A column on the x axis."""
        (x0, y0), (x1, y1) = self.at(left, height), self.at(right, self.y.low)
        size = f'width="{max(0.5, x1 - x0 - 0.6):.1f}" height="{max(0.0, y1 - y0):.1f}"'
        return f'<rect class="{kind}" x="{x0:.1f}" y="{y0:.1f}" {size}/>'

    def dot(self, x: float, y: float, kind: str, *, span: tuple[float, float] | None = None, told: str = "") -> str:
        """A point, with its interval up and down; `told` shows where the pointer rests on it."""
        px, py = self.at(x, y)
        bar = ""
        if span is not None:
            (_, y0), (_, y1) = self.at(x, span[0]), self.at(x, span[1])
            bar = f'<line class="{kind}" x1="{px:.1f}" y1="{y0:.1f}" x2="{px:.1f}" y2="{y1:.1f}"/>'
        title = f"<title>{escape(told)}</title>" if told else ""
        return f'{bar}<circle class="{kind}" cx="{px:.1f}" cy="{py:.1f}" r="4">{title}</circle>'

    def upright(self, x: float, label: str) -> str:
        """A dashed line across the diagram, with its name at the top."""
        (px, y0), (_, y1) = self.at(x, self.y.low), self.at(x, self.y.high)
        late = _share(x, self.x) > 0.6
        name = text(px + (-5 if late else 5), y1 + 12, label, anchor="end" if late else "start")
        return f'<line class="limit" x1="{px:.1f}" y1="{y0:.1f}" x2="{px:.1f}" y2="{y1:.1f}"/>{name}'


def text(x: float, y: float, words: str, *, anchor: str = "start") -> str:
    """Words in the picture."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def svg(marks: Sequence[str], told: str) -> str:
    """The picture; `told` says in words what it shows, for those who do not see it."""
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f'<svg {size} role="img" aria-label="{escape(told)}">{"".join(marks)}</svg>'


def _share(value: float, axis: Axis) -> float:
    return min(1.0, max(0.0, (value - axis.low) / (axis.high - axis.low)))


def _point(place: tuple[float, float]) -> str:
    return f"{place[0]:.1f},{place[1]:.1f}"
