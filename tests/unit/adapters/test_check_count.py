"""The count: what touches belongs together, what is too large is more, what is too small is less, doubt is doubt."""

from pathlib import Path

import numpy as np
import pytest

from inspector.adapters.checks import count
from inspector.adapters.stores import rendered_catalogue
from inspector.app.judges import make_golden
from inspector.domain.association import belonging_to
from inspector.domain.catalogue import CatalogueEntry
from inspector.domain.check import CheckOutcome, CheckResult, Finding
from inspector.domain.detection import ITEM_CLASS, Detection, Detections, Xyxy
from inspector.domain.golden import golden_of
from inspector.domain.units import units_around
from tests.support.checked_items import blank, looked_at

ITEM = (100.0, 80.0, 160.0, 140.0)
BESIDE = (162.0, 82.0, 222.0, 142.0)
FAR = (240.0, 80.0, 300.0, 140.0)
PAIR = (100.0, 80.0, 220.0, 140.0)


def box(xyxy: Xyxy, score: float = 0.8) -> Detection:
    return Detection(label=ITEM_CLASS, score=score, xyxy=xyxy)


def numbers(*boxes: Xyxy) -> int:
    first, *others = (box(one) for one in boxes)
    return len(units_around(first, others, reach_px=6))


def test_units_are_what_gaps_within_reach_lead_to() -> None:
    assert numbers(ITEM) == 1
    assert numbers(ITEM, BESIDE) == 2
    assert numbers(ITEM, FAR) == 1
    assert numbers(ITEM, FAR, (224.0, 80.0, 238.0, 140.0), BESIDE) == 4
    assert numbers(ITEM, (110.0, 90.0, 140.0, 120.0)) == 1  # a label taken for an item
    assert numbers((110.0, 90.0, 140.0, 120.0), ITEM) == 1
    assert numbers(PAIR, ITEM, BESIDE) == 2  # a box around both
    assert numbers(ITEM, PAIR, BESIDE) == 2
    assert numbers(ITEM, (170.0, 80.0, 170.0, 140.0), (161.0, 80.0, 163.0, 82.0)) == 1  # no boxes at all


def test_neighbours_are_the_other_items_and_no_finding() -> None:
    target, other = box(ITEM), box(BESIDE)
    seen = belonging_to(target, Detections(camera="top", model="m", found=(other, target)))
    assert seen.found == (target,)
    assert seen.neighbours == (other,)


def judged(
    folder: Path,
    *boxes: Xyxy,
    expected: int | None = 1,
    golden: tuple[Xyxy, ...] = (),
    side: Xyxy | None = None,
    **options: object,
) -> CheckResult:
    """What the check says of `boxes` in the view from above, the first one the target."""
    store = make_golden(folder)
    if golden:
        shapes = [(round(one[3] - one[1]), round(one[2] - one[0]), 3) for one in golden]
        for camera in ("top", "side"):
            store.put(golden_of("A", camera, [np.full(shape, n, np.uint8) for n, shape in enumerate(shapes)]))
    catalogue = rendered_catalogue.RenderedCatalogue([CatalogueEntry(sku="A", units=expected)])
    check = count.build(count.Config.model_validate(options), name="count", catalogue=catalogue, golden=store)
    pictures, places = {"top": blank()}, {"top": boxes[0]}
    if side is not None:
        pictures["side"], places["side"] = blank(), side
    item, found = looked_at(pictures, places, sku="A")
    all_boxes = Detections(camera="top", model="truth", found=tuple(box(one) for one in boxes))
    return check.check(item, (belonging_to(all_boxes.found[0], all_boxes), *found[1:]))


def test_more_than_expected_is_for_a_person(tmp_path: Path) -> None:
    result = judged(tmp_path, ITEM, BESIDE)
    assert (result.outcome, result.value, result.finding) == (CheckOutcome.UNSURE, "2", None)
    assert result.xyxy == (100.0, 80.0, 222.0, 142.0)
    assert result.confidence == 0.8
    assert "2 units where 1" in result.detail
    assert judged(tmp_path, ITEM, BESIDE, expected=2).outcome is CheckOutcome.OK
    assert judged(tmp_path, ITEM, BESIDE, expected=None, units=2).outcome is CheckOutcome.OK
    assert judged(tmp_path, ITEM, BESIDE, min_score=0.9).outcome is CheckOutcome.OK
    assert judged(tmp_path, ITEM, FAR, reach=2).outcome is CheckOutcome.UNSURE
    assert judged(tmp_path, ITEM, side=(0.0, 50.0, 100.0, 100.0)).outcome is CheckOutcome.OK  # cut off in one view


def test_golden_pictures_tell_two_that_were_taken_for_one(tmp_path: Path) -> None:
    golden = (ITEM,) * 5
    assert judged(tmp_path, ITEM, golden=golden).outcome is CheckOutcome.OK
    result = judged(tmp_path, PAIR, golden=golden)
    assert (result.outcome, result.value) == (CheckOutcome.UNSURE, "2")
    assert "2.0 times as large" in result.detail
    assert judged(tmp_path / "few", PAIR, golden=golden[:4]).outcome is CheckOutcome.OK
    assert judged(tmp_path, ITEM, golden=golden, side=PAIR).camera == "side"


def test_too_few_is_incomplete_where_golden_pictures_say_so(tmp_path: Path) -> None:
    golden = (PAIR,) * 5
    result = judged(tmp_path, ITEM, expected=2, golden=golden)
    assert (result.outcome, result.finding, result.value) == (CheckOutcome.FAILED, Finding.INCOMPLETE, "1")
    assert judged(tmp_path, PAIR, expected=2, golden=golden).outcome is CheckOutcome.OK
    assert judged(tmp_path, ITEM, expected=2, golden=golden, side=PAIR).outcome is CheckOutcome.UNSURE
    assert "part missing" in judged(tmp_path, ITEM, expected=1, golden=golden).detail
    alone = judged(tmp_path / "untaught", ITEM, expected=2)
    assert (alone.outcome, alone.finding) == (CheckOutcome.UNSURE, None)


@pytest.mark.parametrize(("expected", "outcome"), [(1, CheckOutcome.NOT_APPLICABLE), (2, CheckOutcome.UNSURE)])
def test_what_is_cut_off_is_not_counted(expected: int, outcome: CheckOutcome, tmp_path: Path) -> None:
    assert judged(tmp_path, (0.0, 80.0, 60.0, 140.0), expected=expected).outcome is outcome
    assert judged(tmp_path, (261.0, 80.0, 322.0, 140.0), expected=expected).outcome is outcome


def test_a_prepared_check_reads_no_golden_picture_while_an_item_waits(tmp_path: Path) -> None:
    store = make_golden(tmp_path)
    store.put(golden_of("A", "top", [np.full((60, 60, 3), n, np.uint8) for n in range(5)]))
    catalogue = rendered_catalogue.RenderedCatalogue([])
    count.build(count.Config(), name="count", catalogue=catalogue, golden=store, data_dir=tmp_path).prepare()
    for picture in tmp_path.rglob("*.png"):
        picture.unlink()
    next_start = count.build(
        count.Config(), name="count", catalogue=catalogue, golden=make_golden(tmp_path), data_dir=tmp_path
    )
    next_start.prepare()
    assert next_start.check(*looked_at({"top": blank()}, {"top": PAIR}, sku="A")).outcome is CheckOutcome.UNSURE
