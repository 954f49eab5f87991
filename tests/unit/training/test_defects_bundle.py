"""A defect network's bundle: calibrated behind its finder before it takes its place; again, and all else stays."""

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector.config.bundle import load_bundle
from inspector.config.bundle_folder import bundle_in_the_making
from inspector.config.locations import default_models_dir
from inspector.scene.defect_classes import DEFECT_CLASSES
from inspector.training.damage import chain, recalibrate, whole
from inspector.training.damage.manifest import Facts
from inspector.training.damage.own_level import OwnLevel
from inspector.training.damage.samples import Index
from inspector.training.damage.whole import describe
from inspector.training.detector_bundle import Judgement

FACTS = Facts(version="9.0.0", licence="mine", trained_on=["drawn"], metrics={"steps": 7, "began_with": "nothing"})


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A folder with the finder, and an `item-defects` that stands for the one that ships."""
    folder = tmp_path / "models"
    shutil.copytree(default_models_dir() / "line-detector", folder / "line-detector")
    (folder / "item-defects").mkdir()
    (folder / "item-defects" / "model.toml").write_text("the one that ships")
    return folder


@pytest.fixture(autouse=True)
def own_level(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the held-out samples choose, which `test_own_level` measures."""
    found = OwnLevel(share=0.5, usual=1.25, recalls=(0.1, 0.2, 0.3, 0.2))
    monkeypatch.setattr(whole, "chosen", lambda *_args: found)


def judged_as(monkeypatch: pytest.MonkeyPatch, judge: Callable[[int], list[Judgement]]) -> None:
    """A line that takes no time to judge; `judge` is told how many golden pictures are compared with."""
    monkeypatch.setattr(chain, "judge_line", lambda *_args, golden=0: judge(golden))


def judgements(golden: int) -> list[Judgement]:
    scores = [{"spillage": (n + (20 if golden else 0)) / 50} for n in range(20)]
    return [Judgement(truth=frozenset({"spillage"} if n % 2 else ()), scores=one) for n, one in enumerate(scores)]


def train(models: Path, say: Callable[[str], None] = lambda _line: None) -> None:
    """As `run` does after the training, which exports the network that ships."""
    with bundle_in_the_making(models / "item-defects") as made:
        made.mkdir()
        shutil.copyfile(default_models_dir() / "item-defects" / "model.onnx", made / "model.onnx")
        describe(made, FACTS, Index(folder=models, rows=()), finder=models / "line-detector", say=say)


def test_both_kinds_of_tables_and_the_facts_are_written(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judged_as(monkeypatch, judgements)
    train(models)
    written = load_bundle(models / "item-defects")
    alone, compared = set(DEFECT_CLASSES), {f"{name}@golden" for name in DEFECT_CLASSES}
    assert set(written.manifest.calibration) == alone | compared
    assert written.manifest.calibration["spillage"] != written.manifest.calibration["spillage@golden"]
    assert (written.manifest.version, written.manifest.licence) == ("9.0.0", "mine")
    assert written.manifest.trained_on == ("drawn",)
    reference = written.manifest.reference
    assert reference is not None
    assert (reference.own_share, reference.own_usual) == (0.5, 1.25)
    assert written.manifest.metrics == {"steps": 7, "began_with": "nothing"}
    card = (written.folder / "card.md").read_text(encoding="utf-8")
    assert card.startswith(f"# {written.id}\n")
    assert "| steps | 7 |\n| began with | nothing |" in card
    assert "Nothing is measured yet" in card
    assert sorted(path.name for path in models.iterdir()) == ["item-defects", "line-detector"]
    assert not (models / "line-detector").is_symlink()


def test_an_interruption_leaves_the_bundle_that_ships(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(golden: int) -> list[Judgement]:
        if golden:
            raise KeyboardInterrupt
        return judgements(golden)

    judged_as(monkeypatch, interrupted)
    with pytest.raises(KeyboardInterrupt):
        train(models)
    assert (models / "item-defects" / "model.toml").read_text() == "the one that ships"
    assert sorted(path.name for path in models.iterdir()) == ["item-defects", "line-detector"]
    assert load_bundle(models / "line-detector").manifest.name == "line-detector"


def test_without_a_finder_crops_must_do_and_it_is_said(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(models / "line-detector")
    table = ([0.0, 1.0], [0.0, 0.5])
    monkeypatch.setattr(whole, "tables_of", lambda *_args: {"spillage": table})
    said: list[str] = []
    train(models, said.append)
    assert set(load_bundle(models / "item-defects").manifest.calibration) == {"spillage"}
    assert "0.5 is taken off (mean recall 0: 0.100, 0.25: 0.200, 0.5: 0.300, 0.75: 0.200)" in said[0]
    assert "calibrated on crops, which promise too much" in said[1]


def test_calibrated_again_only_the_tables_change(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = models / "item-defects"
    shutil.rmtree(folder)
    shutil.copytree(default_models_dir() / "item-defects", folder)
    text = (folder / "model.toml").read_text(encoding="utf-8")
    (folder / "model.toml").write_text(text.replace('trained_on = ["', 'trained_on = ["somebody\'s pictures", "'))
    before = manifest(folder)
    assert before["trained_on"][0] == "somebody's pictures"
    judged_as(monkeypatch, judgements)
    assert recalibrate.main(["--models", str(models), "--items", "1"]) == 0
    after = manifest(folder)
    assert after.pop("calibration") != before.pop("calibration")
    assert after == before


def manifest(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "model.toml").read_text(encoding="utf-8"))
