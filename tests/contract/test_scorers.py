"""Every scorer that can be taught keeps the promises of the port; the one that can not says so."""

import threading
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from inspector.app.registry import adapter, build, kinds
from inspector.config.adapter import AdapterConfig
from inspector.config.locations import default_models_dir
from inspector.config.sections import AdapterSection
from inspector.domain.anomaly import AnomalyScore
from inspector.domain.errors import InferenceError, InspectorError, UnknownReference
from inspector.domain.frame import Frame, RgbImage, freeze
from inspector.domain.item import Identity
from inspector.ports.scorer import Scorer

TEACHABLE = tuple(kind for kind in kinds("scorers") if kind != "none")
QUICK = {"patch_memory": {"patches": 600}}
WHOLE = (0.0, 0.0, 120.0, 90.0)

Maker = Callable[[], Scorer]


def make(kind: str, data_dir: Path) -> Scorer:
    section = AdapterSection.model_validate({"kind": kind, **QUICK.get(kind, {})})
    scorer: Scorer = build("scorers", section, models_dir=default_models_dir(), data_dir=data_dir)
    return scorer


@pytest.fixture(params=TEACHABLE)
def restart(request: pytest.FixtureRequest, tmp_path: Path) -> Maker:
    """Builds the scorer anew over the same folder, as a restart does."""
    return lambda: make(request.param, tmp_path)


@pytest.fixture
def scorer(restart: Maker) -> Scorer:
    return restart()


def item(seed: int, colour: tuple[int, int, int] = (150, 110, 70), *, stain: bool = False) -> RgbImage:
    """A printed box face in changing light, or the same with a large stain."""
    rng = np.random.default_rng(seed)
    image = np.full((90, 120, 3), colour, np.float64) + rng.normal(0, 3, (90, 120, 3)) + rng.normal(0, 1)
    face = np.clip(image, 0, 255).astype(np.uint8)
    cv2.rectangle(face, (15, 15), (60, 45), (240, 240, 235), -1)
    for x in range(20, 56, 4):
        cv2.line(face, (x, 20), (x, 38), (20, 20, 20), 1 + x % 3)
    if stain:
        cv2.ellipse(face, (85, 60), (28, 22), 20, 0, 360, (30, 60, 20), -1)
    return freeze(face)


def seen(image: RgbImage, camera: str = "top") -> Frame:
    return Frame(camera=camera, sequence=0, image=image, captured_at_ns=0)


def good(count: int = 8, colour: tuple[int, int, int] = (150, 110, 70)) -> list[RgbImage]:
    return [item(seed, colour) for seed in range(count)]


def test_the_known_kinds_are_listed() -> None:
    assert {"patch_memory", "mean_colour", "none"} <= set(kinds("scorers"))


@pytest.mark.parametrize("kind", kinds("scorers"))
def test_every_option_is_titled_and_described_and_strangers_are_refused(kind: str) -> None:
    config: type[AdapterConfig] = adapter("scorers", kind).Config
    for name, option in config.model_fields.items():
        assert option.title, name
        assert option.description, name
    with pytest.raises(ValueError, match="no_such_option"):
        config.model_validate({"no_such_option": 1})


def test_building_writes_nothing(restart: Maker, tmp_path: Path) -> None:
    restart()
    assert list(tmp_path.iterdir()) == []


def test_without_teaching_nothing_is_known(scorer: Scorer) -> None:
    assert scorer.references() == ()
    with pytest.raises(UnknownReference, match="SKU-1"):
        scorer.score(seen(item(0)), WHOLE, Identity(sku="SKU-1"))


def test_damage_scores_above_every_good_item(scorer: Scorer) -> None:
    report = scorer.teach("SKU-1", "top", good())
    identity = Identity(sku="SKU-1")
    fine = [scorer.score(seen(item(seed)), WHOLE, identity) for seed in range(100, 106)]
    bad = [scorer.score(seen(item(seed, stain=True)), WHOLE, identity) for seed in range(200, 206)]
    assert min(one.raw for one in bad) > max(one.raw for one in fine)
    assert all(one.p_value == pytest.approx(1 / 9) for one in bad)
    assert np.mean([one.p_value for one in fine]) > 0.25
    assert report.images == 8
    assert report.patches > 0
    assert report.seconds > 0
    assert len(report.leave_one_out) == 8


def test_a_score_says_what_it_is_of(scorer: Scorer) -> None:
    scorer.teach("SKU-1", "top", good(5))
    region = (10.0, 5.0, 110.5, 85.25)
    score = scorer.score(seen(item(50, stain=True)), region, Identity(sku="SKU-1"))
    assert isinstance(score, AnomalyScore)
    assert (score.camera, score.reference, score.n, score.region) == ("top", "SKU-1", 5, region)
    assert score.model == scorer.model
    assert score.heat.ndim == 2
    assert score.heat.dtype == np.float32
    assert not score.heat.flags.writeable
    assert 0 < score.p_value <= 1


