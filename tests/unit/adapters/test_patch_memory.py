"""The patch memory's own parts: search, selection, p-values, files, and the bundle's contract."""

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import pytest

from inspector.adapters._feature_network import FeatureNetwork
from inspector.adapters.scorers import _coreset, _memory_files, patch_memory
from inspector.adapters.scorers._coreset import POOL, coreset
from inspector.adapters.scorers._memory import Memory, odd_ones, p_value
from inspector.adapters.scorers._memory_files import read_entry, read_memory, write_memory
from inspector.adapters.scorers._nearest import Nearest, as_columns, nearest_graph
from inspector.adapters.scorers._shelf import Shelf
from inspector.config.bundle import sha256_of
from inspector.config.durable_file import write_durably
from inspector.config.locations import default_models_dir
from inspector.domain.errors import InferenceError, ModelMismatch, StoreError, UnknownReference
from inspector.domain.frame import Frame
from inspector.domain.item import Identity

F32 = npt.NDArray[np.float32]

BUNDLE = default_models_dir() / "line-features"


@pytest.fixture(scope="module")
def nearest() -> Nearest:
    return Nearest(threads=1)


def cloud(count: int, width: int = 16, seed: int = 0) -> F32:
    return np.random.default_rng(seed).normal(0, 1, (count, width)).astype(np.float32)


def by_definition(patches: F32, memory: F32) -> F32:
    apart = patches[:, None].astype(np.float64) - memory[None]
    return np.asarray(np.sqrt((apart**2).sum(-1)).min(1), np.float32)


def test_the_search_graph_is_valid_onnx() -> None:
    onnx.checker.check_model(onnx.load_from_string(nearest_graph()), full_check=True)


@pytest.mark.parametrize(("patches", "memory", "width"), [(1, 1, 1), (784, 37, 128), (5, 300, 7)])
def test_the_search_finds_the_nearest(nearest: Nearest, patches: int, memory: int, width: int) -> None:
    a, b = cloud(patches, width, 1), cloud(memory, width, 2)
    assert np.allclose(nearest.distances(a, as_columns(b)), by_definition(a, b), rtol=1e-4, atol=1e-4)


def test_a_patch_of_the_memory_is_at_no_distance_but_for_rounding(nearest: Nearest) -> None:
    a = cloud(50, 128) * 10
    assert nearest.distances(a, as_columns(a)).max() < 0.002 * np.linalg.norm(a, axis=1).min()


def test_a_selection_covers_better_than_chance_and_repeats(nearest: Nearest) -> None:
    rng = np.random.default_rng(0)
    crowd, rare = rng.normal(0, 0.1, (3000, 16)), rng.normal(0, 0.1, (12, 16)) + 6 * np.eye(16)[:12]
    patches = np.concatenate([crowd, rare]).astype(np.float32)
    rows = coreset(patches, 100, nearest=nearest, seed=3)
    assert len(rows) == 100
    assert (np.diff(rows) > 0).all()
    assert set(range(3000, 3012)) <= set(rows.tolist())  # every rare patch is kept
    assert np.array_equal(rows, coreset(patches, 100, nearest=nearest, seed=3))
    assert not np.array_equal(rows, coreset(patches, 100, nearest=nearest, seed=4))
    by_chance = rng.choice(3012, 100, replace=False)
    assert by_definition(patches, patches[rows]).max() < 0.5 * by_definition(patches, patches[by_chance]).max()


