"""Every evidence store gives back what it was given, exactly."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from inspector.adapters.clocks import manual
from inspector.app import registry
from inspector.config.sections import AdapterSection
from inspector.ports.evidence import EvidenceStore
from tests.support.line_values import frame, report

KINDS = [kind for kind in registry.kinds("stores") if kind.endswith("_evidence")]


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> EvidenceStore:
    clock = manual.build(manual.Config())
    made: EvidenceStore = registry.build("stores", AdapterSection(kind=request.param), data_dir=tmp_path, clock=clock)
    return made


def test_frames_come_back_to_the_bit(store: EvidenceStore) -> None:
    given = (frame("top"), frame("side", level=40))
    store.keep(report(), given)
    stored = store.load("record-0001")
    assert stored is not None
    assert [f.camera for f in stored.frames] == ["top", "side"]
    for then, now in zip(given, stored.frames, strict=True):
        assert np.array_equal(then.image, now.image)
        assert not now.image.flags.writeable
        assert now.counter == then.counter == 0


def test_floats_come_back_to_the_bit(store: EvidenceStore) -> None:
    store.keep(report(), (frame(),))
    stored = store.load("record-0001")
    assert stored is not None
    found: dict[str, list[dict[str, object]]] = stored.report  # type: ignore[assignment]
    assert found["anomalies"][0]["raw"] == 1 / 7
    assert found["anomalies"][0]["p_value"] == 1 / 21
    boxes = found["detections"][0]["found"]
    assert boxes == [
        {"label": "deformation", "score": 0.1 + 0.2, "probability": None, "xyxy": [1 / 3, 2.0, 30.0, 20.0]}
    ]


def test_the_report_comes_without_its_frames_too(store: EvidenceStore) -> None:
    store.keep(report(), (frame(),))
    stored = store.load("record-0001")
    assert stored is not None
    assert store.report("record-0001") == stored.report
    assert stored.report["versions"] == {"program": "1.2.3"}
    assert stored.report["model_hashes"] == {"m@1": "0" * 64}


def test_every_picture_of_a_view_is_served(store: EvidenceStore) -> None:
    store.keep(report(), (frame("top"), frame("side")))
    for name, kind in (("top.png", "png"), ("top.overlay.jpg", "jpeg"), ("top.heat.jpg", "jpeg"), ("side.png", "png")):
        found = store.picture("record-0001", name)
        assert found is not None, name
        assert found[0] == f"image/{kind}"
        assert cv2.imdecode(np.frombuffer(found[1], np.uint8), cv2.IMREAD_COLOR).shape == (48, 64, 3)  # type: ignore[union-attr]
    assert store.picture("record-0001", "side.heat.jpg") is None


def test_what_is_no_picture_is_not_served(store: EvidenceStore) -> None:
    store.keep(report(), (frame(),))
    strange = ("a\0.png", "top\0.png", f"{'a' * 300}.png", "tóp.png", "top .png", "top.png\n")
    for name in ("report.json", "top.heat.npy", "../record-0001/top.png", "", ".", "..", "top", *strange):
        assert store.picture("record-0001", name) is None, name


def test_an_unknown_record_is_none(store: EvidenceStore) -> None:
    assert store.load("nothing-here") is None
    assert store.report("nothing-here") is None
    assert store.picture("nothing-here", "top.png") is None


def test_the_newest_come_first_and_are_counted(store: EvidenceStore) -> None:
    for number in range(3):
        store.keep(report(f"record-000{number}"), (frame(),))
    assert list(store.recent(2)) == ["record-0002", "record-0001"]
    assert store.usage().records == 3
    assert store.usage().bytes > 0
    assert store.usage().degraded == ""
