"""Measures a detector on pictures with labelled boxes."""

import time
from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path

import numpy as np

from inspector.domain.detection import ITEM_CLASS, Detections
from inspector.domain.errors import ConfigError
from inspector.domain.frame import Frame
from inspector.ports.detector import Detector
from inspector.training.evaluate.bootstrap import Interval, Rows, bootstrap_interval
from inspector.training.evaluate.boxes import F64, Boxes, Matched, average_precisions, match, recall
from inspector.training.evaluate.detector_figures import ClassFigures, DetectorFigures, Looked
from inspector.training.evaluate.digests import repeat_notes
from inspector.training.evaluate.figures import not_ranked, ranking
from inspector.training.evaluate.grouping import GroupOf
from inspector.training.evaluate.leaks import Progress, leak_problems
from inspector.training.evaluate.pictures import read_picture
from inspector.training.evaluate.problem_list import shown
from inspector.training.evaluate.ranking import NAN
from inspector.training.evaluate.yolo_dataset import Labelled, YoloDataset, label_file, survey
from inspector.training.evaluate.yolo_leaks import split_leaks

NOTHING_TO_RANK = "pictures with and without a defect are needed to rank them: auroc, ap and recall at a rate are void"
ROUNDS = 200  # of the bootstrap; one round of mAP is dear


def evaluate_detector(
    data_yaml: Path,
    detector: Detector,
    class_map: Mapping[str, str] | None = None,
    ignore: Collection[str] = (),
    *,
    split: str = "val",
    min_score: float = 0.25,
    group_of: GroupOf | None = None,
    allow_leaks: bool = False,
    rounds: int = ROUNDS,
    seed: int = 0,
    progress: Progress | None = None,
) -> DetectorFigures:
    """Run `detector` over one split. `class_map` renames the set's classes to the model's; `ignore` drops some.

    Boxes of model classes that the set does not label are no false alarms here: nobody looked for them. `group_of`
    names what repeats (a video) for the intervals; it may not be in two splits, no more than a picture or its
    look-alike, unless that is allowed. `progress(done, all)` counts the comparison's pictures, then the detector's.
    Raises one `ConfigError` for all bad input, and `InferenceError`.
    """
    data, problems = survey(data_yaml, split)
    names, unfit = _model_names(data, detector, class_map or {}, ignore)
    compared, leaks, notes, unread = split_leaks(data, data_yaml, group_of=group_of, progress=progress)
    # A picture of the split itself that can not be read is told by both.
    problems = list(dict.fromkeys([*problems, *unfit, *unread]))
    if problems or (leaks and not allow_leaks):
        raise ConfigError(str(data_yaml), shown(problems) + ([] if allow_leaks else leak_problems(leaks)))
    evaluated = sorted({name for name in names.values() if name is not None}, key=detector.classes.index)
    matched: dict[str, list[Matched]] = {name: [] for name in evaluated}
    looked, times = [], []
    for number, labelled in enumerate(data.pictures):
        found, seconds, size = _detected(detector, labelled, number)
        times.append(seconds)
        one = _looked(labelled.path, _truth(labelled, size, names), found, group_of)
        looked.append(one)
        for name in evaluated:
            matched[name].append(match(_boxes(found, name), one.truth[name]))
        if progress is not None:
            progress(number + 1, len(data.pictures))
    bad = np.array([one.defective for one in looked])
    groups = None if group_of is None else [one.group for one in looked]
    interval = partial(bootstrap_interval, count=len(data.pictures), groups=groups, rounds=rounds, seed=seed)
    mean = _mean_precision(matched, np.arange(len(data.pictures)))
    return DetectorFigures(
        model=detector.model,
        split=split,
        n=len(data.pictures),
        unlabelled=data.unlabelled,
        min_score=min_score,
        map50=mean[0],
        map50_ci=interval(lambda rows: _mean_precision(matched, rows)[0]),
        map50_95=mean[1],
        map50_95_ci=interval(lambda rows: _mean_precision(matched, rows)[1]),
        ms_per_image=float(np.median(times) * 1000),
        classes={name: _class_figures(matched[name], min_score, interval) for name in evaluated},
        pictures=ranking(bad, np.array([one.strongest for one in looked]), groups=groups, rounds=rounds, seed=seed)
        if bad.any() and not bad.all()
        else not_ranked(int((~bad).sum()), int(bad.sum()), NOTHING_TO_RANK),
        leaks=leaks,
        notes=(*notes, *_label_notes(data), *repeat_notes([(one.path,) for one in data.pictures], "pictures")),
        looked=tuple(looked),
        matched=matched,
        files=(data_yaml, *compared, *(label_file(path) for path in compared)),
    )


