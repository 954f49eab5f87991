"""`evaluate_anomaly` on drawn pictures, and every way in which its folder can be wrong."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from inspector.adapters.scorers import mean_colour
from inspector.domain.errors import ConfigError
from inspector.ports.scorer import Scorer
from inspector.training.evaluate.anomaly import evaluate_anomaly
from inspector.training.evaluate.grouping import group_by

MakeScorer = Callable[[], Scorer]


def save(path: Path, colour: int, *, spot: bool = False, size: tuple[int, int] = (40, 60), seed: int = 0) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    image = np.full((*size, 3), colour, np.uint8)
    image += np.random.default_rng(seed).integers(0, 6, image.shape, dtype=np.uint8)
    if spot:
        image[20:40, 30:45] = 250
    assert cv2.imwrite(str(path), image)


def save_mask(path: Path, size: tuple[int, int] = (40, 60)) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    mask = np.zeros(size, np.uint8)
    mask[20:40, 30:45] = 255
    assert cv2.imwrite(str(path), mask)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "set"
    for number in range(12):
        save(root / "train" / "good" / f"{number}.png", 100, seed=number)
    for number in range(6):
        save(root / "test" / "good" / f"{number}.png", 100, seed=50 + number)
        save(root / "test" / "spot" / f"{number}.png", 100, spot=True, seed=70 + number)
        save_mask(root / "ground_truth" / "spot" / (f"{number}_mask.png" if number % 2 else f"{number}.png"))
    return root


@pytest.fixture
def make_scorer(tmp_path: Path) -> MakeScorer:
    def make() -> Scorer:
        return mean_colour.build(mean_colour.Config(), models_dir=tmp_path, data_dir=tmp_path / "data")

    return make


def test_plain_damage_is_found_and_shown_where_it_is(folder: Path, make_scorer: MakeScorer) -> None:
    calls: list[tuple[int, int]] = []
    found = evaluate_anomaly(folder, make_scorer, rounds=50, progress=lambda *done: calls.append(done))
    assert found.ranking.auroc == 1.0
    assert found.ranking.recall_at_1pct_fpr == 1.0
    assert found.ranking.auroc_ci == (1.0, 1.0)
    assert found.pixel_auroc > 0.9
    assert found.pro > 0.7
    assert found.taught == 12
    assert found.teach_seconds > 0
    assert found.ms_per_image > 0
    assert found.defects["spot"].n == 6
    assert found.defects["spot"].auroc == 1.0
    assert found.defects["spot"].flagged_at_p05 == 0.0  # 12 references: no p-value below 1/13
    assert found.black_masks == 0
    assert calls[-1] == (12, 12)


def test_the_json_holds_the_promised_keys_and_no_nan(folder: Path, make_scorer: MakeScorer) -> None:
    for part in sorted((folder / "ground_truth").rglob("*.png")):
        part.unlink()
    (folder / "ground_truth" / "spot").rmdir()
    (folder / "ground_truth").rmdir()
    out = evaluate_anomaly(folder, make_scorer, rounds=20).to_json()
    wanted = {"n", "auroc", "auroc_ci", "ap", "recall_at_1pct_fpr", "recall_at_1pct_fpr_ci", "recall_at_5pct_fpr"}
    wanted |= {"recall_at_5pct_fpr_ci", "pixel_auroc", "pro", "teach_seconds", "ms_per_image", "defects"}
    assert wanted <= set(out)
    assert out["n"] == 12
    assert out["pixel_auroc"] is None
    assert json.loads(json.dumps(out, allow_nan=False)) == out


def test_damage_that_is_none_scores_by_chance(folder: Path, make_scorer: MakeScorer) -> None:
    for number in range(6):
        save(folder / "test" / "spot" / f"{number}.png", 100, seed=200 + number)
    found = evaluate_anomaly(folder, make_scorer, rounds=50)
    assert 0.1 < found.ranking.auroc < 0.9
    assert found.ranking.auroc_ci[1] - found.ranking.auroc_ci[0] > 0.2


def test_an_odd_training_picture_is_named(folder: Path, make_scorer: MakeScorer) -> None:
    save(folder / "train" / "good" / "7.png", 230)
    assert evaluate_anomaly(folder, make_scorer, rounds=5).odd_ones == ("train/good/7.png",)


def test_so_many_are_taught_and_spread_over_all(folder: Path, make_scorer: MakeScorer) -> None:
    assert evaluate_anomaly(folder, make_scorer, most_taught=5, rounds=5).taught == 5


def pairs_of_test(path: Path) -> str:
    return f"{path.parent.parent.name} {int(path.stem) // 2}"


def test_groups_widen_the_interval(folder: Path, make_scorer: MakeScorer) -> None:
    save(folder / "test" / "good" / "0.png", 100, spot=True, seed=1)
    save(folder / "test" / "good" / "1.png", 100, spot=True, seed=2)
    alone = evaluate_anomaly(folder, make_scorer, rounds=300)
    grouped = evaluate_anomaly(folder, make_scorer, rounds=300, group_of=pairs_of_test)
    width = [one.ranking.auroc_ci[1] - one.ranking.auroc_ci[0] for one in (alone, grouped)]
    assert width[1] > width[0]
    assert any("groups" in note for note in grouped.ranking.notes)


def problems_of(folder: Path, make_scorer: MakeScorer) -> str:
    with pytest.raises(ConfigError) as caught:
        evaluate_anomaly(folder, make_scorer)
    assert caught.value.subject == str(folder)
    return "\n".join(caught.value.problems)


def test_everything_that_is_missing_is_listed_at_once(tmp_path: Path, make_scorer: MakeScorer) -> None:
    said = problems_of(tmp_path / "nowhere", make_scorer)
    assert "train/good: no such folder" in said
    assert "test/good: no such folder" in said


def test_empty_folders_are_listed(folder: Path, make_scorer: MakeScorer) -> None:
    (folder / "test" / "scratch").mkdir()
    for path in (folder / "train" / "good").iterdir():
        path.unlink()
    said = problems_of(folder, make_scorer)
    assert "train/good: holds no picture" in said
    assert "test/scratch: holds no picture" in said


def test_a_set_without_defects_is_refused(folder: Path, make_scorer: MakeScorer) -> None:
    for path in (folder / "test" / "spot").iterdir():
        path.unlink()
    (folder / "test" / "spot").rmdir()
    assert "no folder of defective pictures" in problems_of(folder, make_scorer)


def test_a_jpeg_that_was_cut_off_is_no_picture(folder: Path, make_scorer: MakeScorer) -> None:
    image = np.asarray(cv2.imread(str(folder / "train" / "good" / "3.png")))
    _, whole = cv2.imencode(".jpg", image)
    (folder / "train" / "good" / "3.jpg").write_bytes(whole.tobytes()[: len(whole) * 2 // 3])
    assert "3.jpg: is not an image" in problems_of(folder, make_scorer)


@pytest.mark.parametrize("content", [b"", b"this is no picture", None])
def test_unreadable_pictures_are_listed_with_everything_else(
    folder: Path, make_scorer: MakeScorer, content: bytes | None
) -> None:
    cut = content if content is not None else (folder / "train" / "good" / "3.png").read_bytes()[:40]
    (folder / "train" / "good" / "3.png").write_bytes(cut)
    (folder / "test" / "spot" / "2.png").write_bytes(cut)
    said = problems_of(folder, make_scorer)
    assert "3.png: is not an image" in said
    assert "2.png: is not an image" in said


def test_masks_that_are_missing_unreadable_or_of_another_size_are_listed(folder: Path, make_scorer: MakeScorer) -> None:
    truth = folder / "ground_truth" / "spot"
    (truth / "0.png").unlink()
    save_mask(truth / "1_mask.png", size=(41, 60))
    (truth / "2.png").write_bytes(b"")
    said = problems_of(folder, make_scorer)
    assert "0.png: has no mask" in said
    assert "1_mask.png: is 60 x 41, its picture is 60 x 40" in said
    assert "2.png: is not an image" in said


def test_a_mask_without_its_picture_is_listed_but_not_that_of_a_good_one(folder: Path, make_scorer: MakeScorer) -> None:
    save_mask(folder / "ground_truth" / "spot" / "99_mask.png")
    save_mask(folder / "ground_truth" / "tear" / "0.png")
    save_mask(folder / "ground_truth" / "good" / "0.png")
    assert problems_of(folder, make_scorer).splitlines() == [
        "ground_truth/spot/99_mask.png: is the mask of no picture under test",
        "ground_truth/tear/0.png: is the mask of no picture under test",
    ]


def test_what_train_and_test_share_is_refused_in_every_case_with_all_else(
    folder: Path, make_scorer: MakeScorer
) -> None:
    shutil.copy(folder / "train" / "good" / "3.png", folder / "test" / "good" / "same.png")
    other = np.asarray(cv2.imread(str(folder / "train" / "good" / "4.png")))
    cv2.imwrite(str(folder / "test" / "good" / "brighter.png"), other + 9)
    (folder / "ground_truth" / "spot" / "0.png").unlink()
    said = problems_of(folder, make_scorer)
    assert "0.png: has no mask" in said
    assert "leak: the same picture: train/good/3.png (train), test/good/same.png (test)" in said
    assert "leak: test/good/brighter.png (test) looks the same as train/good/4.png (train)" in said
    assert "--allow-leaks" in said


def test_a_leak_that_is_allowed_stands_in_the_result(folder: Path, make_scorer: MakeScorer) -> None:
    shutil.copy(folder / "train" / "good" / "3.png", folder / "test" / "good" / "same.png")
    found = evaluate_anomaly(folder, make_scorer, rounds=5, allow_leaks=True)
    assert found.to_json()["leaks"] == ["the same picture: train/good/3.png (train), test/good/same.png (test)"]
    assert found.ranking.good == 7


def test_a_group_that_nobody_finds_is_listed(folder: Path, make_scorer: MakeScorer) -> None:
    with pytest.raises(ConfigError) as caught:
        evaluate_anomaly(folder, make_scorer, group_of=group_by("train/good/(.*)", folder))
    assert "test/spot/0.png: --group finds nothing in it" in "\n".join(caught.value.problems)


def test_a_picture_that_is_good_and_defective_is_listed(folder: Path, make_scorer: MakeScorer) -> None:
    shutil.copy(folder / "test" / "good" / "1.png", folder / "test" / "spot" / "1.png")
    said = problems_of(folder, make_scorer)
    assert "the same picture has two labels: good (test/good/1.png) and spot (test/spot/1.png)" in said


def test_a_black_mask_is_counted(folder: Path, make_scorer: MakeScorer) -> None:
    cv2.imwrite(str(folder / "ground_truth" / "spot" / "0.png"), np.zeros((40, 60), np.uint8))
    assert evaluate_anomaly(folder, make_scorer, rounds=5).black_masks == 1
