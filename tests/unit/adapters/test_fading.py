"""The fading memory: follows what all good items have in common, and nothing that one of them has alone."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.adapters.scorers import mean_colour, patch_memory, place_memory
from inspector.adapters.scorers._method import F32
from inspector.adapters.scorers._taught import TaughtScorer
from inspector.config.locations import default_models_dir
from inspector.domain.anomaly import AnomalyScore
from inspector.domain.errors import StoreError
from inspector.domain.fading import FadingRule, Heard, Recent, drift_of
from inspector.domain.frame import Frame, RgbImage, freeze
from inspector.domain.item import Identity
from inspector.ports.fading import FadingMemory

NOW = datetime(2026, 11, 28, 6, tzinfo=UTC)
WHOLE = (0.0, 0.0, 120.0, 90.0)
BOX = Identity(sku="BOX-1")
Maker = Callable[[], TaughtScorer[F32]]


def item(seed: int, *, darker: float = 0.0, stain: float = 0.0) -> RgbImage:
    """A box whose print differs a little from item to item; `darker` everywhere, or with a stain in one corner."""
    rng = np.random.default_rng(seed)
    print_ = rng.normal(0, 5, (4, 4, 3)).repeat(24, axis=0).repeat(30, axis=1)[:90]
    image = np.full((90, 120, 3), (150.0, 110.0, 70.0)) + print_ + rng.normal(0, 2, (90, 120, 3))
    image[60:, 80:] -= stain
    return freeze(np.clip(image - darker, 0, 255).astype(np.uint8))


def scored(scorer: TaughtScorer[F32], image: RgbImage) -> AnomalyScore:
    return scorer.score(Frame(camera="top", sequence=0, image=image, captured_at_ns=0), WHOLE, BOX)


def told(scorer: TaughtScorer[F32], image: RgbImage, *, confirmed: bool = True, at: datetime = NOW) -> Heard:
    return scorer.follow(scored(scorer, image), confirmed=confirmed, seen_utc=at)


@pytest.fixture
def restart(tmp_path: Path) -> Maker:
    """Builds the scorer anew over the same folder."""
    config = mean_colour.Config(fading=True, fading_reach=3.0, fading_guard=1.0, fading_items=5)
    return lambda: mean_colour.build(config, models_dir=tmp_path, data_dir=tmp_path)


@pytest.fixture
def scorer(restart: Maker) -> TaughtScorer[F32]:
    made = restart()
    made.teach("BOX-1", "top", [item(seed) for seed in range(12)])
    return made


def test_off_by_default_and_then_nothing_is_kept_or_moved(tmp_path: Path) -> None:
    scorer = mean_colour.build(mean_colour.Config(), models_dir=tmp_path, data_dir=tmp_path)
    scorer.teach("BOX-1", "top", [item(seed) for seed in range(8)])
    score = scored(scorer, item(50))
    assert isinstance(scorer, FadingMemory)
    assert (scorer.follows, score.look, score.drift) == (False, None, 0.0)
    assert scorer.follow(score, confirmed=True, seen_utc=NOW) is Heard.OFF
    assert not (tmp_path / "fading").exists()


def test_slow_drift_is_followed_and_what_was_taught_stays(scorer: TaughtScorer[F32], tmp_path: Path) -> None:
    taught = {path: path.read_bytes() for path in (tmp_path / "references").iterdir()}
    dark = [scored(scorer, item(seed, darker=5)).raw for seed in range(100, 106)]
    for step in range(40):
        told(scorer, item(200 + step, darker=5 * min(1, step / 20)), at=NOW + step * timedelta(minutes=1))
    after = [scored(scorer, item(seed, darker=5)) for seed in range(100, 106)]
    assert np.mean([one.raw for one in after]) < 0.8 * np.mean(dark)
    assert all(one.drift > 3 for one in after)
    assert {path: path.read_bytes() for path in (tmp_path / "references").iterdir()} == taught


def test_no_score_sinks_by_more_than_the_guard_whatever_people_confirm(
    scorer: TaughtScorer[F32], tmp_path: Path
) -> None:
    plain = mean_colour.build(mean_colour.Config(), models_dir=tmp_path, data_dir=tmp_path)
    longest = scorer.faded(NOW)[0].longest if told(scorer, item(1)) is Heard.KEPT else 0.0
    asked = [item(seed, darker=dark, stain=stain) for seed, dark, stain in ((1, 0, 0), (2, 15, 0), (3, 0, 90))]
    before = [scored(plain, image).raw for image in asked]
    for step in range(60):
        told(scorer, item(300 + step, darker=step), at=NOW + step * timedelta(minutes=1))
    after = [scored(scorer, image) for image in asked]
    assert longest > 0
    for low, score in zip(before, after, strict=True):
        assert score.drift <= longest * 1.001
        assert score.raw >= low - longest * 1.001


def test_a_defect_that_grows_does_not_creep_in(scorer: TaughtScorer[F32]) -> None:
    full = item(7, stain=60)
    before = scored(scorer, full)
    heard = [told(scorer, item(400 + step, stain=step)) for step in range(61)]
    after = scored(scorer, full)
    assert before.p_value == after.p_value == pytest.approx(1 / 13)
    assert after.raw > 0.9 * before.raw
    assert heard[0] is Heard.KEPT
    assert heard[-1] is Heard.FAR


def test_who_may_enter(scorer: TaughtScorer[F32]) -> None:
    good, odd = scored(scorer, item(50)), scored(scorer, item(51, stain=60))
    unsure = replace(good, p_value=0.1)
    assert scorer.follow(unsure, confirmed=False, seen_utc=NOW) is Heard.UNSURE
    assert scorer.follow(unsure, confirmed=True, seen_utc=NOW) is Heard.KEPT
    assert scorer.follow(replace(good, p_value=0.5), confirmed=False, seen_utc=NOW) is Heard.KEPT
    assert scorer.follow(odd, confirmed=True, seen_utc=NOW) is Heard.FAR
    assert scorer.follow(replace(good, reference="BOX-2"), confirmed=True, seen_utc=NOW) is Heard.UNTAUGHT
    scorer.teach("BOX-1", "top", [item(seed) for seed in range(4)])
    assert told(scorer, item(50)) is Heard.UNTAUGHT


def test_it_is_bounded_survives_a_restart_and_fades(scorer: TaughtScorer[F32], restart: Maker) -> None:
    for step in range(40):
        told(scorer, item(500 + step, darker=6))
    again = restart()
    assert scored(again, item(1)).drift == pytest.approx(scored(scorer, item(1)).drift, rel=1e-3)
    (state,) = again.faded(NOW)
    assert (state.reference, state.camera, state.items, state.problem) == ("BOX-1", "top", 15, "")
    lengths = []
    for days in (0, 1, 3, 14):
        again.refresh(NOW + timedelta(days=days))
        lengths.append(scored(again, item(1)).drift)
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[-1] < 0.02 * lengths[0]


def test_another_process_forgets_and_a_new_lesson_begins_anew(scorer: TaughtScorer[F32], restart: Maker) -> None:
    other = restart()
    told(scorer, item(1, darker=6))
    assert scored(scorer, item(1)).drift > 0
    assert other.forget("BOX-2", None) == ()
    assert other.forget("BOX-1", None) == (("BOX-1", "top"),)
    assert scored(scorer, item(1)).drift == 0
    told(scorer, item(2, darker=6))
    scorer.teach("BOX-1", "top", [item(seed) for seed in range(20, 32)])
    assert scored(scorer, item(1)).drift == 0
    assert "taught anew" in scorer.faded(NOW)[0].problem
    assert told(scorer, item(3)) is Heard.KEPT
    assert scorer.faded(NOW)[0].items == 1


@pytest.mark.parametrize("text", ["", "[]", '{"format": 2}', '{"format": 1, "reference": "BOX-1"}'])
def test_a_damaged_one_is_none_and_is_named(
    scorer: TaughtScorer[F32], restart: Maker, tmp_path: Path, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    told(scorer, item(1, darker=6))
    (file,) = (tmp_path / "fading").glob("*.json")
    file.write_text(text)
    fresh = restart()
    assert scored(fresh, item(1)).drift == 0
    assert "a fading memory is not used" in caplog.text
    assert str(file) in fresh.faded(NOW)[0].problem
    assert told(fresh, item(2, darker=6)) is Heard.KEPT
    assert fresh.faded(NOW)[0].problem == ""


def test_a_folder_that_can_not_be_written_is_an_error_and_changes_nothing(
    scorer: TaughtScorer[F32], tmp_path: Path
) -> None:
    (tmp_path / "fading").write_text("a file where the folder must be")
    with pytest.raises(StoreError, match="fading memory can not be written"):
        told(scorer, item(1))
    assert scored(scorer, item(1)).drift == 0


def test_a_memory_of_before_is_judged_by_and_not_followed(
    scorer: TaughtScorer[F32], restart: Maker, tmp_path: Path
) -> None:
    (file,) = (tmp_path / "references").glob("*.json")
    text = file.read_text()
    start = text.index('"centre"')
    file.write_text(text[:start] + text[text.index('"numbers"', start) :])
    old = restart()
    assert scored(old, item(1)).n == 12
    assert told(old, item(1)) is Heard.UNTAUGHT


def test_scoring_goes_on_while_items_enter(scorer: TaughtScorer[F32]) -> None:
    done, failures = threading.Event(), list[Exception]()

    def look() -> None:
        while not done.is_set():
            try:
                scored(scorer, item(1))
            except Exception as error:  # noqa: BLE001 - whatever it is, the test must hear of it
                failures.append(error)
                return

    looker = threading.Thread(target=look)
    looker.start()
    for step in range(15):
        told(scorer, item(600 + step, darker=5))
    done.set()
    looker.join(timeout=60)
    assert not failures


def test_the_patch_memory_follows_and_the_place_memory_does_not(tmp_path: Path) -> None:
    made = patch_memory.build(
        patch_memory.Config(fading=True, patches=300), models_dir=default_models_dir(), data_dir=tmp_path
    )
    made.teach("BOX-1", "top", [item(seed) for seed in range(6)])
    assert told(made, item(9, darker=4)) is Heard.KEPT
    assert 0 < scored(made, item(10)).drift <= made.faded(NOW)[0].longest
    assert "fading" not in place_memory.Config.model_fields


VECTORS = st.lists(st.lists(st.floats(-1e3, 1e3, width=32), min_size=3, max_size=3), min_size=1, max_size=8)


@given(away=VECTORS, ages=st.lists(st.floats(-1e6, 1e6), min_size=8, max_size=8), longest=st.floats(0, 10))
def test_no_correction_is_longer_than_allowed(away: list[list[float]], ages: list[float], longest: float) -> None:
    items = [Recent(away=np.array(one, np.float32), seen_s=age) for one, age in zip(away, ages, strict=False)]
    drift = drift_of(items, 0.0, longest, FadingRule())
    assert drift is None or float(np.linalg.norm(drift)) <= longest * 1.0001