def test_the_heat_is_where_the_stain_is(scorer: Scorer) -> None:
    scorer.teach("SKU-1", "top", good())
    heat = scorer.score(seen(item(50, stain=True)), WHOLE, Identity(sku="SKU-1")).heat
    grown = cv2.resize(heat, (120, 90))
    assert grown[45:75, 65:105].mean() > 1.5 * grown[:40, :60].mean()


def test_the_p_value_counts_the_references_at_least_as_far(scorer: Scorer) -> None:
    report = scorer.teach("SKU-1", "top", good())
    for seed in (100, 101):
        score = scorer.score(seen(item(seed)), WHOLE, Identity(sku="SKU-1"))
        farther = sum(one >= score.raw for one in report.leave_one_out)
        assert score.p_value == pytest.approx((1 + farther) / 9)
        assert score.n == 8


def test_one_image_can_be_taught_but_says_nothing_about_chance(scorer: Scorer) -> None:
    report = scorer.teach("SKU-1", "top", good(1))
    assert report.leave_one_out == ()
    score = scorer.score(seen(item(9, stain=True)), WHOLE, Identity(sku="SKU-1"))
    assert (score.n, score.p_value) == (0, 1.0)


def test_the_sku_wins_over_the_material_and_that_over_the_default(scorer: Scorer) -> None:
    asked = Identity(sku="SKU-1", material="carton")
    for reference in ("default", "carton", "SKU-1"):
        scorer.teach(reference, "top", good(3))
        assert scorer.score(seen(item(1)), WHOLE, asked).reference == reference
    assert scorer.score(seen(item(1)), WHOLE, Identity(sku="other", material="carton")).reference == "carton"
    assert scorer.score(seen(item(1)), WHOLE, Identity()).reference == "default"


def test_each_camera_has_its_own_memory(scorer: Scorer) -> None:
    scorer.teach("SKU-1", "top", good(3))
    scorer.teach("SKU-1", "side", good(4, colour=(40, 60, 120)))
    assert scorer.references() == (("SKU-1", "side"), ("SKU-1", "top"))
    own = scorer.score(seen(item(60, (40, 60, 120)), "side"), WHOLE, Identity(sku="SKU-1"))
    other = scorer.score(seen(item(60, (40, 60, 120)), "top"), WHOLE, Identity(sku="SKU-1"))
    assert own.raw < other.raw
    with pytest.raises(UnknownReference, match="bottom"):
        scorer.score(seen(item(1), "bottom"), WHOLE, Identity(sku="SKU-1"))


def test_what_was_taught_survives_a_restart_bit_for_bit(restart: Maker) -> None:
    first = restart()
    first.teach("SKU-1", "top", good())
    before = first.score(seen(item(77, stain=True)), WHOLE, Identity(sku="SKU-1"))
    second = restart()
    after = second.score(seen(item(77, stain=True)), WHOLE, Identity(sku="SKU-1"))
    assert second.references() == (("SKU-1", "top"),)
    assert (before.raw, before.p_value, before.n) == (after.raw, after.p_value, after.n)
    assert np.array_equal(before.heat, after.heat)


def test_what_another_process_teaches_is_seen_without_a_restart(restart: Maker) -> None:
    running, other = restart(), restart()
    assert running.references() == ()
    other.teach("SKU-1", "top", good(3))
    assert running.score(seen(item(1)), WHOLE, Identity(sku="SKU-1")).n == 3


def test_teaching_again_replaces(scorer: Scorer) -> None:
    scorer.teach("SKU-1", "top", good(3))
    scorer.teach("SKU-1", "top", good(6))
    assert scorer.score(seen(item(1)), WHOLE, Identity(sku="SKU-1")).n == 6
    assert scorer.references() == (("SKU-1", "top"),)


def test_the_same_lesson_gives_the_same_memory(restart: Maker) -> None:
    once = restart().teach("SKU-1", "top", good())
    again = restart().teach("SKU-2", "top", good())
    assert once.leave_one_out == again.leave_one_out


def test_an_image_unlike_the_rest_is_named(scorer: Scorer) -> None:
    images = good(9)
    images[4] = item(4, (30, 160, 60), stain=True)
    assert scorer.teach("SKU-1", "top", images).odd_ones == (4,)
    assert scorer.teach("SKU-1", "top", [item(3)] * 9).odd_ones == ()


@pytest.mark.parametrize("name", ["../../etc/passwd", "ÄÖ / 7 %", "a" * 300, "CON", ".hidden", "a\nb"])
def test_any_name_can_be_taught_and_none_leaves_the_folder(scorer: Scorer, tmp_path: Path, name: str) -> None:
    scorer.teach(name, "top", good(2))
    assert scorer.references() == ((name, "top"),)
    assert scorer.score(seen(item(1)), WHOLE, Identity(sku=name)).reference == name
    assert all(tmp_path in path.resolve().parents for path in tmp_path.rglob("*"))
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 2