def _looked(path: Path, truth: Mapping[str, F64], found: Detections, group_of: GroupOf | None) -> Looked:
    defects = [one.score for one in found.found if one.label in truth and one.label != ITEM_CLASS]
    group = None if group_of is None else group_of(path)
    return Looked(path=path, group=group, truth=truth, found=found, strongest=max(defects, default=0.0))


def _label_notes(data: YoloDataset) -> list[str]:
    empty = data.unlabelled - data.fileless
    return [
        f"{count} of {len(data.pictures)} pictures have {what}: they count as showing nothing"
        for count, what in ((data.fileless, "no label file"), (empty, "an empty label file"))
        if count
    ]


def _model_names(
    data: YoloDataset, detector: Detector, class_map: Mapping[str, str], ignore: Collection[str]
) -> tuple[dict[int, str | None], list[str]]:
    """Class number of the set → class of the model, None where ignored; and what does not fit."""
    known = ", ".join(data.names)
    problems = [f"--map {name}: no such class; classes are: {known}" for name in class_map if name not in data.names]
    problems += [f"--ignore {name}: no such class; classes are: {known}" for name in ignore if name not in data.names]
    out: dict[int, str | None] = {}
    for number, name in enumerate(data.names):
        target = class_map.get(name, name)
        if name in ignore:
            out[number] = None
        elif target in detector.classes:
            out[number] = target
        else:
            problems.append(
                f"class {name!r} is not one of the model's ({', '.join(detector.classes)}); "
                f"use --map {name}=… or --ignore {name}"
            )
    if not problems and not any(out.values()):
        problems.append("every class is ignored: nothing is left to measure")
    return out, problems


def _detected(detector: Detector, labelled: Labelled, number: int) -> tuple[Detections, float, tuple[int, int]]:
    image = read_picture(labelled.path)
    frame = Frame(camera="camera", sequence=number, image=image, captured_at_ns=0)
    started = time.perf_counter()
    found = detector.detect(frame)
    return found, time.perf_counter() - started, (image.shape[1], image.shape[0])


def _truth(labelled: Labelled, size: tuple[int, int], names: Mapping[int, str | None]) -> dict[str, F64]:
    """Model class → (n, 4) xyxy in pixels."""
    centre, half = labelled.boxes[:, :2], labelled.boxes[:, 2:] / 2
    xyxy = np.concatenate([centre - half, centre + half], axis=1) * np.array([*size, *size], np.float64)
    own = [names[int(number)] for number in labelled.classes]
    wanted = dict.fromkeys(name for name in names.values() if name is not None)
    return {name: xyxy[np.array([one == name for one in own], np.bool_)].reshape(-1, 4) for name in wanted}


def _boxes(found: Detections, name: str) -> Boxes:
    of_it = found.of(name)
    return Boxes(
        xyxy=np.array([one.xyxy for one in of_it], np.float64).reshape(-1, 4),
        scores=np.array([one.score for one in of_it], np.float64),
    )


def _mean_precision(matched: Mapping[str, list[Matched]], rows: Rows) -> tuple[float, float]:
    """(mAP50, mAP50-95) over those classes that have truth in the chosen pictures."""
    every = np.array([average_precisions([of_it[row] for row in rows]) for of_it in matched.values()])
    every = every[~np.isnan(every[:, 0])]
    return (float(every[:, 0].mean()), float(every.mean())) if len(every) else (NAN, NAN)


def _class_figures(matched: list[Matched], min_score: float, interval: Callable[..., Interval]) -> ClassFigures:
    every = average_precisions(matched)
    return ClassFigures(
        n=sum(one.truths for one in matched),
        recall=recall(matched, min_score=min_score),
        recall_ci=interval(lambda rows: recall([matched[row] for row in rows], min_score=min_score)),
        ap50=float(every[0]),
        ap50_ci=interval(lambda rows: float(average_precisions([matched[row] for row in rows])[0])),
        ap50_95=float(every.mean()),
    )