@pytest.mark.parametrize("limit", [40, 700])
def test_what_a_pass_does_not_look_at_it_would_not_have_taken(
    nearest: Nearest, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    rng = np.random.default_rng(5)
    middles = rng.normal(0, 6, (40, 48))
    patches = (middles[rng.integers(0, 40, 6000)] + rng.normal(0, 1, (6000, 48))).astype(np.float32)
    found = {}
    for watched in (128, 2048, 10**6):  # the last looks at all of them, always
        monkeypatch.setattr(_coreset, "WATCHED", watched)
        found[watched] = coreset(patches, limit, nearest=nearest, seed=1).tolist()
    assert len(found[128]) == limit
    assert found[128] == found[2048] == found[10**6]


def test_a_selection_of_few_or_equal_patches_ends(nearest: Nearest) -> None:
    few = cloud(20)
    assert coreset(few, 100, nearest=nearest, seed=0).tolist() == list(range(20))
    equal = np.ones((500, 16), np.float32)
    assert 1 <= len(coreset(equal, 100, nearest=nearest, seed=0)) <= 100
    assert len(coreset(cloud(POOL + 700, 4), 50, nearest=nearest, seed=0)) == 50


def test_p_values_of_exchangeable_scores_are_valid() -> None:
    rng = np.random.default_rng(0)
    for alpha in (0.05, 0.1, 0.3):
        below = [p_value(scores[0], tuple(scores[1:])) <= alpha for scores in rng.normal(0, 1, (4000, 20))]
        assert np.mean(below) <= alpha + 0.015
    assert p_value(99.0, tuple(range(19))) == 0.05
    assert p_value(-1.0, tuple(range(19))) == 1.0


def test_odd_ones_need_both_a_spread_and_a_ratio() -> None:
    even = (1.0,) * 5
    assert odd_ones((1.0, 1.001, 0.999, 1.0, 1.05), even) == ()  # far in spreads only
    assert odd_ones((1.0, 2.0, 3.0, 4.0, 5.5), even) == ()  # far in ratio only
    assert odd_ones((1.0, 1.1, 0.9, 1.0, 3.0), even) == (4,)
    assert odd_ones((1.0, 9.0, 1.0), (1.0, 9.0, 1.0)) == ()  # too few to say


def test_what_is_far_all_over_is_odd_at_a_smaller_distance() -> None:
    even = (1.0,) * 5
    assert odd_ones(even, (1.0, 1.02, 0.98, 1.0, 1.5)) == (4,)
    assert odd_ones((1.0, 1.02, 0.98, 1.0, 1.5), even) == ()
    assert odd_ones(even, (1.0, 1.02, 0.98, 1.0, 1.4)) == ()  # far in spreads only
    assert odd_ones(even, (1.0, 1.6, 0.7, 1.4, 1.7)) == ()  # far in ratio only


def memory(model: str = "m", images: int = 3) -> Memory:
    return Memory(
        reference="SKU-1",
        camera="top",
        model=model,
        images=images,
        patches=cloud(30).astype(np.float16),
        calibration=(1.0, 2.5, 1.75),
    )


def test_files_give_back_what_was_written(tmp_path: Path) -> None:
    write_memory(tmp_path, memory())
    (index,) = tmp_path.glob("*.json")
    back = read_memory(read_entry(index))
    assert np.array_equal(back.patches, memory().patches)
    assert not back.patches.flags.writeable
    assert (back.reference, back.camera, back.model, back.images) == ("SKU-1", "top", "m", 3)
    assert back.calibration == (1.0, 2.5, 1.75)


def test_one_changed_bit_is_noticed(tmp_path: Path) -> None:
    write_memory(tmp_path, memory())
    (numbers,) = tmp_path.glob("*.npz")
    content = bytearray(numbers.read_bytes())
    content[len(content) // 2] ^= 1
    numbers.write_bytes(content)
    (index,) = tmp_path.glob("*.json")
    with pytest.raises(InferenceError, match="SHA-256"):
        read_memory(read_entry(index))


@pytest.mark.parametrize("written", [0, 1])
def test_a_crash_while_writing_leaves_the_former_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    """The crash comes before the numbers (0) or between them and the index (1)."""
    write_memory(tmp_path, memory())
    real = write_durably
    calls: list[Path] = []

    def dies(path: Path, content: bytes) -> None:
        if len(calls) == written:
            raise OSError(28, "No space left on device")
        calls.append(path)
        real(path, content)

    monkeypatch.setattr(_memory_files, "write_durably", dies)
    with pytest.raises(StoreError, match=r"SKU-1.*No space left"):
        write_memory(tmp_path, replace(memory(), patches=cloud(8).astype(np.float16)))
    shelf = Shelf(tmp_path, model="m", keep=4, prepare=lambda held: held.patches)
    assert shelf.find(Identity(sku="SKU-1"), "top").content.shape == (30, 16)
    monkeypatch.undo()
    write_memory(tmp_path, memory())
    assert len(list(tmp_path.iterdir())) == 2  # what the crash left is gone


def test_a_folder_that_can_not_be_made_is_a_store_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="can not be written"):
        write_memory(blocked / "references", memory())


def test_a_folder_that_fails_while_it_is_looked_at_is_an_inference_error_and_a_lost_file_costs_its_product_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_memory(tmp_path, memory())
    (tmp_path / "gone.json").symlink_to(tmp_path / "nowhere")
    shelf = Shelf(tmp_path, model="m", keep=2, prepare=lambda held: held.reference)
    assert shelf.find(Identity(sku="SKU-1"), "top").content == "SKU-1"
    (problem,) = shelf.problems()
    assert "gone.json: damaged" in problem

    def fails(_folder: Path) -> Any:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "scandir", fails)
    again = Shelf(tmp_path, model="m", keep=2, prepare=lambda held: held.reference)
    with pytest.raises(InferenceError, match="can not be read: Input/output error"):
        again.find(Identity(sku="SKU-1"), "top")
    assert "Input/output error" in again.problems()[0]


