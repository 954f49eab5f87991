"""`evaluate … --html`: the report is whole or not there, and a place that can not be written is said at once."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from inspector.app.cli.main import app
from inspector.app.config_file import load_station
from inspector.app.judges import make_judges
from inspector.app.passing import passing
from inspector.app.picture_files import write_image
from inspector.app.reporting import report_file, write_report
from inspector.domain.errors import ConfigError, StartupError
from inspector.domain.item import Identity
from inspector.domain.recipe import Costs
from inspector.domain.verdict import Disposition
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer
from inspector.training.evaluate.digests import set_digest

STATION = """
schema_version = 1
station = {{ site = "s", line = "l", name = "n" }}
paths = {{ data_dir = "{folder}/data" }}
bus = {{ kind = "memory" }}
cameras = [{{ name = "camera", kind = "synthetic" }}]
detector = {{ kind = "two_stage", bundle = "line-detector", defects_bundle = "item-defects" }}
scorer = {{ kind = "mean_colour" }}
[recipes.default]
missed_damage = 40
false_divert = 4
review = 2
"""


@pytest.fixture
def station(tmp_path: Path) -> Path:
    file = tmp_path / "station.toml"
    file.write_text(STATION.format(folder=tmp_path), encoding="utf-8")
    return file


@pytest.fixture
def items(tmp_path: Path) -> Path:
    lines = ["path,label,sku,class,severity,split"]
    for number, rate in enumerate((0.0, 0.0, 1.0, 1.0)):
        write_image(
            tmp_path / f"{number}.png", Renderer(LineSpec(seed=50 + number, damage_rate=rate), view="top").item(3).image
        )
        lines.append(f"{number}.png," + ("damaged,S1,dent,minor,test" if rate else "intact,S1,,,test"))
    write_image(tmp_path / "compared.png", Renderer(LineSpec(seed=60, damage_rate=0.0), view="top").item(3).image)
    lines.append("compared.png,intact,S1,,,train")
    file = tmp_path / "items.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_items_are_reported_beside_their_json(
    items: Path, station: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["evaluate", "items", str(items), "--config", str(station), "--bootstrap", "10", "--json"]
    words += ["--html", str(tmp_path / "new" / "folder")]
    monkeypatch.setattr(sys, "argv", ["/somewhere/inspector", *words])
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    html = (tmp_path / "new" / "folder" / "items.html").read_text(encoding="utf-8")
    assert found["origin"]["command"] == "inspector " + " ".join(words)
    compared = {items, *items.parent.glob("*.png")}
    assert len(found["items"]) == 4
    assert found["origin"]["files"] == len(compared) == 6
    assert found["origin"]["data_sha256"] == set_digest(compared, items.parent), "train was read, so it counts"
    assert found["origin"]["data_sha256"] in html
    assert all(digest in html for digest in found["models"].values())
    assert len(found["models"]) == 2
    assert "P(damage) below 0.05" in html
    assert set(found["skus"]) == {"S1"}
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == ["items.html"]


def test_an_item_that_its_product_was_taught_with_is_refused(items: Path, station: Path, tmp_path: Path) -> None:
    renderer = Renderer(LineSpec(seed=50, damage_rate=0.0, skus=("CT-1001",)), view="top")
    for number in range(6):
        write_image(tmp_path / "good" / f"{number}.png", renderer.item(number).image)
    words = ["--config", str(station), "--sku", "S1", "--camera", "camera"]
    done = CliRunner().invoke(app, ["teach", str(tmp_path / "good"), *words])
    assert done.exit_code == 0, done.output
    (tmp_path / "products.csv").write_text("sku,references\nS2,S1\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["catalogue", "import", str(tmp_path / "products.csv"), "--config", str(station)])
    assert done.exit_code == 0, done.output
    with items.open("a", encoding="utf-8") as file:
        file.write("good/3.png,intact,S1,,,test\ngood/4.png,intact,S2,,,test\ngood/5.png,intact,S3,,,test\n")
    words = ["evaluate", "items", str(items), "--config", str(station), "--bootstrap", "10"]
    done = CliRunner().invoke(app, [*words, "--html", str(tmp_path / "out")])
    assert isinstance(done.exception, ConfigError)
    assert [line for line in done.exception.problems if line.startswith("leak")] == [
        f"leak: item {str(tmp_path / 'good' / name)!r} was taught: a golden picture of its product, camera camera"
        for name in ("3.png", "4.png")  # S2 goes by the pictures of S1, S3 by none
    ]
    assert not (tmp_path / "out").exists()


def test_an_anomaly_report_is_the_file_that_was_named(tmp_path: Path, station: Path) -> None:
    for part, count, level in (("train/good", 4, 90), ("test/good", 3, 90), ("test/dark", 3, 20)):
        for number in range(count):
            noise = np.random.default_rng([count, level, number]).integers(0, 9, (32, 32, 3))
            write_image(tmp_path / "set" / part / f"{number}.png", np.asarray(level + noise, np.uint8))
    words = ["evaluate", "anomaly", str(tmp_path / "set"), "--config", str(station), "--bootstrap", "10"]
    done = CliRunner().invoke(app, [*words, "--html", str(tmp_path / "a.HTML")])
    assert done.exit_code == 0, done.output
    assert "report: " in done.stdout
    assert "Evaluation: anomaly scorer" in (tmp_path / "a.HTML").read_text(encoding="utf-8")


def test_bad_input_leaves_no_report(items: Path, station: Path, tmp_path: Path) -> None:
    (tmp_path / "2.png").write_bytes(b"")
    words = ["evaluate", "items", str(items), "--config", str(station), "--html", str(tmp_path / "out")]
    done = CliRunner().invoke(app, words)
    assert isinstance(done.exception, ConfigError)
    assert "2.png: is not an image" in str(done.exception)
    assert not (tmp_path / "out").exists()


def test_a_place_that_can_not_be_written_is_said_before_anything_is_measured(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "dir.html").mkdir()
    for target, said in ((tmp_path / "file" / "sub", "is no folder"), (tmp_path / "dir.html", "is a folder")):
        with pytest.raises(StartupError, match=said):
            report_file(target, "items")
    done = CliRunner().invoke(app, ["evaluate", "anomaly", "no-such-set", "--html", str(tmp_path / "file" / "sub")])
    assert "is no folder" in str(done.exception)
    assert report_file(tmp_path / "later", "items") == tmp_path / "later" / "items.html"
    assert not (tmp_path / "later").exists()


def test_a_report_that_can_not_be_finished_leaves_the_former_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "r.html"
    write_report(file, "one")

    def full(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StartupError, match="No space left"):
        write_report(file, "two")
    assert file.read_text() == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["r.html"]


def test_what_passes_is_told_once_for_all_products_that_share_it(station: Path) -> None:
    judges = make_judges(load_station(station))
    (one,) = passing(judges, [Identity(sku="A"), Identity(sku="B"), Identity()])
    assert (one.recipe, one.threshold) == ("default", 0.05)
    assert one.words == "P(damage) below 0.05: missed damage costs 40, a false divert 4, a review 2"


cost = st.floats(min_value=0.01, max_value=1e4)


@given(missed=cost, divert=cost, review=cost)
def test_the_least_that_is_stopped_parts_what_passes_from_what_does_not(
    missed: float, divert: float, review: float
) -> None:
    costs = Costs(missed_damage=missed, false_divert=divert, review=review)
    least = costs.least_stopped
    assert costs.cheapest(least * (1 - 1e-9)) is Disposition.PASS
    if least * (1 + 1e-9) < 1:
        assert costs.cheapest(least * (1 + 1e-9)) is not Disposition.PASS
