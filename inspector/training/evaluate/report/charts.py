"""The diagrams of a report: each takes what was measured and returns an SVG."""

from collections.abc import Mapping, Sequence

import numpy as np

from inspector.training.evaluate.curves import Bin, Roc
from inspector.training.evaluate.ranking import Flags, Floats
from inspector.training.evaluate.report.plot import BOTTOM, HEIGHT, LEFT, TOP, Axis, Plot, svg, text

COLUMNS = 24
LABEL = 14  # room for a line of words, in pixels
NEAR = 0.1  # the false-divert rates that a line can bear
KINDS = ("line", "line second", "line third", "line fourth")


def roc_chart(found: Roc, points: Sequence[tuple[float, float, tuple[float, float]]], *, near: bool) -> str:
    """Recall over false diverts, with its band; `points` are (rate, recall, interval). `near`: only up to 10 %."""
    plot = Plot(x=Axis(title="false diverts (share of the good)", high=NEAR if near else 1.0), y=Axis(title="recall"))
    kept = found.rates <= plot.x.high
    # The step goes on to the edge at the height that it had.
    rates = [*found.rates[kept].tolist(), plot.x.high]
    recalls = [*found.recalls[kept].tolist(), float(found.recalls[kept][-1])]
    inside = found.grid <= plot.x.high
    marks = [*plot.frame(), plot.band(*(part[inside].tolist() for part in (found.grid, found.low, found.high)))]
    if not near:
        marks.append(plot.line([0, 1], [0, 1], "chance"))
    marks.append(plot.line(rates, recalls, "line", steps=True))
    for rate, recall, span in points:
        marks.append(plot.dot(rate, recall, "mark", span=span, told=f"recall {recall:.3f} at {rate:.0%}"))
    at = "; ".join(f"{recall:.2f} at {rate:.0%} false diverts" for rate, recall, _ in points)
    return svg(marks, f"ROC curve up to {plot.x.high:.0%} false diverts. Recall: {at}.")


def precision_chart(curves: Mapping[str, tuple[Floats, Floats]], prevalence: float | None) -> str:
    """Precision over recall, a line for each name; dotted: what calling everything bad would give."""
    plot = Plot(x=Axis(title="recall"), y=Axis(title="precision"))
    marks = plot.frame()
    if prevalence is not None:
        marks.append(plot.line([0, 1], [prevalence, prevalence], "chance"))
    for kind, (name, (recalls, precisions)) in zip(_kinds(len(curves)), curves.items(), strict=True):
        if not len(recalls):
            continue
        first = float(precisions[0])
        marks.append(plot.line([0.0, *recalls.tolist()], [first, *precisions.tolist()], kind))
        if len(curves) > 1:
            place = plot.at(0.03, 0.06 + 0.07 * list(curves).index(name))
            marks.append(f'<line class="{kind}" x1="{place[0]}" y1="{place[1]}" x2="{place[0] + 24}" y2="{place[1]}"/>')
            marks.append(text(place[0] + 30, place[1] + 4, name))
    return svg(marks, f"Precision over recall of {', '.join(curves)}.")


def histogram_chart(
    labels: Flags, scores: Floats, *, names: tuple[str, str], title: str, limit: tuple[float, str] | None = None
) -> str:
    """How the scores of the bad (above) and of the good (below) are spread, as shares of each; `limit` is marked."""
    low, high = _span(scores)
    edges = np.linspace(low, high, COLUMNS + 1)
    shares = [np.histogram(scores[chosen], edges)[0] / max(1, int(chosen.sum())) for chosen in (labels, ~labels)]
    top = max(float(np.max(part)) for part in shares) * 1.08 or 1.0
    middle = (TOP + HEIGHT - BOTTOM) / 2
    places = ((TOP + LABEL, middle - 6), (middle + 6 + LABEL, HEIGHT - BOTTOM))
    marks: list[str] = []
    for share, (above, below), name, kind in zip(shares, places, names, ("bad", "good"), strict=True):
        axis = Axis(title=title, low=low, high=high, percent=False)
        plot = Plot(x=axis, y=Axis(title="share", high=top), top=above, bottom=below)
        marks += plot.frame(x_labels=kind == "good", y_ticks=3)
        marks += [plot.bar(edges[n], edges[n + 1], float(share[n]), kind) for n in range(COLUMNS) if share[n]]
        if limit is not None and low <= limit[0] <= high:
            marks.append(plot.upright(limit[0], limit[1] if kind == "bad" else ""))
        count = int((labels if kind == "bad" else ~labels).sum())
        marks.append(text(LEFT, above - 5, f"{name}, n = {count}"))
    bad, good = (float(np.median(scores[chosen])) if chosen.any() else float("nan") for chosen in (labels, ~labels))
    return svg(marks, f"Histogram of scores. Median of {names[0]} {bad:.3g}, of {names[1]} {good:.3g}.")


def reliability_chart(bins: Sequence[Bin], *, told: str, x_title: str, y_title: str) -> str:
    """Each bin's share over its mean score, with exact intervals; a true probability lies on the dotted line."""
    plot = Plot(x=Axis(title=x_title), y=Axis(title=y_title))
    marks = [*plot.frame(), plot.line([0, 1], [0, 1], "chance")]
    marks.append(plot.line([one.score for one in bins], [one.share for one in bins], "line thin"))
    for one in bins:
        said = f"score {one.score:.3f}: {one.bad} of {one.n}"
        marks.append(plot.dot(one.score, one.share, "mark", span=(one.low, one.high), told=said))
    return svg(marks, f"{told} " + "; ".join(f"{one.score:.2f}: {one.bad} of {one.n}" for one in bins) + ".")


def uniformity_chart(p_values: Floats) -> str:
    """How many good pictures have a p-value of at most x: a p-value that means what it says lies on the dotted line."""
    plot = Plot(x=Axis(title="p-value"), y=Axis(title="share at or below"))
    ordered = np.sort(p_values)
    xs = [0.0, *ordered.tolist(), 1.0]
    ys = [0.0, *(np.arange(1, len(ordered) + 1) / max(1, len(ordered))).tolist(), 1.0]
    marks = [*plot.frame(), plot.line([0, 1], [0, 1], "chance"), plot.line(xs, ys, "line", steps=True)]
    low = float(np.mean(p_values <= 0.05)) if len(p_values) else float("nan")
    return svg(marks, f"Distribution of the good pictures' p-values: {low:.3f} of them are at most 0.05.")


def _kinds(count: int) -> list[str]:
    return [KINDS[number % len(KINDS)] for number in range(count)]


def _span(scores: Floats) -> tuple[float, float]:
    """A probability's axis is 0 … 1, however the scores lie."""
    low, high = float(scores.min()), float(scores.max())
    if low >= 0 and high <= 1:
        return 0.0, 1.0
    return (low, high) if high > low else (low - 0.5, high + 0.5)
