"""The demonstration's products are taught once: what says so is written whole, and is not believed when damaged."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from inspector.app.defaults import config_or_default
from inspector.app.demo import teaching
from inspector.app.demo.plan import DemoPlan, default_data_dir
from inspector.config.locations import default_models_dir
from inspector.config.sections import AdapterSection
from inspector.domain.errors import StartupError
from inspector.domain.frame import RgbImage, freeze
from inspector.scene.line import catalogue

SEED = 5


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One product, quickly drawn; which pictures were drawn."""
    products: list[str] = []

    def crops(sku: str, view: str, count: int, *, seed: int, size: tuple[int, int], kits: bool) -> Sequence[RgbImage]:
        assert size == (64, 48)
        products.append(f"{sku} {view} {seed}" + (" kit" if kits else ""))
        rng = np.random.default_rng(seed)
        return [freeze(rng.integers(90, 120, (24, 32, 3), dtype=np.uint8)) for _ in range(count)]

    monkeypatch.setattr(teaching, "good_crops", crops)
    monkeypatch.setattr(teaching, "catalogue", lambda: catalogue()[:1])
    return products


def start(data_dir: Path, seed: int = SEED, *, kits: bool = False) -> None:
    config = config_or_default(None, data_dir).model_copy(update={"scorer": AdapterSection(kind="mean_colour")})
    models = default_models_dir()
    teaching.teach_demo(config, seed=seed, size=(64, 48), kits=kits, models_dir=models, say=lambda _line: None)


def test_the_second_start_teaches_nothing(tmp_path: Path, drawn: list[str]) -> None:
    start(tmp_path)
    assert len(drawn) == 2
    start(tmp_path)
    assert len(drawn) == 2
    start(tmp_path, seed=SEED + 1)
    assert len(drawn) == 4, "another line"


def test_kits_are_taught_with_their_parts_where_cartons_were_taught_without(tmp_path: Path, drawn: list[str]) -> None:
    start(tmp_path)
    start(tmp_path, kits=True)
    start(tmp_path, kits=True)
    assert [one.endswith(" kit") for one in drawn] == [False, False, True, True]


def test_a_line_of_another_seed_or_size_has_a_folder_of_its_own() -> None:
    plan = DemoPlan(items=1, data_dir=Path(), broker_port=1, http_port=1, seed=SEED)
    others = (replace(plan, seed=SEED + 1), replace(plan, mixup_rate=0.1), replace(plan, missing_part_rate=0.1))
    folder = default_data_dir(plan)
    assert len({folder, *map(default_data_dir, others)}) == 4
    assert default_data_dir(replace(plan, damage_rate=0.7)) == folder, "what is taught is sound"


@pytest.mark.parametrize("content", [b"", b'{"features": "li', b"[]", b"\xff\xfe"])
def test_a_stamp_that_was_cut_off_is_none(tmp_path: Path, drawn: list[str], content: bytes) -> None:
    start(tmp_path)
    (tmp_path / "taught.json").write_bytes(content)
    start(tmp_path)
    assert len(drawn) == 4
    assert json.loads((tmp_path / "taught.json").read_text())["seed"] == SEED


def test_a_lesson_that_was_interrupted_leaves_no_stamp_of_the_one_before(
    tmp_path: Path, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    start(tmp_path)

    def interrupted(images: object) -> object:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(teaching, "thumbnails", interrupted)
        with pytest.raises(KeyboardInterrupt):
            start(tmp_path, seed=SEED + 1)
    assert len(drawn) == 3, "of one view the memories are another line's now"
    start(tmp_path)
    assert len(drawn) == 5


def test_a_folder_that_can_not_keep_it_is_said(tmp_path: Path, drawn: list[str]) -> None:
    (tmp_path / "taught.json").mkdir()
    with pytest.raises(StartupError, match=r"taught\.json"):
        start(tmp_path)
    assert drawn == []
