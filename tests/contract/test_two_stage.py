"""The two-stage detector: the second network sees the item only, alone or beside golden pictures of its product."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inspector.app import registry
from inspector.config.sections import AdapterSection
from inspector.domain.errors import ModelMismatch
from inspector.domain.frame import Frame, freeze
from inspector.domain.golden import golden_of
from inspector.ports.detector import Detector
from tests.support.tiny_bundles import Form, write_bundle, write_comparing_bundle, write_defects_bundle
from tests.support.tiny_bundles import frame_of_level as frame


def comparing(tmp_path: Path, reference: dict[str, str] | None = None, **options: int) -> Detector:
    write_bundle(tmp_path / "tiny", Form())
    write_comparing_bundle(tmp_path / "defects", **(reference or {}))
    return started(tmp_path, **options)


def started(tmp_path: Path, **options: int) -> Detector:
    """Of bundles that are there."""
    given = {"kind": "two_stage", "bundle": "tiny", "defects_bundle": "defects", **options}
    section = AdapterSection.model_validate(given)
    detector: Detector = registry.build("detectors", section, models_dir=tmp_path, data_dir=tmp_path / "data")
    return detector


def plain(level: int) -> Frame:
    return Frame(camera="top", sequence=0, image=freeze(np.full((64, 96, 3), level, np.uint8)), captured_at_ns=0)


def test_an_item_is_compared_with_its_products_golden_pictures(tmp_path: Path) -> None:
    detector = comparing(tmp_path)
    golden = golden_of("BOX-1", "top", [np.full((40, 40, 3), level, np.uint8) for level in (90, 200)])
    alone = detector.detect(plain(90))
    assert alone.golden is None
    assert [one.label for one in alone.found] == ["item"]
    for level in (90, 200):
        like = detector.detect(plain(level), golden)
        assert like.golden == golden.digest
        assert [one.label for one in like.found] == ["item"]
    unlike = detector.detect(plain(140), golden)
    assert sorted(one.label for one in unlike.found) == ["dented", "item"]
    assert unlike.golden == golden.digest


def test_what_golden_pictures_show_beside_each_other_is_taken_off(tmp_path: Path) -> None:
    """Of a product whose good items differ from each other, one more that differs says little."""
    detector = comparing(tmp_path, {"own_share": "1", "own_usual": "-6"})
    spread, alike = (
        golden_of("BOX-1", "top", [np.full((40, 40, 3), level, np.uint8) for level in levels])
        for levels in ((90, 200), (90, 92))
    )
    assert [one.label for one in detector.detect(plain(140), spread).found] == ["item"]
    (dented,) = (one for one in detector.detect(plain(140), alike).found if one.label == "dented")
    for golden in (spread, alike):
        detector.prepare(golden)
    again = started(tmp_path)  # from the disk
    assert again.detect(plain(140), spread).found == detector.detect(plain(140), spread).found
    assert dented in again.detect(plain(140), alike).found


def test_no_pass_is_spent_on_what_the_bundle_does_not_count(tmp_path: Path) -> None:
    detector = comparing(tmp_path, {"own_share": "0"})
    network: Any = detector._network  # type: ignore[attr-defined]
    network.own_level = None  # whoever asks fails
    golden = golden_of("BOX-1", "top", [np.full((40, 40, 3), level, np.uint8) for level in (90, 200)])
    detector.prepare(golden)
    assert len(detector.detect(plain(140), golden).found) == 2


def test_the_newest_golden_pictures_count(tmp_path: Path) -> None:
    detector = comparing(tmp_path)
    labels = []
    for level in (90, 140, 90):
        golden = golden_of("BOX-1", "top", [np.full((40, 40, 3), level, np.uint8)])
        labels.append(sorted(one.label for one in detector.detect(plain(90), golden).found))
    assert labels == [["item"], ["dented", "item"], ["item"]]


@pytest.mark.parametrize("restarted", [False, True])  # found in the RAM, and on the disk
def test_what_is_prepared_is_neither_read_nor_computed_at_the_first_item(tmp_path: Path, restarted: bool) -> None:
    detector = comparing(tmp_path)
    golden = golden_of("BOX-1", "top", [np.full((40, 40, 3), 90, np.uint8)])
    detector.prepare(golden)
    if restarted:
        detector = started(tmp_path)
    else:
        shutil.rmtree(tmp_path / "data")
    network: Any = detector._network  # type: ignore[attr-defined]
    network.keys = network.own_level = None  # whoever computes now fails

    def unread() -> Any:
        raise AssertionError("no item waits for golden pictures to be read")

    kept = replace(golden, load=unread)
    assert len(detector.detect(plain(90), kept).found) == 1
    assert len(detector.detect(plain(140), kept).found) == 2, "it is compared all the same"


def test_a_picture_of_several_choices_is_looked_at_once(tmp_path: Path) -> None:
    detector = comparing(tmp_path)
    pictures = [np.full((40, 40, 3), level, np.uint8) for level in (90, 140, 200)]
    network: Any = detector._network  # type: ignore[attr-defined]
    look, asked = network.keys, []

    def counted(image: Any) -> Any:
        asked.append(int(image[0, 0, 0]))
        return look(image)

    network.keys = counted
    for chosen in ((0, 1), (1, 2), (0, 2)):
        golden = golden_of("BOX-1", "top", [pictures[number] for number in chosen])
        levels = [(90, 140, 200)[number] for number in chosen]
        assert [len(detector.detect(plain(level), golden).found) for level in levels] == [1, 1]
    assert asked == [90, 140, 200]


def test_an_item_writes_nothing_and_what_is_prepared_is_kept(tmp_path: Path) -> None:
    detector = comparing(tmp_path)
    golden = golden_of("BOX-1", "top", [np.full((40, 40, 3), 90, np.uint8)])
    detector.detect(plain(90), golden)
    kept = tmp_path / "data" / "golden_keys"
    assert not kept.exists()
    detector.prepare(golden)
    assert len(list(kept.iterdir())) == 1


def test_so_many_golden_pictures_are_used_as_the_config_says(tmp_path: Path) -> None:
    golden = golden_of("BOX-1", "top", [np.full((40, 40, 3), level, np.uint8) for level in (140, 90)])
    (tmp_path / "one").mkdir()
    assert len(comparing(tmp_path / "one", golden=1).detect(plain(90), golden).found) == 2
    (tmp_path / "none").mkdir()
    never = comparing(tmp_path / "none", golden=0).detect(plain(90), golden)
    assert never.golden is None
    assert len(never.found) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"memory": "store"}, "declared is \\['image', 'store', 'known'\\]"),
        ({"keys": "marks"}, r"\[reference\] declares 'marks'"),
        ({"channels": "5"}, r"input 'memory' is .* declared is \[1, -1, 5\]"),
    ],
)
def test_a_comparing_network_that_is_not_what_its_manifest_says_is_refused(
    tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    write_bundle(tmp_path / "tiny", Form())
    write_comparing_bundle(tmp_path / "defects", **changes)
    section = AdapterSection.model_validate({"kind": "two_stage", "bundle": "tiny", "defects_bundle": "defects"})
    with pytest.raises(ModelMismatch, match=said):
        registry.build("detectors", section, models_dir=tmp_path)


def two_stages(tmp_path: Path) -> Detector:
    write_bundle(tmp_path / "tiny", Form())
    write_defects_bundle(tmp_path / "defects")
    section = AdapterSection.model_validate({"kind": "two_stage", "bundle": "tiny", "defects_bundle": "defects"})
    detector: Detector = registry.build("detectors", section, models_dir=tmp_path)
    return detector


def test_the_second_stage_sees_the_item_only_and_answers_in_the_frames_pixels(tmp_path: Path) -> None:
    found = two_stages(tmp_path).detect(frame(96, 64)).found
    assert [one.label for one in found] == ["dented", "item"], "the finder's own defects do not count"
    assert found[0].score == pytest.approx(1 / (1 + np.exp(-3)), abs=1e-4)
    # The item is (20, 10, 60, 50) with 3 % around it; the hot cells are columns 3 and 4, rows 2 and 3 of 8.
    left, top, side = 18, 8, 44
    expected = (left + 3 / 8 * side, top + 2 / 8 * side, left + 5 / 8 * side, top + 4 / 8 * side)
    assert np.allclose(found[0].xyxy, expected, atol=1e-3)


def test_without_an_item_the_second_stage_is_not_asked(tmp_path: Path) -> None:
    write_bundle(tmp_path / "tiny", Form())
    write_defects_bundle(tmp_path / "defects")
    options = {"kind": "two_stage", "bundle": "tiny", "defects_bundle": "defects", "min_item_score": 0.95}
    detector: Detector = registry.build("detectors", AdapterSection.model_validate(options), models_dir=tmp_path)
    assert [one.label for one in detector.detect(frame(96, 64)).found] == ["item"]


def test_a_defect_network_that_is_not_what_its_manifest_says_is_refused(tmp_path: Path) -> None:
    write_bundle(tmp_path / "tiny", Form())
    write_defects_bundle(tmp_path / "defects", rows=9)
    section = AdapterSection.model_validate({"kind": "two_stage", "bundle": "tiny", "defects_bundle": "defects"})
    with pytest.raises(ModelMismatch, match=r"declared is \[1, 2, 9, 8\]"):
        registry.build("detectors", section, models_dir=tmp_path)


def test_a_detector_bundle_is_no_defect_network(tmp_path: Path) -> None:
    write_bundle(tmp_path / "tiny", Form())
    section = AdapterSection.model_validate({"kind": "two_stage", "bundle": "tiny", "defects_bundle": "tiny"})
    with pytest.raises(ModelMismatch, match="a defect network is needed"):
        registry.build("detectors", section, models_dir=tmp_path)