def test_few_memories_stay_in_the_ram_and_all_stay_known(tmp_path: Path) -> None:
    made: list[str] = []
    shelf = Shelf(tmp_path, model="m", keep=2, prepare=lambda held: made.append(held.reference))
    for name in "abc":
        shelf.put(replace(memory(), reference=name))
    for name in "abaca":  # the use before c's keeps a
        shelf.find(Identity(sku=name), "top")
    assert made == ["a", "b", "c"]
    shelf.find(Identity(sku="b"), "top")
    assert made == ["a", "b", "c", "b"]
    assert shelf.pairs() == (("a", "top"), ("b", "top"), ("c", "top"))


def test_a_memory_of_another_network_is_refused_by_name(tmp_path: Path) -> None:
    write_memory(tmp_path, memory(model="line-features@0.0.9#00000000"))
    shelf = Shelf(tmp_path, model="line-features@1.0.0#11111111", keep=2, prepare=lambda held: held)
    with pytest.raises(ModelMismatch, match=r"SKU-1.*0\.0\.9.*1\.0\.0.*teach it again") as caught:
        shelf.find(Identity(sku="SKU-1"), "top")
    assert not isinstance(caught.value, UnknownReference)
    assert shelf.pairs() == ()
    assert len(shelf.problems()) == 1
    assert "teach it again" in shelf.problems()[0]


@pytest.fixture
def own_bundle(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BUNDLE, tmp_path / "line-features"))


def rewritten(folder: Path, old: str, new: str) -> None:
    text = (folder / "model.toml").read_text(encoding="utf-8")
    assert old in text
    (folder / "model.toml").write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "image"', 'name = "pixels"', "pixels"),
        ('dtype = "uint8"', 'dtype = "float32"', "float32"),
        ("width = 224", "width = 256", "256"),
        ("channels = 128", "channels = 64", "64"),
        ('name = "features"', 'name = "patches"', "patches"),
        ('resize = "stretch"', 'resize = "letterbox"', "stretch"),
        ("output_std = 0.", "output_std = 7.", "golden"),
    ],
)
def test_a_bundle_that_declares_something_else_is_refused(own_bundle: Path, old: str, new: str, said: str) -> None:
    rewritten(own_bundle, old, new)
    with pytest.raises(ModelMismatch, match=said):
        FeatureNetwork(own_bundle, threads=1)


