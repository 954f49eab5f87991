"""Kind place_memory: what is usual in one place is unusual in another."""

from pathlib import Path

import numpy as np
import pytest

from inspector.app.registry import build
from inspector.config.locations import default_models_dir
from inspector.config.sections import AdapterSection
from inspector.domain.errors import ModelMismatch
from inspector.domain.frame import Frame, RgbImage, freeze
from inspector.domain.item import Identity
from inspector.ports.scorer import Scorer

WHOLE = (0.0, 0.0, 112.0, 112.0)
BOX = Identity(sku="BOX-1")


def scorer_of(kind: str, folder: Path) -> Scorer:
    section = AdapterSection.model_validate({"kind": kind})
    made: Scorer = build("scorers", section, models_dir=default_models_dir(), data_dir=folder)
    return made


def striped(seed: int, *, turned: bool = False) -> RgbImage:
    """Stripes on the left half, nothing on the right one; turned about, the stripes are on the right."""
    rng = np.random.default_rng(seed)
    image = np.full((112, 112, 3), 150, np.int16) + rng.integers(-5, 6, (112, 112, 3))
    image[::8, :56] -= 90
    image[1::8, :56] -= 90
    pixels = np.clip(image, 0, 255).astype(np.uint8)
    return freeze(pixels[:, ::-1] if turned else pixels)


def raw(scorer: Scorer, image: RgbImage) -> float:
    frame = Frame(camera="top", sequence=0, image=image, captured_at_ns=0)
    return scorer.score(frame, WHOLE, BOX).raw


def test_the_same_print_in_another_place_is_novel_here_and_nowhere_else(tmp_path: Path) -> None:
    good = [striped(seed) for seed in range(10)]
    ratios = {}
    for kind in ("place_memory", "patch_memory"):
        scorer = scorer_of(kind, tmp_path / kind)
        scorer.teach("BOX-1", "top", good)
        ratios[kind] = raw(scorer, striped(50, turned=True)) / raw(scorer, striped(51))
    assert ratios["place_memory"] > 3.0
    assert ratios["place_memory"] > 2 * ratios["patch_memory"]


def test_the_heat_lies_where_the_picture_is_unusual(tmp_path: Path) -> None:
    scorer = scorer_of("place_memory", tmp_path)
    scorer.teach("BOX-1", "top", [striped(seed) for seed in range(10)])
    image = striped(60).copy()
    image[70:90, 70:90] = (20, 20, 200)
    found = scorer.score(Frame(camera="top", sequence=0, image=freeze(image), captured_at_ns=0), WHOLE, BOX).heat
    row, column = np.unravel_index(int(found.argmax()), found.shape)
    assert 0.55 < row / found.shape[0] < 0.9
    assert 0.55 < column / found.shape[1] < 0.9


def test_memories_of_the_two_kinds_are_not_mixed_up(tmp_path: Path) -> None:
    scorer_of("patch_memory", tmp_path).teach("BOX-1", "top", [striped(seed) for seed in range(5)])
    other = scorer_of("place_memory", tmp_path)
    with pytest.raises(ModelMismatch, match="teach it again"):
        raw(other, striped(1))
    assert len(other.problems()) == 1
