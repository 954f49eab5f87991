"""Missing parts: an item is laid onto its golden pictures however it lies, and what is not there is told."""

from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from pydantic import ValidationError

from inspector.adapters.checks import parts
from inspector.adapters.stores import rendered_catalogue
from inspector.app.judges import make_golden
from inspector.domain.catalogue import CatalogueEntry
from inspector.domain.check import CheckOutcome, CheckResult, Finding
from inspector.domain.errors import StoreError
from inspector.domain.frame import RgbImage, freeze
from inspector.domain.golden import golden_of
from inspector.domain.item import Identity
from inspector.domain.policy import Evidence, decide
from inspector.domain.reason import ReasonCode
from inspector.domain.recipe import Costs, NoveltyRule, Recipe
from inspector.domain.verdict import Disposition
from inspector.ports.golden import GoldenStore
from tests.support.checked_items import looked_at

SIZE = 320
PART = (210, 60, 250, 100)  # a red block on the printed plate, in the item's own pixels


@cache
def plate(seed: int = 1) -> RgbImage:
    """A plate of 300 x 200 pixels with print all over it; what is printed is a matter of the seed."""
    chance = np.random.default_rng(seed)
    image = np.full((200, 300, 3), 205, np.uint8)
    for _ in range(60):
        x, y, w, h = (int(value) for value in chance.integers((0, 0, 6, 6), (290, 190, 34, 18)))
        colour = tuple(int(value) for value in chance.integers(20, 200, 3))
        cv2.rectangle(image, (x, y), (x + w, y + h), colour, cv2.FILLED)
    return freeze(image)


def item(seed: int, *, missing: bool = False, turn: float | None = None, light: float | None = None) -> RgbImage:
    """The plate with its part, turned and lit a little differently for each seed, on a dark belt."""
    chance = np.random.default_rng(seed)
    image = plate().copy()
    left, top, right, bottom = PART
    image[top - 4 : bottom + 4, left - 4 : right + 4] = 60  # its recess
    if not missing:
        dx, dy = (int(value) for value in chance.integers(-1, 2, 2))
        image[top + dy : bottom + dy, left + dx : right + dx] = (225, 50, 40)
        image[top + dy + 14 : bottom + dy - 14, left + dx + 6 : right + dx - 6] = 245
    angle = float(chance.uniform(-8, 8)) if turn is None else turn
    spin = cv2.getRotationMatrix2D((150, 100), angle, 1.0)
    spin[:, 2] += np.array((SIZE / 2 - 150, SIZE / 2 - 100))
    seen = cv2.warpAffine(image, spin, (SIZE, SIZE), borderValue=(40, 42, 44))
    seen = seen * (float(chance.uniform(0.85, 1.1)) if light is None else light) + chance.normal(0, 2, seen.shape)
    return freeze(np.clip(seen, 0, 255).astype(np.uint8))


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> GoldenStore:
    store = make_golden(tmp_path_factory.mktemp("golden"))
    for camera in ("top", "side"):
        store.put(golden_of("KIT", camera, [item(seed) for seed in range(8)]))
    return store


def check(store: GoldenStore, *pictures: RgbImage, sku: str | None = "KIT", **options: object) -> CheckResult:
    catalogue = rendered_catalogue.RenderedCatalogue([CatalogueEntry(sku="AS-KIT", references="KIT")])
    made = parts.build(parts.Config.model_validate(options), name="parts", catalogue=catalogue, golden=store)
    views = dict(zip(("top", "side"), pictures, strict=False))
    whole = (0.0, 0.0, float(SIZE), float(SIZE))
    return made.check(*looked_at(views, dict.fromkeys(views, whole), sku=sku))


@pytest.mark.parametrize("turn", [0.0, -20.0, 90.0, 180.0])
def test_a_missing_part_is_found_however_the_item_lies_with_its_place(golden: GoldenStore, turn: float) -> None:
    result = check(golden, item(50, missing=True, turn=turn))
    assert (result.outcome, result.finding, result.camera) == (CheckOutcome.FAILED, Finding.INCOMPLETE, "top")
    spin = cv2.getRotationMatrix2D((150, 100), turn, 1.0)
    spin[:, 2] += np.array((SIZE / 2 - 150, SIZE / 2 - 100))
    x, y = spin @ ((PART[0] + PART[2]) / 2, (PART[1] + PART[3]) / 2, 1)
    assert result.xyxy is not None
    left, top, right, bottom = result.xyxy
    assert left < x < right
    assert top < y < bottom
    assert max(right - left, bottom - top) < 90  # the part and no more
    assert result.confidence > 0.7
    assert check(golden, item(51, turn=turn)).outcome is CheckOutcome.OK


@pytest.mark.parametrize("light", [0.6, 1.2])
def test_other_light_is_no_missing_part(golden: GoldenStore, light: float) -> None:
    assert check(golden, item(52, light=light)).outcome is CheckOutcome.OK
    assert check(golden, item(52, light=light, missing=True)).outcome is CheckOutcome.FAILED