def test_a_truncated_model_is_refused_even_if_its_hash_was_adapted(own_bundle: Path) -> None:
    model = own_bundle / "model.onnx"
    before = sha256_of(model)
    model.write_bytes(model.read_bytes()[:50_000])
    with pytest.raises(ModelMismatch, match="SHA-256"):
        FeatureNetwork(own_bundle, threads=1)
    rewritten(own_bundle, before, sha256_of(model))
    with pytest.raises(ModelMismatch, match="can not load"):
        FeatureNetwork(own_bundle, threads=1)


def test_features_are_of_the_declared_shape_and_follow_the_picture() -> None:
    network = FeatureNetwork(BUNDLE, threads=1)
    rows, columns = network.grid
    picture = np.random.default_rng(0).integers(0, 256, (150, 333, 3), dtype=np.uint8)
    features = network.features(picture)
    assert features.shape == (rows * columns, network.output.channels)
    assert np.array_equal(features, network.features(picture))
    changed = picture.copy()
    changed[:40, :60] = 255 - changed[:40, :60]
    moved = np.linalg.norm(network.features(changed) - features, axis=1).reshape(rows, columns)
    assert moved[: rows // 4, : columns // 6].mean() > 5 * moved[rows // 2 :, columns // 2 :].mean()


def test_new_good_items_are_as_far_as_the_references_were(tmp_path: Path) -> None:
    """The p-value means what it says: over new items of the same kind it is not small too often."""
    scorer = patch_memory.build(
        patch_memory.Config(patches=500, threads=1), models_dir=BUNDLE.parent, data_dir=tmp_path
    )
    rng = np.random.default_rng(0)
    texture = rng.integers(0, 256, (60, 60, 3)).astype(np.float64)

    def item() -> npt.NDArray[np.uint8]:
        return np.clip(texture * rng.uniform(0.8, 1.2) + rng.normal(0, 8, texture.shape), 0, 255).astype(np.uint8)

    scorer.teach("SKU-1", "top", [item() for _ in range(12)])
    values = []
    for number in range(24):
        frame = Frame(camera="top", sequence=number, image=item(), captured_at_ns=0)
        values.append(scorer.score(frame, (0, 0, 60, 60), Identity(sku="SKU-1")).p_value)
    assert np.mean([value <= 2 / 13 for value in values]) <= 0.34  # 0.15 expected; 24 draws
    assert np.mean(values) > 0.3


def test_a_lesson_that_is_given_again_without_a_picture_is_looked_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = patch_memory.Config(patches=200, threads=1)
    rng = np.random.default_rng(2)
    images = [rng.integers(0, 256, (40, 60, 3), dtype=np.uint8) for _ in range(6)]
    straight = patch_memory.build(config, models_dir=BUNDLE.parent, data_dir=tmp_path / "straight")
    wanted = straight.teach("SKU-1", "top", images[1:])
    looked: list[bytes] = []
    look = FeatureNetwork.features

    def counted(network: FeatureNetwork, image: npt.NDArray[np.uint8]) -> F32:
        looked.append(image.tobytes())
        return look(network, image)

    scorer = patch_memory.build(config, models_dir=BUNDLE.parent, data_dir=tmp_path / "again")
    monkeypatch.setattr(FeatureNetwork, "features", counted)
    assert not scorer.teach("SKU-1", "top", images, lambda _report: False).kept
    found = scorer.teach("SKU-1", "top", images[1:])
    assert looked == [image.tobytes() for image in images]
    assert found.leave_one_out == wanted.leave_one_out
    numbers = [next((tmp_path / name / "references").glob("*.npz")).read_bytes() for name in ("straight", "again")]
    assert numbers[0] == numbers[1]
    scorer.teach("SKU-1", "top", images[1:])
    assert len(looked) == 11, "what was learnt is not kept in the RAM"


def test_the_index_is_plain_json_that_a_person_can_read(tmp_path: Path) -> None:
    write_memory(tmp_path, memory())
    (index,) = tmp_path.glob("*.json")
    described = json.loads(index.read_text(encoding="utf-8"))
    assert described["reference"] == "SKU-1"
    assert described["patches"] == 30
    assert (tmp_path / described["numbers"]).is_file()