def test_names_that_look_alike_stay_apart(scorer: Scorer) -> None:
    for number, name in enumerate(("a-b", "a_b", "a b"), start=2):
        scorer.teach(name, "top", good(number))
    for number, name in enumerate(("a-b", "a_b", "a b"), start=2):
        assert scorer.score(seen(item(1)), WHOLE, Identity(sku=name)).n == number


@pytest.mark.parametrize(
    "image",
    [np.zeros((9, 9), np.uint8), np.zeros((9, 9, 4), np.uint8), np.zeros((0, 9, 3), np.uint8), np.zeros((9, 9, 3))],
)
def test_a_bad_lesson_lists_what_is_wrong_and_changes_nothing(scorer: Scorer, image: RgbImage) -> None:
    scorer.teach("SKU-1", "top", good(3))
    with pytest.raises(InferenceError, match=r"image 1 .*image 3 "):
        scorer.teach("SKU-1", "top", [item(0), image, item(1), image])
    with pytest.raises(InferenceError, match=r"has no name.*0 images"):
        scorer.teach("", "top", [])
    assert scorer.score(seen(item(1)), WHOLE, Identity(sku="SKU-1")).n == 3


@pytest.mark.parametrize("region", [(200.0, 0.0, 300.0, 50.0), (50.0, 50.0, 20.0, 80.0), (float("nan"),) * 4])
def test_a_region_without_pixels_is_an_inference_error(
    scorer: Scorer, region: tuple[float, float, float, float]
) -> None:
    scorer.teach("SKU-1", "top", good(2))
    with pytest.raises(InferenceError, match=r"top.*region"):
        scorer.score(seen(item(1)), region, Identity(sku="SKU-1"))


def test_a_tiny_region_and_one_beyond_the_picture_are_scored(scorer: Scorer) -> None:
    scorer.teach("SKU-1", "top", good(2))
    for region in ((3.0, 3.0, 4.0, 4.0), (-50.0, -50.0, 500.0, 500.0)):
        score = scorer.score(seen(item(1)), region, Identity(sku="SKU-1"))
        assert np.isfinite(score.raw)
        assert score.region == region


def test_a_damaged_memory_is_named_and_no_lesser_one_stands_in(restart: Maker, tmp_path: Path) -> None:
    scorer = restart()
    scorer.teach("default", "top", good(2))
    scorer.teach("SKU-1", "top", good(3))
    (numbers,) = tmp_path.rglob("SKU-1*.npz")
    numbers.write_bytes(numbers.read_bytes()[:-200])
    with pytest.raises(InferenceError, match=r"SKU-1.*damaged.*teach again") as caught:
        restart().score(seen(item(1)), WHOLE, Identity(sku="SKU-1"))
    assert not isinstance(caught.value, UnknownReference)
    assert restart().score(seen(item(1)), WHOLE, Identity(sku="SKU-2")).reference == "default"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 99}', '{"format": 1}'])
def test_a_damaged_index_is_named_and_teaching_repairs_it(restart: Maker, tmp_path: Path, text: str) -> None:
    restart().teach("SKU-1", "top", good(3))
    (index,) = tmp_path.rglob("*.json")
    index.write_text(text, encoding="utf-8")
    scorer = restart()
    with pytest.raises(InferenceError, match="teach again"):
        scorer.score(seen(item(1)), WHOLE, Identity(sku="SKU-1"))
    scorer.teach("SKU-1", "top", good(2))
    assert scorer.score(seen(item(1)), WHOLE, Identity(sku="SKU-1")).n == 2


def test_scoring_goes_on_while_another_thread_teaches(scorer: Scorer) -> None:
    scorer.teach("SKU-1", "top", good(3))
    failures: list[InspectorError] = []
    counts: set[int] = set()
    done, started = threading.Event(), threading.Barrier(3)

    def look() -> None:
        started.wait(timeout=30)
        while not done.is_set():
            try:
                counts.add(scorer.score(seen(item(1)), WHOLE, Identity(sku="SKU-1")).n)
            except InspectorError as error:
                failures.append(error)
                return

    lookers = [threading.Thread(target=look) for _ in range(2)]
    for looker in lookers:
        looker.start()
    started.wait(timeout=30)
    for count in (2, 6):
        scorer.teach("SKU-1", "top", good(count))
    done.set()
    for looker in lookers:
        looker.join(timeout=60)
    assert not failures
    assert counts <= {2, 3, 6}
    assert scorer.score(seen(item(1)), WHOLE, Identity(sku="SKU-1")).n == 6


def test_a_station_without_a_scorer_knows_nothing_and_refuses_to_be_taught(tmp_path: Path) -> None:
    scorer = make("none", tmp_path)
    assert scorer.references() == ()
    with pytest.raises(UnknownReference, match="without an anomaly scorer"):
        scorer.score(seen(item(1)), WHOLE, Identity(sku="SKU-1"))
    with pytest.raises(InferenceError, match="patch_memory"):
        scorer.teach("SKU-1", "top", good(2))
    assert list(tmp_path.iterdir()) == []
