"""Sections that the three reports share."""

from collections.abc import Mapping, Sequence
from typing import Any

from inspector.training.evaluate.curves import precision_recall, roc
from inspector.training.evaluate.origin import Origin
from inspector.training.evaluate.ranking import Flags, Floats
from inspector.training.evaluate.report import charts
from inspector.training.evaluate.report.page import (
    Section,
    facts,
    figure,
    listed,
    measured,
    paragraph,
    side_by_side,
    table,
)

HEADLINES = {
    "auroc": "AUROC",
    "ap": "average precision",
    "recall_at_1pct_fpr": "recall at 1 % false diverts",
    "recall_at_5pct_fpr": "recall at 5 % false diverts",
}
RATES = (("recall_at_1pct_fpr", 0.01), ("recall_at_5pct_fpr", 0.05))


def figures_section(found: Mapping[str, Any], further: Mapping[str, object]) -> Section:
    """How many, how good, within which intervals, and what the figures can not show."""
    rows: dict[str, object] = {**further, "good": found["good"], "bad": found["bad"]}
    known = {name: title for name, title in HEADLINES.items() if found[name] is not None}
    rows |= {title: measured(found[name], found[f"{name}_ci"]) for name, title in known.items()}
    body = facts(rows, "In brackets: 95 % intervals, by drawing the items (or groups) again and again.")
    return Section(title="Figures", body=body + listed(found["notes"]))


def curves_section(
    found: Mapping[str, Any],
    labels: Flags,
    scores: Floats,
    *,
    groups: Sequence[object] | None,
    names: tuple[str, str],
    score: str,
    limit: tuple[float, str] | None = None,
) -> Section:
    """ROC near and whole, precision over recall, histogram; `names` are those of bad and good, `score` of the axis."""
    if labels.all() or not labels.any():
        return Section(title="Curves", body=paragraph(f"Both {names[0]} and {names[1]} are needed for curves."))
    curve = roc(labels, scores, groups=groups)
    points = [(rate, found[name], _span(found, name)) for name, rate in RATES]
    n = f"{int(labels.sum())} {names[0]}, {int((~labels).sum())} {names[1]}"
    return Section(
        title="Curves",
        body=side_by_side(
            [
                figure(
                    charts.roc_chart(curve, points, near=True),
                    f"Recall where a line can work, up to 10 % false diverts; {n}. Shade: 95 % band; "
                    "dots: 1 % and 5 %.",
                ),
                figure(charts.roc_chart(curve, points, near=False), "The whole ROC curve. Dotted: chance."),
                figure(
                    charts.precision_chart({"all": precision_recall(labels, scores)}, float(labels.mean())),
                    f"Precision over recall, at this set's share of {names[0]} ({labels.mean():.1%}): on a line with "
                    "one damaged item in a thousand it is far lower.",
                ),
                figure(
                    charts.histogram_chart(labels, scores, names=names, title=score, limit=limit),
                    f"Scores of {names[0]} (above) and {names[1]} (below), as shares of each.",
                ),
            ]
        ),
    )


def slices_table(slices: Mapping[str, Mapping[str, Any]], what: str, caption: str) -> str:
    """A row for each product, class or severity; nothing where there is none."""
    if not slices:
        return ""
    rows = [
        (
            name,
            one["damaged"],
            one["intact"],
            one["auroc"],
            one["recall_at_1pct_fpr"],
            one["recall_at_5pct_fpr"],
            measured(one["recall"], one["recall_ci"]),
            measured(one["false_divert"], one["false_divert_ci"]),
        )
        for name, one in slices.items()
    ]
    columns = (what, "damaged", "intact", "AUROC", "recall at 1 %", "at 5 %", "recall as decided", "false diverts")
    return table(columns, rows, caption)


def origin_section(origin: Origin) -> Section:
    """What was measured with what, and how to do it again."""
    rows: dict[str, object] = {
        "command": origin.command,
        "made": origin.made_at,
        "data": origin.data,
        "data SHA-256": f"{origin.data_sha256} ({origin.files} files: names and contents)",
        "bootstrap rounds": origin.bootstrap,
    }
    rows |= {f"model {name}": digest for name, digest in origin.models.items()}
    rows |= dict(origin.versions)
    return Section(title="Origin", body=facts(rows, "What these figures are of."))


def _span(found: Mapping[str, Any], name: str) -> tuple[float, float]:
    low, high = found[f"{name}_ci"]
    return (found[name] if low is None else low, found[name] if high is None else high)
