"""The report of `evaluate anomaly`: a scorer that was taught with good pictures and asked about others."""

import numpy as np

from inspector.training.evaluate.anomaly import AnomalyFigures, Scored
from inspector.training.evaluate.origin import Origin
from inspector.training.evaluate.pictures import read_mask, read_picture
from inspector.training.evaluate.report import charts
from inspector.training.evaluate.report.gallery import MOST, Mistake, gallery, with_mask
from inspector.training.evaluate.report.page import Section, figure, listed, page, paragraph, side_by_side, table
from inspector.training.evaluate.report.parts import curves_section, figures_section, origin_section
from inspector.vision.overlay import draw_heat

LEVELS = (0.01, 0.05)


def anomaly_report(figures: AnomalyFigures, *, origin: Origin) -> str:
    """The page."""
    found = figures.to_json()
    scored = figures.scored
    labels = np.array([one.defect is not None for one in scored], np.bool_)
    raw = np.array([one.score.raw for one in scored], np.float64)
    told = [one.group for one in scored]
    further = {
        "model": figures.model,
        "pictures taught": figures.taught,
        "references behind a p-value": scored[0].score.n,
        "pictures scored": len(scored),
        "groups": len(set(told)) if None not in told else "none told: pictures are taken as independent",
        "pixel AUROC": found["pixel_auroc"],
        "PRO up to 30 % false pixels": found["pro"],
        "good pictures with p ≤ 0.05": figures.good_flagged_at_p05,
        "seconds to teach": f"{figures.teach_seconds:.1f}",
        "ms per picture": f"{figures.ms_per_image:.1f}",
    }
    odd = [f"taught, though it looks different from the rest: {name}" for name in figures.odd_ones]
    if figures.black_masks:
        odd.append(f"{figures.black_masks} defective pictures have a mask that marks nothing")
    main = figures_section(found, further)
    return page(
        "Evaluation: anomaly scorer",
        f"{figures.model}, taught {figures.taught} good pictures of {origin.data}, asked about {len(scored)} others.",
        [
            Section(title=main.title, body=main.body + listed(odd)),
            _decisions(scored),
            curves_section(
                found,
                labels,
                raw,
                groups=told if None not in told else None,
                names=("defective", "good"),
                score="distance from what was taught",
            ),
            _p_values(scored),
            _defects(figures),
            *_mistakes(scored),
            origin_section(origin),
        ],
        leaks=figures.leaks,
    )


def _decisions(scored: tuple[Scored, ...]) -> Section:
    rows = []
    for name, bad in (("defective", True), ("good", False)):
        p = np.array([one.score.p_value for one in scored if (one.defect is not None) == bad])
        rows.append(
            (name, len(p), *(part for level in LEVELS for part in (int((p <= level).sum()), int((p > level).sum()))))
        )
    columns = ("truth", "n", *(f"{word} p = {level}" for level in LEVELS for word in ("at or below", "above")))
    words = (
        f"With {scored[0].score.n} references no p-value can be below {1 / (scored[0].score.n + 1):.4f}. A scorer "
        "alone stops nothing: its vote is weighed by the recipe."
    )
    return Section(title="Decisions", body=paragraph(words) + table(columns, rows, "Pictures by truth and p-value."))


def _p_values(scored: tuple[Scored, ...]) -> Section:
    good = np.array([one.score.p_value for one in scored if one.defect is None], np.float64)
    chart = charts.uniformity_chart(good)
    said = (
        f"p-values of the {len(good)} good pictures. Above the dotted line the scorer cries wolf, below it is too calm."
    )
    return Section(title="Calibration", body=side_by_side([figure(chart, said)]))


def _defects(figures: AnomalyFigures) -> Section:
    rows = [
        (name, one.n, one.auroc, one.recall_at_5pct_fpr, one.flagged_at_p05) for name, one in figures.defects.items()
    ]
    columns = ("defect", "n", "AUROC", "recall at 5 %", "share with p ≤ 0.05")
    return Section(title="By defect", body=table(columns, rows, "Each kind of defect against all good pictures."))


def _mistakes(scored: tuple[Scored, ...]) -> list[Section]:
    level = LEVELS[-1]
    missed = sorted((s for s in scored if s.defect is not None and s.score.p_value > level), key=lambda s: s.score.raw)
    false = sorted((s for s in scored if s.defect is None and s.score.p_value <= level), key=lambda s: -s.score.raw)
    return [
        Section(
            title="Missed defects",
            body=paragraph(
                f"{len(missed)} defective pictures have p above {level}; the least distant first. "
                "Green: the true defect, where there is a mask."
            )
            + gallery([_mistake(one) for one in missed[:MOST]], "None was missed."),
        ),
        Section(
            title="False alarms",
            body=paragraph(f"{len(false)} good pictures have p of at most {level}; the most distant first.")
            + gallery([_mistake(one) for one in false[:MOST]], "There was none."),
        ),
    ]


def _mistake(one: Scored) -> Mistake:
    picture = draw_heat(read_picture(one.path), one.score)
    if one.mask is not None:
        picture = with_mask(picture, read_mask(one.mask))
    said = f"{one.defect or 'good'} · distance {one.score.raw:.4g}, p = {one.score.p_value:.4f}"
    return Mistake(picture=picture, name=f"{one.path.parent.name}/{one.path.name}", said=said)
