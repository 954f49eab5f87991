"""The comparison of anomaly methods: sets that do not leak, methods that find what is plain, bad input named."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from inspector.adapters.scorers._nearest import Nearest
from inspector.config.locations import default_models_dir
from inspector.domain.errors import ConfigError
from inspector.training.damage.sources import HELD_OUT_SKUS
from inspector.training.detector_data import TEST_SEEDS
from inspector.training.rivals import __main__ as rivals
from inspector.training.rivals import rendered
from inspector.training.rivals.defects import DefectRival
from inspector.training.rivals.figures import within
from inspector.training.rivals.kept import KeptFeatures
from inspector.training.rivals.networks import Look, shipped, standardised, untrained
from inspector.training.rivals.pasted import PastedRival
from inspector.training.rivals.pasted_plan import PastedPlan
from inspector.training.rivals.pasting import Pasting, pasted
from inspector.training.rivals.rendered import Counts, products, rendered_set
from inspector.training.rivals.rival import FeatureRival
from inspector.training.rivals.scoring import Scoring, density, padim, patchcore, pooled_gaussian
from inspector.training.rivals.sets import rival_sets

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
    told = ["--data", str(tmp_path), "--cache", str(tmp_path / "cache"), "--rival", "ours"]
    assert rivals.main(told) == 2
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


def test_every_scoring_can_be_named() -> None:
    assert tuple(rivals.scorings(BUNDLE)) == rivals.SCORINGS


def test_a_gaussian_of_pictures_sees_what_moves_all_patches() -> None:
    rng = np.random.default_rng(2)
    taught = [rng.normal(0, 1, (16, 8)).astype(np.float32) for _ in range(30)]
    asked = [rng.normal(0, 1, (16, 8)).astype(np.float32) for _ in range(6)]
    asked[3] += 2
    assert int(pooled_gaussian(taught, asked).argmax()) == 3


def test_standardised_features_have_no_mean_and_one_spread() -> None:
    grids = [np.random.default_rng(n).normal(50, 9, (16, 8)).astype(np.float32) for n in range(6)]
    taught, asked = standardised(grids, grids[:2])
    assert np.abs(np.concatenate(taught).mean(0)).max() < 1e-3
    assert np.allclose(np.concatenate(taught).std(0), 1, atol=1e-3)
    assert np.allclose(asked[0], taught[0])


def quiet(_text: str) -> None:
    """No progress."""


def of_features(cache: Path, make: dict[str, Callable[[], Look]], *scorings: str) -> list[FeatureRival]:
    known = rivals.scorings(BUNDLE)
    return [
        FeatureRival(
            name=name,
            features=KeptFeatures(cache / name, look),
            scorings={scoring: known[scoring] for scoring in (scorings if name == "ours" else scorings[:1])},
            standardise=name != "ours",
        )
        for name, look in make.items()
    ]


def test_the_table_finds_stains_and_is_the_same_from_the_cache(tmp_path: Path) -> None:
    make_sets(tmp_path)
    sets = rival_sets(tmp_path, wanted=["bottles"])
    networks: dict[str, Callable[[], Look]] = {"ours": lambda: shipped(BUNDLE), "untrained": lambda: untrained(BUNDLE)}
    said: list[str] = []
    asked = of_features(tmp_path / "cache", networks, "place_memory", "PatchCore-like")
    rows = list(rivals.compare(sets, asked, say=said.append, rounds=20))
    found = [(row.features, row.scoring) for row in rows]
    assert found == [("ours", "place_memory"), ("ours", "PatchCore-like"), ("untrained", "place_memory")]
    assert rows[0].ranking.auroc == 1.0
    assert said == ["[1 of 2] ours: bottle label missing", "[2 of 2] untrained: bottle label missing"]

    def must_not_look() -> Look:
        raise AssertionError("the cache holds all of it")

    cached = of_features(tmp_path / "cache", dict.fromkeys(networks, must_not_look), "place_memory", "PatchCore-like")
    assert list(rivals.compare(sets, cached, say=quiet, rounds=20)) == rows
    assert rivals.line(rows[0]).startswith(
        "| bottle label missing | ours | place_memory | 4 / 3 | 1.000 (1.000–1.000) |"
    )


def test_the_defect_network_is_asked_alone_and_beside_taught_pictures_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_sets(tmp_path)
    (one,) = rival_sets(tmp_path, wanted=["bottles"])
    rival = DefectRival(default_models_dir() / "item-defects", tmp_path / "cache")
    found = dict(rival.scores(one))
    assert list(found) == ["alone", "beside 8 golden"]
    assert rival.name.startswith("item-defects@")
    assert not np.array_equal(found["alone"], found["beside 8 golden"])
    assert all(len(scores) == len(one.asked) and ((scores > 0) & (scores <= 1)).all() for scores in found.values())
    monkeypatch.setattr(DefectRival, "_judged", None)  # the cache holds all of it
    assert all(np.array_equal(scores, found[name]) for name, scores in rival.scores(one))


@pytest.mark.parametrize("how", ["patch", "scar"])
def test_what_is_pasted_is_marked_and_nothing_else_changes(how: Pasting) -> None:
    rng = np.random.default_rng(4)
    image = rng.integers(0, 256, (224, 224, 3)).astype(np.uint8)
    areas = []
    for _ in range(60):
        changed, mask = pasted(image, how, rng)
        differs = (changed != image).any(2)
        assert not (differs & ~mask).any()
        assert differs.sum() > 0.9 * mask.sum()  # the piece comes from elsewhere
        areas.append(mask.mean())
    assert (min(areas) > 0.01 and max(areas) < 0.2) if how == "patch" else max(areas) < 0.01


def test_what_lies_off_the_taught_features_is_far() -> None:
    """Along the direction in which good ones differ a step counts less than across it."""
    rng = np.random.default_rng(5)
    taught = (rng.normal(0, 1, (40, 6)) * [10, 1, 1, 1, 1, 1]).astype(np.float32)
    along, across = np.zeros((2, 6), np.float32)
    along[0] = across[1] = 10
    far = density(taught, np.stack([along, across, taught.mean(0)]))
    assert far[1] > 1.5 * far[0] > 0
    assert far[2] == pytest.approx(0, abs=1e-3)


def test_kept_answers_of_a_pasted_network_need_no_torch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_sets(tmp_path)
    (one,) = rival_sets(tmp_path, wanted=["bottles"])
    rows = len(one.asked)
    answers = {
        "taught": np.random.default_rng(0).normal(0, 1, (len(one.taught), 4)).astype(np.float32),
        "asked": np.array([[0.0 if picture.good else 30.0] * 4 for picture in one.asked], np.float32),
        "odds": np.arange(rows, dtype=np.float32),
        "maps": np.zeros((rows, 784), np.float32),
    }
    monkeypatch.setattr(PastedRival, "_learnt", lambda *_asked: answers)
    rival = PastedRival(bundle=BUNDLE, cache=tmp_path / "cache", plan=PastedPlan(), say=quiet)
    first = {row.scoring: row.ranking.auroc for row in rivals.compare([one], [rival], say=quiet, rounds=20)}
    assert first["CutPaste, Gaussian"] == 1.0
    assert first["pasted map"] == 0.5
    monkeypatch.setattr(PastedRival, "_learnt", None)
    assert {row.scoring: row.ranking.auroc for row in rivals.compare([one], [rival], say=quiet, rounds=20)} == first


def test_each_product_is_taught_and_ranked_by_itself() -> None:
    """Scores of different products lie on different scales; that must not count."""
    labels = np.array([False, False, True, True] * 2)
    scores = np.array([1.0, 2.0, 3.0, 4.0, 101.0, 103.0, 102.0, 104.0])
    figures = within(labels, scores, ["a"] * 4 + ["b"] * 4, rounds=200)
    assert figures.auroc == pytest.approx((1.0 + 0.75) / 2)
    assert figures.recall_at_1pct_fpr == pytest.approx((1.0 + 0.5) / 2)
    assert figures.auroc_ci == (0.75, 1.0)
    assert (figures.good, figures.bad) == (4, 4)


def test_rendered_products_are_held_out_and_rendered_again_only_when_the_renderer_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    last, choosing = products(last_word=True), products(last_word=False)
    assert {one.sku for one in last} == set(HELD_OUT_SKUS)
    assert {one.seed for one in last} <= set(TEST_SEEDS)
    assert not {one.sku for one in choosing} & set(HELD_OUT_SKUS)
    assert not {one.seed for one in choosing} & set(TEST_SEEDS)

    monkeypatch.setattr(rendered, "products", lambda **_which: last[:1])
    said: list[str] = []
    counts = Counts(taught=1, good=1, bad=1)
    one = rendered_set(tmp_path, last_word=True, say=said.append, counts=counts)
    assert [(len(lesson.taught), len(lesson.asked)) for lesson in one.lessons()] == [(1, 2)]
    assert len({picture.path.read_bytes() for picture in (*one.taught, *one.asked)}) == 3
    assert said == [f"rendering {product.name}" for product in last[:1]]
    rendered_set(tmp_path, last_word=True, say=said.append, counts=counts)
    assert len(said) == 1
    first = one.taught[0].path
    assert cv2.imwrite(str(first), np.asarray(cv2.imread(str(first))) // 2)
    rendered_set(tmp_path, last_word=True, say=said.append, counts=counts)
    assert said[1:] == [f"rendering {one.taught[0].group}"]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--only", "tiles"], "tiles: need --data; without it there is --only rendered"),
        (["--only", "rendered", "--rival", "teacher"], "teacher: needs --teacher"),
        (["--only", "rendered", "--rival", "pasted"], "pasted: needs torch"),
        (["--only", "rendered", "--steps", "0"], "--steps 0: at least 10"),
    ],
)
def test_what_can_not_be_measured_is_said_before_anything_is(
    tmp_path: Path,
    arguments: list[str],
    problem: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rivals, "find_spec", lambda _name: None)
    rival = [] if "--rival" in arguments else ["--rival", "ours"]
    assert rivals.main([*arguments, *rival, "--cache", str(tmp_path / "cache")]) == 2
    assert problem in capsys.readouterr().err
    assert not (tmp_path / "cache").exists()


def test_a_teacher_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_sets(tmp_path)
    gone = tmp_path / "none.onnx"
    told = ["--data", str(tmp_path), "--cache", str(tmp_path), "--rival", "teacher", "--teacher", str(gone)]
    assert rivals.main(told) == 2
    assert "none.onnx" in capsys.readouterr().err
