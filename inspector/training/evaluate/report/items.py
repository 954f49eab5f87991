"""The report of `evaluate items`: a whole station, judged by what it let pass and what it stopped."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from inspector.domain.frame import RgbImage
from inspector.domain.verdict import Disposition
from inspector.training.evaluate import curves
from inspector.training.evaluate.origin import Origin
from inspector.training.evaluate.report import charts
from inspector.training.evaluate.report.gallery import MOST, Mistake, gallery
from inspector.training.evaluate.report.page import (
    Section,
    figure,
    measured,
    page,
    paragraph,
    side_by_side,
    table,
)
from inspector.training.evaluate.report.parts import curves_section, figures_section, origin_section, slices_table

Row = Mapping[str, Any]

STOPPED = (Disposition.DIVERT.value, Disposition.REVIEW.value)
UNJUDGED = Disposition.NO_DECISION.value


def items_report(
    found: Mapping[str, Any],
    draw: Callable[[Row], RgbImage],
    *,
    origin: Origin,
    limits: Sequence[tuple[str, str]],
    limit: tuple[float, str] | None,
) -> str:
    """`found` is `ItemFigures.to_json()`; `draw` shows a row of its items with all that was found on it.

    `limits`: each recipe with the words that say what passes; `limit` is the one score that all items pass by, if any.
    """
    rows: Sequence[Row] = found["items"]
    labels = np.array([row["damaged"] for row in rows], np.bool_)
    scores = np.array([row["score"] for row in rows], np.float64)
    named = [row["group"] if row["group"] is not None else row["item"] for row in rows]
    groups = named if any(row["group"] is not None for row in rows) else None
    judged = np.array([row["disposition"] != UNJUDGED for row in rows], np.bool_)
    further = {
        "split": found["split"] or "the data has none",
        "items": len(rows),
        "pictures": sum(len(row["views"]) for row in rows),
        "groups": len(set(named)) if groups else "none told: items are taken as independent",
        "recall as decided": measured(found["recall"], found["recall_ci"]),
        "false diverts as decided": measured(found["false_divert"], found["false_divert_ci"]),
        "not judged, counted as stopped": f"{(labels & ~judged).sum()} damaged, {(~labels & ~judged).sum()} intact",
    }
    return page(
        "Evaluation: items",
        f"{found['bad']} damaged and {found['good']} intact items of {origin.data}, judged by the whole station.",
        [
            figures_section(found, further),
            _decisions(found, limits),
            curves_section(
                found,
                labels,
                scores,
                groups=groups,
                names=("damaged", "intact"),
                score="P(damage)",
                limit=limit,
            ),
            _calibration(labels[judged], scores[judged]),
            _parts(found),
            *_mistakes(rows, draw),
            origin_section(origin),
        ],
        leaks=found["leaks"],
    )


def _decisions(found: Mapping[str, Any], limits: Sequence[tuple[str, str]]) -> Section:
    confusion = found["confusion"]
    columns = list(next(iter(confusion.values())))
    body = table(
        ("truth", *columns, "all"),
        [(truth, *row.values(), sum(row.values())) for truth, row in confusion.items()],
        "Items by truth and decision, at the recipe's own limit. Only PASS stays on the line.",
    )
    caption = "The limits that these decisions were made by."
    body += table(("recipe", "what passes"), limits, caption, words=("what passes",))
    return Section(title="Decisions", body=body)


def _calibration(labels: Any, scores: Any) -> Section:
    if not len(scores):
        return Section(title="Calibration", body=paragraph("No item was judged: there is no probability to check."))
    bins = curves.reliability(labels, scores)
    chart = charts.reliability_chart(
        bins,
        told="Reliability of the station's P(damage).",
        x_title="P(damage) as said",
        y_title="share that is damaged",
    )
    rows = [(f"{one.score:.4f}", one.n, one.bad, measured(one.share, (one.low, one.high))) for one in bins]
    words = (
        f"{len(scores)} judged items: Brier score {curves.brier(labels, scores):.4f}, mean distance from the dotted "
        f"line {curves.calibration_error(bins):.3f}. {labels.mean():.1%} of these items are damaged; a probability "
        "that is right for a line with far less damage lies above the dotted line here."
    )
    return Section(
        title="Calibration",
        body=paragraph(words)
        + side_by_side(
            [
                figure(chart, "Items in bins of equal number; bars are exact 95 % intervals."),
                table(("P(damage)", "n", "damaged", "share (95 %)"), rows, "The same in numbers."),
            ]
        ),
    )


def _parts(found: Mapping[str, Any]) -> Section:
    own = (
        "Each product's damaged items against its own intact ones. Intervals are exact; a rate of so few intact items "
        "allows none of them, and that recall is a floor."
    )
    body = slices_table(found["skus"], "SKU", own)
    body += slices_table(
        found["classes"],
        "class",
        "Damaged items of a class against all intact items; one of several classes counts in each.",
    )
    body += slices_table(found["severities"], "severity", "Damaged items of a severity against all intact items.")
    if found["groups"]:
        rows = [
            (name, one["damaged"], one["intact"], one["auroc"], one["damaged_stopped"], one["intact_stopped"])
            for name, one in found["groups"].items()
        ]
        columns = ("group", "damaged", "intact", "AUROC", "damaged stopped", "intact stopped")
        body += table(columns, rows, "Groups of at least two items.")
    none = "The data tells no sku, class, severity, or group of several items: there is nothing to tell apart."
    return Section(title="By product and damage", body=body or paragraph(none))


def _mistakes(rows: Sequence[Row], draw: Callable[[Row], RgbImage]) -> list[Section]:
    passed = [row for row in rows if row["damaged"] and row["disposition"] == Disposition.PASS.value]
    diverted = [row for row in rows if not row["damaged"] and row["disposition"] in STOPPED]
    unjudged = [row for row in rows if row["disposition"] == UNJUDGED]
    missed = sorted(passed, key=lambda row: row["score"])[:MOST]
    false = sorted(diverted, key=lambda row: -row["score"])[:MOST]
    return [
        Section(
            title="Missed damage",
            body=paragraph(f"{len(passed)} damaged items passed; those with the lowest scores first.")
            + gallery([_mistake(row, draw) for row in missed], "No damaged item passed."),
        ),
        Section(
            title="False diverts",
            body=paragraph(f"{len(diverted)} intact items were stopped; those with the highest scores first.")
            + gallery([_mistake(row, draw) for row in false], "No intact item was diverted or sent to review."),
        ),
        Section(title="Not judged", body=_unjudged(unjudged)),
    ]


def _mistake(row: Row, draw: Callable[[Row], RgbImage]) -> Mistake:
    told = [f"P(damage) {row['score']:.3f}, {row['disposition']}", row["why"]]
    told += [f"{name} {row[name]}" for name in ("sku", "severity") if row[name]]
    told += ["+".join(row["classes"])] if row["classes"] else []
    return Mistake(picture=draw(row), name=row["item"], said=" · ".join(part for part in told if part))


def _unjudged(rows: Sequence[Row]) -> str:
    if not rows:
        return paragraph("Every item was judged.")
    reasons: dict[str, list[str]] = {}
    for row in rows:
        reasons.setdefault(row["why"].split(" ")[0].rstrip(","), []).append(row["item"])
    cells = [
        (why, len(names), ", ".join(names[:8]) + (" …" if len(names) > 8 else "")) for why, names in reasons.items()
    ]
    return paragraph("These take the safe action, whatever their truth; they count as stopped.") + table(
        ("reason", "items", "which"), cells, "Items without a judgement.", words=("which",)
    )
