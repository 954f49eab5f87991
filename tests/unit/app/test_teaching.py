"""Teaching: what is refused, what is left out, what is kept, and the estimate of false diverts."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from inspector.app.defaults import config_or_default
from inspector.app.judges import Judges, make_judges, prepare_golden
from inspector.app.teaching import GOLDEN_PICTURES, Picture, found_in, teach
from inspector.config.sections import AdapterSection, CheckSection
from inspector.domain.catalogue import CatalogueEntry
from inspector.domain.errors import ConfigError, StoreError
from inspector.domain.frame import RgbImage, freeze
from inspector.domain.item import Identity

BOX = Identity(sku="BOX-1")
BROWN, BLUE = (150, 110, 70), (60, 80, 170)


def picture(seed: int, colour: tuple[int, int, int] = BROWN, *, damaged: bool = False) -> RgbImage:
    """A product on a dark belt; a red mark is what the scripted detector takes for damage."""
    rng = np.random.default_rng(seed)
    image = np.full((120, 160, 3), 12, np.int16)
    left, top = (int(value) for value in rng.integers(20, 50, 2))
    image[top : top + 50, left : left + 70] = np.array(colour) + rng.integers(-6, 7, 3)
    image += rng.integers(-3, 4, image.shape)
    pixels = np.clip(image, 0, 255).astype(np.uint8)
    if damaged:
        pixels[top + 10 : top + 16, left + 10 : left + 16] = (255, 0, 0)
    return freeze(pixels)


@pytest.fixture
def judges(tmp_path: Path) -> Judges:
    config = config_or_default(None, tmp_path).model_copy(
        update={"detector": AdapterSection(kind="scripted"), "scorer": AdapterSection(kind="mean_colour")}
    )
    return make_judges(config)


def lesson(judges: Judges, images: Sequence[RgbImage]) -> list[Picture]:
    found = []
    for number, image in enumerate(images):
        region = found_in(judges.detector, image, min_score=0.2)
        assert region is not None
        found.append(Picture(name=f"{number}.png", image=image, region=region))
    return found


def test_good_pictures_are_learnt_and_the_most_different_become_golden(judges: Judges) -> None:
    images = [picture(seed) for seed in range(20)]
    said: list[str] = []
    found = teach(judges, "BOX-1", "top", lesson(judges, images), say=said.append)
    assert found.report.kept
    assert found.report.images == 20
    assert (found.left_out, found.odd) == ((), ())
    assert judges.scorer.references() == (("BOX-1", "top"),)
    golden = judges.golden.find(BOX, "top")
    assert golden is not None
    assert golden.digest == found.golden.digest
    assert len(golden.images) == GOLDEN_PICTURES
    assert len({image.tobytes() for image in golden.images}) == GOLDEN_PICTURES
    assert (found.false_diverts.isolated, found.false_diverts.judged) == (0, 20)
    assert found.false_diverts.interval[0] == 0.0
    assert 0.1 < found.false_diverts.interval[1] < 0.2
    assert said


def test_what_was_taught_is_prepared_for_the_line_and_kept_for_the_next_start(tmp_path: Path) -> None:
    config = config_or_default(None, tmp_path).model_copy(
        update={
            "detector": AdapterSection(kind="scripted"),
            "scorer": AdapterSection(kind="mean_colour"),
            "checks": (CheckSection(name="looks", kind="wrong_item"),),
        }
    )
    judges = make_judges(config)
    teach(judges, "BOX-1", "top", lesson(judges, [picture(seed) for seed in range(6)]))
    kept = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "golden_looks").iterdir()}
    assert len(kept) == 1
    prepare_golden(make_judges(config))
    assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / "golden_looks").iterdir()} == kept
    for path in (tmp_path / "golden_looks").iterdir():
        path.unlink()
    told: list[str] = []
    prepare_golden(make_judges(config), told.append)
    assert told == ["preparing product 1 of 1: BOX-1, camera top", "preparing check looks"]
    assert {path.name for path in (tmp_path / "golden_looks").iterdir()} == set(kept)


def test_the_estimate_counts_what_the_station_would_isolate(judges: Judges) -> None:
    images = [picture(seed, damaged=seed in (3, 8)) for seed in range(12)]
    found = teach(judges, "BOX-1", "top", lesson(judges, images))
    assert (found.false_diverts.isolated, found.false_diverts.judged) == (2, 12)


def test_whole_pictures_are_learnt_without_an_estimate(judges: Judges) -> None:
    pictures = [Picture(name=str(seed), image=picture(seed), region=None) for seed in range(6)]
    found = teach(judges, "BOX-1", "top", pictures)
    assert found.false_diverts.judged == 0
    assert found.golden.images[0].shape == (120, 160, 3)


def test_one_that_looks_different_is_left_out_and_named(judges: Judges) -> None:
    images = [picture(seed) for seed in range(11)] + [picture(99, BLUE)]
    found = teach(judges, "BOX-1", "top", lesson(judges, images))
    assert found.left_out == ("11.png",)
    assert found.report.images == 11
    assert "11.png" not in [one.name for one in found.taught]
    kept = teach(judges, "BOX-1", "top", lesson(judges, images), keep_all=True)
    assert kept.left_out == ()
    assert kept.odd == ("11.png",)
    assert kept.report.images == 12


@pytest.mark.parametrize(("count", "said"), [(4, "4 images are given"), (101, "101 images are given"), (0, "0 images")])
def test_too_few_and_too_many_are_refused(judges: Judges, count: int, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        teach(judges, "BOX-1", "top", lesson(judges, [picture(seed) for seed in range(count)]))
    assert judges.scorer.references() == ()
    assert judges.golden.pairs() == ()


def test_everything_wrong_is_said_at_once(judges: Judges) -> None:
    images = [picture(0), picture(1), picture(0), picture(1)]
    with pytest.raises(ConfigError) as caught:
        teach(judges, "BOX-1", "top", lesson(judges, images))
    said = str(caught.value)
    for part in ("4 images are given", "2.png: is the same picture as 0.png", "3.png: is the same picture as 1.png"):
        assert part in said


def test_two_products_in_one_lesson_are_refused_and_nothing_is_lost(judges: Judges) -> None:
    before = teach(judges, "BOX-1", "top", lesson(judges, [picture(seed) for seed in range(8)]))
    mixed = [picture(seed) for seed in range(20, 28)] + [picture(seed, BLUE) for seed in range(40, 46)]
    with pytest.raises(ConfigError, match=r"8\.png, 9\.png, 10\.png, 11\.png, 12\.png, 13\.png"):
        teach(judges, "BOX-1", "top", lesson(judges, mixed))
    golden = judges.golden.find(BOX, "top")
    assert golden is not None
    assert golden.digest == before.golden.digest
    assert teach(judges, "BOX-1", "top", lesson(judges, mixed), keep_all=True).report.images == 14


def test_another_product_s_pictures_are_refused_and_named(judges: Judges) -> None:
    brown = [picture(seed) for seed in range(20, 32)]
    teach(judges, "BOX-1", "top", lesson(judges, [picture(seed) for seed in range(12)]))
    teach(judges, "BOX-3", "top", lesson(judges, [picture(seed, BLUE) for seed in range(12)]))
    with pytest.raises(ConfigError, match="look like BOX-1, which this camera was taught already"):
        teach(judges, "BOX-2", "top", lesson(judges, brown))
    assert judges.scorer.references() == (("BOX-1", "top"), ("BOX-3", "top"))
    assert judges.golden.pairs() == (("BOX-1", "top"), ("BOX-3", "top"))
    assert teach(judges, "BOX-1", "top", lesson(judges, brown)).report.resembles == ()  # taught anew
    assert teach(judges, "BOX-2", "side", lesson(judges, brown)).report.resembles == ()
    assert teach(judges, "default", "top", lesson(judges, brown)).report.resembles == ("BOX-1",)
    assert teach(judges, "BOX-2", "top", lesson(judges, brown), keep_all=True).report.resembles == ("BOX-1", "default")
    judges.catalogue.put([CatalogueEntry(sku="BOX-9", material="BOX-2")], keep_others=False)
    with pytest.raises(ConfigError) as caught:  # a material is no other product
        teach(judges, "BOX-9", "top", lesson(judges, brown))
    assert "BOX-1" in str(caught.value)
    assert "BOX-2" not in str(caught.value)


def test_golden_pictures_that_can_not_be_written_are_an_error(judges: Judges, tmp_path: Path) -> None:
    (tmp_path / "golden").write_text("a file where the folder must be")
    with pytest.raises(StoreError, match="golden pictures"):
        teach(judges, "BOX-1", "top", lesson(judges, [picture(seed) for seed in range(6)]))