def test_a_sticker_that_covers_print_is_no_missing_part(golden: GoldenStore) -> None:
    covered = item(53, turn=0.0).copy()
    for stripe in range(6):
        covered[140:180, 60 + 8 * stripe : 64 + 8 * stripe] = (250, 240, 30)
        covered[140:180, 64 + 8 * stripe : 68 + 8 * stripe] = (10, 10, 90)
    assert check(golden, freeze(covered)).outcome is not CheckOutcome.FAILED


def test_any_view_tells_and_it_diverts_as_incomplete(golden: GoldenStore) -> None:
    result = check(golden, item(54), item(55, missing=True))
    assert (result.outcome, result.camera) == (CheckOutcome.FAILED, "side")
    recipe = Recipe(
        name="default",
        costs=Costs(missed_damage=100.0, false_divert=1.0, review=0.5),
        novelty=NoveltyRule(weight=0.0, alpha=0.05),
        lanes=dict.fromkeys(Disposition, 1),
    )
    verdict = decide(Evidence(checks=(result,)), recipe)
    assert (verdict.disposition, verdict.why) == (Disposition.DIVERT, ReasonCode.INCOMPLETE)
    assert check(golden, item(54), item(55, missing=True), cameras=["top"]).outcome is CheckOutcome.OK


def test_between_doubt_and_sure_a_person_looks(golden: GoldenStore) -> None:
    result = check(golden, item(56, missing=True), sure_share=0.9)
    assert (result.outcome, result.finding) == (CheckOutcome.UNSURE, None)
    assert result.detail.endswith("missing?")
    with pytest.raises(ValidationError, match="sure_share is less than doubt_share"):
        parts.Config(doubt_share=0.2, sure_share=0.1)


def test_what_can_not_be_laid_onto_its_golden_pictures_is_for_a_person(golden: GoldenStore) -> None:
    other = np.full((SIZE, SIZE, 3), 40, np.uint8)
    other[60:260, 10:310] = plate(2)
    result = check(golden, freeze(other))
    assert result.outcome is CheckOutcome.UNSURE
    assert "not compared" in result.detail


def test_what_nobody_taught_or_has_no_print_is_not_compared(golden: GoldenStore, tmp_path: Path) -> None:
    assert check(golden, item(57), sku=None).outcome is CheckOutcome.NOT_APPLICABLE
    assert check(golden, item(57), sku="OTHER").outcome is CheckOutcome.NOT_APPLICABLE
    assert check(golden, item(57), sku="AS-KIT").outcome is CheckOutcome.OK  # another product's pictures, by catalogue
    plain = make_golden(tmp_path)
    plain.put(golden_of("KIT", "top", [np.full((90, 90, 3), 100 + n, np.uint8) for n in range(8)]))
    assert check(plain, item(57)).outcome is CheckOutcome.NOT_APPLICABLE
    plain.put(golden_of("KIT", "top", [item(seed) for seed in range(4)]))  # four: three that lie on a fourth
    assert check(plain, item(57)).outcome is CheckOutcome.NOT_APPLICABLE


def test_what_was_learnt_is_found_again_and_new_pictures_are_learnt_anew(golden: GoldenStore, tmp_path: Path) -> None:
    catalogue = rendered_catalogue.RenderedCatalogue(())

    def started() -> parts.PartsCheck:
        made = parts.build(parts.Config(), name="parts", catalogue=catalogue, golden=golden, data_dir=tmp_path)
        made.prepare()
        return made

    first = started()
    (kept,) = (tmp_path / "golden_parts").glob("*.npy")  # both cameras have the same pictures
    written = kept.stat().st_mtime_ns
    again = started()
    assert kept.stat().st_mtime_ns == written
    looked = looked_at({"top": item(58, missing=True)}, {"top": (0.0, 0.0, 320.0, 320.0)}, sku="KIT")
    assert first.check(*looked) == again.check(*looked)
    first.prepare(golden_of("NEW", "top", [item(seed) for seed in range(60, 66)]))
    assert len(list((tmp_path / "golden_parts").glob("*.npy"))) == 2


def test_pictures_that_are_replaced_while_they_are_looked_at_are_an_error_and_no_verdict(tmp_path: Path) -> None:
    store = make_golden(tmp_path)
    store.put(golden_of("KIT", "top", [item(seed) for seed in range(5)]))
    digest = store.digest

    class Late:
        """Tells the digest of pictures that are no longer there."""

        pairs, find, put, problems = store.pairs, store.find, store.put, store.problems

        def digest(self, identity: Identity, camera: str) -> str | None:
            told = digest(identity, camera)
            return None if told is None else told[::-1]

    with pytest.raises(StoreError, match="were replaced"):
        check(Late(), item(59))
