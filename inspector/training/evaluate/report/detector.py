"""The report of `evaluate detector`: boxes found against boxes drawn by people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from inspector.domain.detection import Detection, Xyxy
from inspector.training.evaluate import curves
from inspector.training.evaluate.boxes import Matched, overlap
from inspector.training.evaluate.detector_figures import DetectorFigures, Looked
from inspector.training.evaluate.origin import Origin
from inspector.training.evaluate.pictures import read_picture
from inspector.training.evaluate.ranking import Floats
from inspector.training.evaluate.report import charts
from inspector.training.evaluate.report.gallery import MOST, Mistake, gallery, with_truth
from inspector.training.evaluate.report.page import (
    Section,
    figure,
    measured,
    page,
    paragraph,
    side_by_side,
    table,
)
from inspector.training.evaluate.report.parts import curves_section, figures_section, origin_section
from inspector.vision.overlay import draw_overlay

IOU = 0.5
NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wrong:
    """A box that is missing or too much: `score` of the best try at it, or of the false box."""

    looked: Looked
    label: str
    score: float
    box: Xyxy


def detector_report(figures: DetectorFigures, *, origin: Origin) -> str:
    """The page."""
    found = figures.to_json()
    labels = np.array([one.defective for one in figures.looked], np.bool_)
    scores = np.array([one.strongest for one in figures.looked], np.float64)
    groups = [one.group for one in figures.looked]
    further = {
        "model": figures.model,
        "split": figures.split,
        "pictures": figures.n,
        "pictures without a label": figures.unlabelled,
        "true boxes": sum(one.n for one in figures.classes.values()),
        "groups": len(set(groups)) if None not in groups else "none told: pictures are taken as independent",
        "mAP50": measured(figures.map50, figures.map50_ci),
        "mAP50-95": measured(figures.map50_95, figures.map50_95_ci),
        "ms per picture": f"{figures.ms_per_image:.1f}",
    }
    main = figures_section(found, further)
    sections = [
        Section(title=main.title, body=main.body),
        _classes(figures),
        Section(title="Decisions", body=_confusion(figures)),
    ]
    if labels.any() and not labels.all():
        sections.append(
            curves_section(
                found,
                labels,
                scores,
                groups=groups if None not in groups else None,
                names=("pictures with a defect", "pictures without"),
                score="score of the strongest defect",
                limit=(figures.min_score, f"{figures.min_score:g}"),
            )
        )
    return page(
        "Evaluation: detector",
        f"{figures.model} on {figures.n} pictures of {origin.data} ({figures.split}).",
        [*sections, *_mistakes(figures), origin_section(origin)],
        leaks=figures.leaks,
    )


def _classes(figures: DetectorFigures) -> Section:
    rows = [
        (
            name,
            one.n,
            measured(one.recall, one.recall_ci),
            measured(one.ap50, one.ap50_ci),
            one.ap50_95,
        )
        for name, one in figures.classes.items()
    ]
    columns = ("class", "true boxes", f"recall at score {figures.min_score:g}", "AP50", "AP50-95")
    curve = charts.precision_chart({name: _precision(of_it) for name, of_it in figures.matched.items()}, None)
    hits = np.concatenate([one.hits[:, 0] for of_it in figures.matched.values() for one in of_it])
    scores = np.concatenate([one.scores for of_it in figures.matched.values() for one in of_it])
    shown = [figure(curve, f"Precision over recall of boxes, IoU {IOU:g}.")]
    if len(scores):
        bins = curves.reliability(hits, scores)
        chart = charts.reliability_chart(
            bins, told="Share of boxes that are right.", x_title="score of a box", y_title="share that is right"
        )
        words = f"Is a score a probability? {len(scores)} boxes in bins of equal number, exact 95 % intervals."
        shown.append(figure(chart, words))
        histogram = charts.histogram_chart(~hits, scores, names=("false boxes", "right boxes"), title="score of a box")
        shown.append(figure(histogram, "Scores of false boxes (above) and right ones (below), as shares of each."))
    said = table(columns, rows, "In brackets: 95 % intervals, by drawing the pictures (or groups) again and again.")
    return Section(title="By class", body=said + side_by_side(shown))


def _precision(matched: Sequence[Matched]) -> tuple[Floats, Floats]:
    """(recalls, precisions) over the boxes of all pictures, best score first."""
    scores = np.concatenate([one.scores for one in matched])
    hits = np.concatenate([one.hits[:, 0] for one in matched])[np.argsort(-scores, kind="stable")]
    true = np.cumsum(hits)
    return true / max(1, sum(one.truths for one in matched)), true / np.arange(1, len(hits) + 1)


def _confusion(figures: DetectorFigures) -> str:
    names = list(figures.classes)
    counts = {truth: dict.fromkeys([*names, NOTHING], 0) for truth in [*names, NOTHING]}
    for looked in figures.looked:
        shown = [one for one in looked.found.found if one.score >= figures.min_score and one.label in names]
        for truth, said in _paired(_truths(looked), shown):
            counts[truth][said] += 1
    counts[NOTHING].pop(NOTHING)
    rows = [(truth, *row.values(), *([] if truth != NOTHING else ["–"])) for truth, row in counts.items()]
    words = f"Boxes by true class (rows) and found class (columns), score at least {figures.min_score:g}, IoU {IOU:g}."
    return table(("truth", *names, NOTHING), rows, words)


def _paired(truths: Sequence[tuple[str, Xyxy]], found: Sequence[Detection]) -> list[tuple[str, str]]:
    """(true class, found class) of every box; NOTHING where there is no other. Boxes of the same class pair first."""
    left, free = list(truths), list(found)
    pairs = []
    for own in (True, False):
        for truth in list(left):
            near = [one for one in free if (one.label == truth[0] or not own) and _iou(one.xyxy, truth[1]) >= IOU]
            if near:
                best = max(near, key=lambda one: _iou(one.xyxy, truth[1]))
                pairs.append((truth[0], best.label))
                left.remove(truth)
                free.remove(best)
    return [*pairs, *((label, NOTHING) for label, _ in left), *((NOTHING, one.label) for one in free)]


def _mistakes(figures: DetectorFigures) -> list[Section]:
    missed, false = [], []
    for looked in figures.looked:
        missed += [one for one in _missed(looked) if one.score < figures.min_score]
        false += [one for one in _false(looked, figures.classes) if one.score >= figures.min_score]
    missed.sort(key=lambda one: one.score)
    false.sort(key=lambda one: -one.score)
    least = f"score {figures.min_score:g} and IoU {IOU:g}"
    return [
        Section(
            title="Missed boxes",
            body=paragraph(f"{len(missed)} true boxes have no box of their class with {least}; the least seen first. ")
            + gallery(_once(missed, "missed", figures.min_score), "None was missed."),
        ),
        Section(
            title="False boxes",
            body=paragraph(f"{len(false)} boxes of score {figures.min_score:g} or more are where no such thing is.")
            + gallery(_once(false, "false", figures.min_score), "There was none."),
        ),
    ]


def _once(wrong: Sequence[_Wrong], word: str, least: float) -> list[Mistake]:
    """One picture for each, its worst mistake told."""
    pictures: dict[str, _Wrong] = {}
    for one in wrong:
        pictures.setdefault(str(one.looked.path), one)
    out = []
    for one in list(pictures.values())[:MOST]:
        boxes = tuple(box for box in one.looked.found.found if box.label in one.looked.truth)
        shown = draw_overlay(
            read_picture(one.looked.path), replace(one.looked.found, found=boxes), None, least_score=least
        )
        picture = with_truth(shown, _truths(one.looked))
        score = f"best try {one.score:.2f}" if word == "missed" else f"score {one.score:.2f}"
        out.append(Mistake(picture=picture, name=one.looked.path.name, said=f"{word}: {one.label}, {score}"))
    return out


def _missed(looked: Looked) -> list[_Wrong]:
    """Every true box with the best score of a box of its class that overlaps it enough; 0 where there is none."""
    out = []
    for label, box in _truths(looked):
        tries = [one.score for one in looked.found.of(label) if _iou(one.xyxy, box) >= IOU]
        out.append(_Wrong(looked=looked, label=label, score=max(tries, default=0.0), box=box))
    return out


def _false(looked: Looked, classes: Mapping[str, object]) -> list[_Wrong]:
    truths = _truths(looked)

    def right(one: Detection) -> bool:
        return any(label == one.label and _iou(one.xyxy, box) >= IOU for label, box in truths)

    return [
        _Wrong(looked=looked, label=one.label, score=one.score, box=one.xyxy)
        for one in looked.found.found
        if one.label in classes and not right(one)
    ]


def _truths(looked: Looked) -> list[tuple[str, Xyxy]]:
    return [
        (label, (float(box[0]), float(box[1]), float(box[2]), float(box[3])))
        for label, boxes in looked.truth.items()
        for box in boxes
    ]


def _iou(one: Xyxy, other: Xyxy) -> float:
    return float(overlap(np.array([one], np.float64), np.array([other], np.float64))[0, 0])
