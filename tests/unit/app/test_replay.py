"""Replay: the same bits are identical, and every kind of difference is said."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.stores import folder_evidence
from inspector.app.replay import ReplayResult, replay
from inspector.app.versions import versions
from inspector.domain.errors import StoreError
from inspector.domain.frame import Item
from inspector.domain.image_fault import ImageFault
from inspector.domain.policy import Evidence
from inspector.domain.reason import Reason, ReasonCode
from inspector.domain.station import ItemReport
from inspector.domain.verdict import Verdict, no_decision
from inspector.ports.evidence import StoredItem
from tests.support.line_values import frame, report

MODELS = {"m@1": "0" * 64}
CONFIG = "c" * 64
NOW = replace(report(), versions=versions())
Change = Callable[[Evidence, Verdict], tuple[Evidence, Verdict]]


class Judge:
    """Comes to the stored result again, or to a changed one; remembers what it was asked."""

    def __init__(self, kept: ItemReport, change: Change | None = None) -> None:
        self.item: Item | None = None
        self.faults: Mapping[str, Any] = {}
        self._kept = kept
        self._change = change

    def examine(self, item: Item, faults: Mapping[str, Any]) -> tuple[Evidence, Verdict]:
        self.item, self.faults = item, faults
        evidence, verdict = self._kept.evidence, self._kept.verdict
        return (evidence, verdict) if self._change is None else self._change(evidence, verdict)


def stored(folder: Path, kept: ItemReport, cameras: tuple[str, ...] = ("top",)) -> StoredItem:
    config = folder_evidence.Config(min_free_bytes=0, pass_share=1.0)
    store = folder_evidence.build(config, data_dir=folder, clock=manual.build(manual.Config()))
    store.keep(kept, [frame(camera) for camera in cameras])
    found = store.load(kept.record_id)
    assert found is not None
    return found


def again(
    item: StoredItem, judge: Judge, *, models: dict[str, str] | None = None, config_hash: str = CONFIG
) -> ReplayResult:
    judges: Any = SimpleNamespace(inspection=judge, model_hashes=MODELS if models is None else models)
    return replay(item, judges, config_hash=config_hash)


def test_the_same_bits_are_identical(tmp_path: Path) -> None:
    judge = Judge(NOW)
    result = again(stored(tmp_path, NOW), judge)
    assert result == ReplayResult(identical=True, differences=())
    assert judge.item is not None
    assert np.array_equal(judge.item.frames[0].image, frame().image)
    assert judge.item.trigger.identity == NOW.trigger.identity
    assert judge.item.trigger.key == NOW.trigger.key


def nudge(value: float) -> float:
    return float(np.nextafter(value, 2.0))


def with_box(evidence: Evidence, **changes: Any) -> Evidence:
    view = evidence.detections[0]
    return replace(evidence, detections=(replace(view, found=(replace(view.found[0], **changes),)),))


def with_anomaly(evidence: Evidence, **changes: Any) -> Evidence:
    return replace(evidence, anomalies=(replace(evidence.anomalies[0], **changes),))


HEAT = report().evidence.anomalies[0].heat


@pytest.mark.parametrize(
    ("place", "change"),
    [
        ("detections[0].found[0].score", lambda e, v: (with_box(e, score=nudge(0.1 + 0.2)), v)),
        ("detections[0].found[0].xyxy[0]", lambda e, v: (with_box(e, xyxy=(nudge(1 / 3), 2.0, 30.0, 20.0)), v)),
        ("detections[0].found[0].label", lambda e, v: (with_box(e, label="superficial"), v)),
        ("detections[0].found", lambda e, v: (replace(e, detections=(replace(e.detections[0], found=()),)), v)),
        ("anomalies[0].raw", lambda e, v: (with_anomaly(e, raw=nudge(1 / 7)), v)),
        ("anomalies[0].heat", lambda e, v: (with_anomaly(e, heat=np.nextafter(HEAT, np.float32(2))), v)),
        ("anomalies", lambda e, v: (replace(e, anomalies=()), v)),
        ("obstacles", lambda e, v: (replace(e, obstacles=(Reason(code=ReasonCode.MODEL_ERROR),)), v)),
        ("verdict.score", lambda e, v: (e, replace(v, score=nudge(0.125)))),
        ("verdict.recipe", lambda e, v: (e, replace(v, recipe="other"))),
        ("verdict.reasons[0].score", lambda e, v: (e, replace(v, reasons=(replace(v.reasons[0], score=0.2),)))),
    ],
)
def test_the_smallest_difference_is_said_with_its_place(tmp_path: Path, place: str, change: Change) -> None:
    result = again(stored(tmp_path, NOW), Judge(NOW, change))
    assert not result.identical
    (sentence,) = result.differences
    assert sentence.startswith(f"{place}: stored ")


def test_another_model_config_or_library_is_said(tmp_path: Path) -> None:
    kept = replace(NOW, versions=versions() | {"numpy": "0.1", "gone": "1"})
    result = again(stored(tmp_path, kept), Judge(kept), models={"m@2": "1" * 64}, config_hash="d" * 64)
    assert result.differences == (
        "models: stored m@1#00000000, now m@2#11111111",
        f"config: stored {'c' * 12}, now {'d' * 12}",
        "version of gone: stored 1, now none",
        f"version of numpy: stored 0.1, now {versions()['numpy']}",
    )


def test_faults_and_missing_cameras_are_those_of_then(tmp_path: Path) -> None:
    obstacles = (
        Reason(code=ReasonCode.CAMERA_MISS, camera="side"),
        Reason(code=ReasonCode.IMAGE_CORRUPT, camera="end", detail="is not a picture"),
        Reason(code=ImageFault.FROZEN.reason, camera="top"),
    )
    kept = replace(NOW, evidence=replace(NOW.evidence, obstacles=obstacles))
    judge = Judge(kept)
    assert again(stored(tmp_path, kept), judge).identical
    assert judge.item is not None
    assert judge.item.missing == ("side", "end"), "in the order in which it was said"
    assert judge.item.torn == (("end", "is not a picture"),)
    assert judge.faults == {"top": (ImageFault.FROZEN,)}


def test_an_item_without_any_picture_is_judged_again_too(tmp_path: Path) -> None:
    verdict = no_decision(ReasonCode.CAMERA_MISS, recipe="default", camera="top")
    kept = replace(NOW, verdict=verdict, evidence=Evidence(obstacles=verdict.reasons))
    judge = Judge(kept)
    assert again(stored(tmp_path, kept, cameras=()), judge).identical
    assert judge.item is not None
    assert judge.item.missing == ("top",)


@pytest.mark.parametrize("code", [ReasonCode.OUT_OF_TIME, ReasonCode.OVERLOAD, ReasonCode.RESTARTED, ReasonCode.BYPASS])
def test_what_the_models_did_not_decide_is_not_judged_again(tmp_path: Path, code: ReasonCode) -> None:
    kept = replace(NOW, verdict=no_decision(code, recipe="default"), evidence=Evidence())
    judge = Judge(kept)
    result = again(stored(tmp_path, kept, cameras=()), judge)
    assert not result.identical
    assert code.name in result.differences[0]
    assert judge.item is None


def test_a_record_that_lacks_a_frame_is_an_error(tmp_path: Path) -> None:
    item = stored(tmp_path, NOW)
    with pytest.raises(StoreError, match="frames that were judged: 1, that were kept: 0"):
        again(StoredItem(report=item.report, frames=()), Judge(NOW))
