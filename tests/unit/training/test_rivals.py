"""The comparison of anomaly methods: sets that do not leak, methods that find what is plain, bad input named."""

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from inspector.adapters.scorers._nearest import Nearest
from inspector.config.locations import default_models_dir
from inspector.domain.errors import ConfigError
from inspector.training import rivals
from inspector.training.rivals_networks import Look, shipped, standardised, untrained
from inspector.training.rivals_scoring import Scoring, padim, patchcore
from inspector.training.rivals_sets import rival_sets

F32 = npt.NDArray[np.float32]
BUNDLE = default_models_dir() / "line-features"


def face(seed: int, *, stain: bool) -> npt.NDArray[np.uint8]:
    rng = np.random.default_rng(seed)
    image = np.clip(rng.normal(140, 4, (48, 40, 3)), 0, 255).astype(np.uint8)
    cv2.rectangle(image, (8, 8), (30, 20), (230, 230, 230), -1)
    if stain:
        cv2.circle(image, (24, 34), 9, (20, 60, 30), -1)
    return image


def make_sets(data: Path) -> None:
    """As many pictures as each rule needs, of painted faces."""
    rows = [("magnetic_tile", "MT_Free", f"group{n % 8}", False) for n in range(32)]
    rows += [("magnetic_tile", "MT_Crack", f"group{n}", True) for n in range(8)]
    rows += [("aws_cookies", "normal", "train", False)] * 24 + [("aws_cookies", "anomaly", "train", True)] * 3
    rows += [("bottle_label_crops", "good", "IMG_1_MOV", False)] * 8
    rows += [("bottle_label_crops", "good", "IMG_4826_MOV", False)] * 4
    rows += [("bottle_label_crops", "label_missing", "IMG_4826_MOV", True)] * 3
    lines = ["file,dataset,label,split_or_group"]
    for number, (dataset, label, group, stain) in enumerate(rows):
        file = f"{dataset}/{label}/{number:03}.png"
        (data / file).parent.mkdir(parents=True, exist_ok=True)
        assert cv2.imwrite(str(data / file), face(number, stain=stain))
        lines.append(f"{file},{dataset},{label},{group}")
    lines.append("magnetic_tile/MT_Crack/000_mask.png,magnetic_tile,MT_Crack_mask,group0")
    (data / "MANIFEST.csv").write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.parametrize("last_word", [True, False])
def test_nothing_is_taught_and_asked_of_the_same_group(tmp_path: Path, last_word: bool) -> None:
    make_sets(tmp_path)
    sets = rival_sets(tmp_path, last_word=last_word)
    assert [one.name.split()[0] for one in sets] == ["bottle", "cookies", "cookies", "cookies", "tiles,"]
    for one in sets:
        assert all(picture.good for picture in one.taught)
        assert not {p.path for p in one.taught} & {p.path for p in one.asked}
        if not one.name.startswith("cookies"):
            assert not {p.group for p in one.taught} & {p.group for p in one.asked}


def test_tiles_for_choosing_are_none_of_the_last_words(tmp_path: Path) -> None:
    make_sets(tmp_path)
    last, choosing = rival_sets(tmp_path)[-1], rival_sets(tmp_path, last_word=False)[-1]
    assert not {p.path for p in last.asked} & {p.path for p in (*choosing.asked, *choosing.taught)}


def test_everything_missing_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ConfigError, match="can not be read"):
        rival_sets(tmp_path)
    make_sets(tmp_path)
    text = (tmp_path / "MANIFEST.csv").read_text(encoding="utf-8").replace("aws_cookies", "biscuits")
    (tmp_path / "MANIFEST.csv").write_text(text, encoding="utf-8")
    (tmp_path / "magnetic_tile" / "MT_Free" / "003.png").unlink()
    with pytest.raises(ConfigError) as caught:
        rival_sets(tmp_path)
    assert len(caught.value.problems) == 2
    assert rivals.main(["--data", str(tmp_path), "--cache", str(tmp_path / "cache")]) == 2
    assert "aws_cookies" in capsys.readouterr().err


