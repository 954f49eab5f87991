"""Measures a scorer: taught with good pictures, asked about others."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from inspector.domain.anomaly import AnomalyScore
from inspector.domain.frame import Frame
from inspector.domain.item import Identity
from inspector.ports.scorer import Scorer
from inspector.training.evaluate.anomaly_folder import Probe, read_anomaly_folder
from inspector.training.evaluate.bootstrap import ROUNDS
from inspector.training.evaluate.digests import repeat_notes
from inspector.training.evaluate.figures import Ranking, plain, ranking
from inspector.training.evaluate.grouping import GroupOf
from inspector.training.evaluate.leaks import Progress
from inspector.training.evaluate.pictures import read_mask, read_picture
from inspector.training.evaluate.pixels import pixel_auroc, region_overlap
from inspector.training.evaluate.ranking import NAN, auroc, recall_at_fpr

SIDE = 192  # heat maps and masks are compared at no more pixels each way: maps are coarser than that
REFERENCE, CAMERA = "default", "camera"


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectFigures:
    """One kind of defect against all good pictures; shares are of pictures with a p-value of at most 5 %."""

    n: int
    auroc: float
    recall_at_5pct_fpr: float
    flagged_at_p05: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A picture and what the scorer said of it; `defect` is None for a good one, `group` where nobody told it."""

    path: Path
    defect: str | None
    mask: Path | None
    group: str | None
    score: AnomalyScore

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "path": str(self.path),
            "defect": self.defect,
            "group": self.group,
            "score": self.score.raw,
            "p_value": self.score.p_value,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class AnomalyFigures:
    """What `evaluate_anomaly` found. `pixel_auroc` and `pro` are NaN without masks.

    `black_masks` counts defective pictures whose mask marks nothing: their damage counts as good pixels.

    `leaks` tells what train and test share, where that was allowed; `files` are all that were read.

    `good_flagged_at_p05` should be near 0.05: it tells whether the p-value means what it says on these pictures.
    """

    ranking: Ranking
    model: str
    taught: int
    odd_ones: tuple[str, ...]
    pixel_auroc: float
    pro: float
    black_masks: int
    good_flagged_at_p05: float
    teach_seconds: float
    ms_per_image: float
    defects: dict[str, DefectFigures]
    leaks: tuple[str, ...]
    scored: tuple[Scored, ...]
    files: tuple[Path, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, the ranking's among them."""
        own = {
            "model": self.model,
            "taught": self.taught,
            "odd_ones": self.odd_ones,
            "pixel_auroc": self.pixel_auroc,
            "pro": self.pro,
            "black_masks": self.black_masks,
            "good_flagged_at_p05": self.good_flagged_at_p05,
            "teach_seconds": self.teach_seconds,
            "ms_per_image": self.ms_per_image,
            "defects": {name: _defect_json(one) for name, one in self.defects.items()},
            "leaks": self.leaks,
            "pictures": [one.to_json() for one in self.scored],
        }
        return self.ranking.to_json() | dict(plain(own))


def evaluate_anomaly(
    folder: Path,
    scorer_factory: Callable[[], Scorer],
    *,
    most_taught: int = 200,
    group_of: GroupOf | None = None,
    allow_leaks: bool = False,
    rounds: int = ROUNDS,
    seed: int = 0,
    progress: Progress | None = None,
) -> AnomalyFigures:
    """Teach a fresh scorer with train/good (at most `most_taught`, evenly chosen) and score everything under test.

    The factory's scorer must write where nothing of value lies. `group_of` names what repeats (a video, an item) for
    the intervals and may not be in both train and test. `progress(done, all)` is called after each picture, first of
    the comparison of train with test, then of the scoring. Raises one `ConfigError` for all bad input, and
    `InferenceError` as the scorer does.
    """
    found = read_anomaly_folder(folder, group_of=group_of, allow_leaks=allow_leaks, progress=progress)
    every = np.unique(np.linspace(0, len(found.train) - 1, min(most_taught, len(found.train))).round().astype(int))
    train = [found.train[index] for index in every]
    scorer = scorer_factory()
    report = scorer.teach(REFERENCE, CAMERA, [read_picture(path) for path in train])
    scores, times = [], []
    for number, probe in enumerate(found.probes):
        score, seconds = _scored(scorer, probe, number)
        scores.append(score)
        times.append(seconds)
        if progress is not None:
            progress(number + 1, len(found.probes))
    labels = np.array([probe.defect is not None for probe in found.probes])
    raw = np.array([score.raw for score in scores])
    low = np.array([score.p_value <= 0.05 for score in scores])
    scored = tuple(_said(probe, score, group_of) for probe, score in zip(found.probes, scores, strict=True))
    groups = None if group_of is None else [one.group for one in scored]
    heats, masks = _comparable(found.probes, scores) if found.has_masks else ([], [])
    return AnomalyFigures(
        ranking=ranking(labels, raw, groups=groups, rounds=rounds, seed=seed).noted(
            repeat_notes([(probe.path,) for probe in found.probes], "pictures")
        ),
        model=scorer.model,
        taught=report.images,
        odd_ones=tuple(str(train[index].relative_to(folder)) for index in report.odd_ones),
        pixel_auroc=pixel_auroc(heats, masks),
        pro=region_overlap(heats, masks),
        black_masks=sum(not mask.any() for mask, bad in zip(masks, labels, strict=False) if bad),
        good_flagged_at_p05=float(low[~labels].mean()),
        teach_seconds=report.seconds,
        ms_per_image=float(np.median(times) * 1000),
        defects=_per_defect([probe.defect for probe in found.probes], raw, low),
        leaks=found.leaks,
        scored=scored,
        files=found.files,
    )


def _said(probe: Probe, score: AnomalyScore, group_of: GroupOf | None) -> Scored:
    group = None if group_of is None else group_of(probe.path)
    return Scored(path=probe.path, defect=probe.defect, mask=probe.mask, group=group, score=score)


def _scored(scorer: Scorer, probe: Probe, number: int) -> tuple[AnomalyScore, float]:
    image = read_picture(probe.path)
    frame = Frame(camera=CAMERA, sequence=number, image=image, captured_at_ns=0)
    started = time.perf_counter()
    score = scorer.score(frame, (0.0, 0.0, float(image.shape[1]), float(image.shape[0])), Identity())
    return score, time.perf_counter() - started


def _per_defect(
    names: Sequence[str | None], raw: npt.NDArray[np.float64], low: npt.NDArray[np.bool_]
) -> dict[str, DefectFigures]:
    out = {}
    for name in sorted({name for name in names if name is not None}):
        of_it = np.array([one == name for one in names])
        chosen = of_it | np.array([one is None for one in names])
        out[name] = DefectFigures(
            n=int(of_it.sum()),
            auroc=auroc(of_it[chosen], raw[chosen]),
            recall_at_5pct_fpr=recall_at_fpr(of_it[chosen], raw[chosen], 0.05),
            flagged_at_p05=float(low[of_it].mean()) if of_it.any() else NAN,
        )
    return out


def _defect_json(one: DefectFigures) -> dict[str, Any]:
    return {
        "n": one.n,
        "auroc": one.auroc,
        "recall_at_5pct_fpr": one.recall_at_5pct_fpr,
        "flagged_at_p05": one.flagged_at_p05,
    }


def _comparable(
    probes: Sequence[Probe], scores: Sequence[AnomalyScore]
) -> tuple[list[npt.NDArray[np.float32]], list[npt.NDArray[np.bool_]]]:
    """Heat and mask of each picture at the picture's size, or reduced to `SIDE`; a reduced mask keeps small damage."""
    heats, masks = [], []
    for probe, score in zip(probes, scores, strict=True):
        wide, high = round(score.region[2]), round(score.region[3])
        factor = min(1.0, SIDE / max(wide, high))
        size = (max(1, round(wide * factor)), max(1, round(high * factor)))
        heats.append(np.asarray(cv2.resize(score.heat, size, interpolation=cv2.INTER_LINEAR), np.float32))
        if probe.mask is None:
            masks.append(np.zeros((size[1], size[0]), np.bool_))
            continue
        share = cv2.resize(read_mask(probe.mask).astype(np.float32), size, interpolation=cv2.INTER_AREA)
        masks.append(np.asarray((share > 0) & (share >= min(0.5, float(np.max(share)))), np.bool_))
    return heats, masks