def test_a_set_without_bad_ones_is_refused(tmp_path: Path) -> None:
    make_sets(tmp_path)
    text = (tmp_path / "MANIFEST.csv").read_text(encoding="utf-8").replace("label_missing,IMG_4826", "good,IMG_4826")
    (tmp_path / "MANIFEST.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match="bottle label missing"):
        rival_sets(tmp_path)


@pytest.mark.parametrize("scoring", [patchcore(Nearest(threads=1)), padim])
def test_rival_scorings_rank_a_strange_patch_first(scoring: Scoring) -> None:
    rng = np.random.default_rng(0)
    taught = [rng.normal(0, 1, (16, 8)).astype(np.float32) for _ in range(30)]
    asked = [rng.normal(0, 1, (16, 8)).astype(np.float32) for _ in range(10)]
    asked[7][3] += 12
    scores = scoring(taught, asked)
    assert scores.shape == (10,)
    assert int(scores.argmax()) == 7


def test_padim_knows_the_place_of_a_patch() -> None:
    """What is usual in one place is found in another."""
    rng = np.random.default_rng(1)
    taught = [rng.normal(0, 1, (4, 8)).astype(np.float32) for _ in range(30)]
    for grid in taught:
        grid[0] += 20
    swapped = taught[0][[1, 0, 2, 3]]
    assert padim(taught, [swapped])[0] > 2 * padim(taught, taught).max()


def test_an_untrained_network_has_the_shape_of_ours_and_other_answers() -> None:
    image = face(0, stain=True)
    own, other = shipped(BUNDLE)(image), untrained(BUNDLE)(image)
    assert own.shape == other.shape
    assert np.isfinite(other).all()
    assert np.array_equal(other, untrained(BUNDLE)(image))
    assert abs(np.corrcoef(own.ravel(), other.ravel())[0, 1]) < 0.9


def test_standardised_features_have_no_mean_and_one_spread() -> None:
    grids = [np.random.default_rng(n).normal(50, 9, (16, 8)).astype(np.float32) for n in range(6)]
    taught, asked = standardised(grids, grids[:2])
    assert np.abs(np.concatenate(taught).mean(0)).max() < 1e-3
    assert np.allclose(np.concatenate(taught).std(0), 1, atol=1e-3)
    assert np.allclose(asked[0], taught[0])


def test_the_table_finds_stains_and_is_the_same_from_the_cache(tmp_path: Path) -> None:
    make_sets(tmp_path)
    sets = rival_sets(tmp_path)[:1]
    networks = {"ours": lambda: shipped(BUNDLE), "untrained": lambda: untrained(BUNDLE)}
    methods = {name: rivals.scorings(BUNDLE)[name] for name in ("place_memory", "PatchCore-like")}
    rows = list(rivals.compare(sets, networks, methods, cache=tmp_path / "cache", rounds=20))
    found = [(row.features, row.scoring) for row in rows]
    assert found == [("ours", "place_memory"), ("ours", "PatchCore-like"), ("untrained", "place_memory")]
    assert rows[0].ranking.auroc == 1.0

    def must_not_look() -> Look:
        raise AssertionError("the cache holds all of it")

    cached = dict.fromkeys(networks, must_not_look)
    assert list(rivals.compare(sets, cached, methods, cache=tmp_path / "cache", rounds=20)) == rows
    assert rivals.line(rows[0]).startswith(
        "| bottle label missing | ours | place_memory | 4 / 3 | 1.000 (1.000–1.000) |"
    )


def test_a_teacher_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_sets(tmp_path)
    gone = tmp_path / "none.onnx"
    assert rivals.main(["--data", str(tmp_path), "--cache", str(tmp_path), "--teacher", str(gone)]) == 2
    assert "none.onnx" in capsys.readouterr().err
