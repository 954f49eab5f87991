"""The reports: whole and well-formed pages that need nothing else, and tell what the figures tell."""

import base64
import re
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from inspector.adapters.scorers import mean_colour
from inspector.domain.detection import Detection, Detections
from inspector.domain.frame import Frame, RgbImage, freeze
from inspector.domain.golden import Golden
from inspector.domain.verdict import Disposition
from inspector.training.evaluate.anomaly import evaluate_anomaly
from inspector.training.evaluate.detector import evaluate_detector
from inspector.training.evaluate.items import Opinion, evaluate_items
from inspector.training.evaluate.labelled_item import LabelledItem
from inspector.training.evaluate.origin import Origin, digest_of
from inspector.training.evaluate.pictures import read_picture
from inspector.training.evaluate.report.anomaly import anomaly_report
from inspector.training.evaluate.report.detector import detector_report
from inspector.training.evaluate.report.gallery import WIDE_PX, together, with_truth
from inspector.training.evaluate.report.items import items_report
from inspector.training.evaluate.report.page import measured, page
from inspector.training.evaluate.report.plot import Axis

HOSTILE = "<script>alert(1)</script>&\"'"
ORIGIN = Origin(
    command=f"inspector evaluate items {HOSTILE}",
    models={"line-features@9.9.9": "ab" * 32},
    versions={"numpy": "1"},
    made_at="2026-01-02T03:04:05+00:00",
    data="set/",
    data_sha256="cd" * 32,
    files=7,
    bootstrap=20,
)
VOID = {"meta", "img", "line", "rect", "circle", "polyline", "polygon", "br"}


class Page(HTMLParser):
    """Reads a page, and fails on a tag that is not closed; `rows` are the tables' cells, by the table's caption."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.rows: dict[str, list[list[str]]] = {}
        self._caption = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "caption":
            self._caption = ""
        if tag == "tr":
            self.rows.setdefault(self._caption, []).append([])
        if tag in ("td", "th"):
            self.rows[self._caption][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            return
        self.words.append(data)
        if "caption" in self.open:
            self._caption += data
        elif "td" in self.open or "th" in self.open:
            self.rows[self._caption][-1][-1] += data

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def table(self, caption: str) -> list[list[str]]:
        return next(rows for said, rows in self.rows.items() if caption in said)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def read(html: str) -> Page:
    """The page, after all that must hold of every report."""
    found = Page(html)
    assert html.startswith("<!doctype html>")
    assert not found.all("script")
    assert not found.all("link")
    assert found.all("html") == [{"lang": "en"}]
    for image in found.all("img"):
        assert image["alt"]
        assert (image["src"] or "").startswith("data:image/jpeg;base64,")
    for drawing in found.all("svg"):
        assert drawing["role"] == "img"
        assert len(drawing["aria-label"] or "") > 20
    ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {attributes["href"] for attributes in found.all("a")} == {f"#{name}" for name in ids}
    assert not re.search(r"""(src|href)=["']?(https?:)?//|url\(|@import""", html)
    assert not re.search(r"\bnan\b", re.sub(r"base64,[^\"]*", "", html).lower())
    return found


def pictures(found: Page) -> list[RgbImage]:
    data = [base64.b64decode((image["src"] or "").split(",")[1]) for image in found.all("img")]
    return [np.asarray(cv2.imdecode(np.frombuffer(one, np.uint8), cv2.IMREAD_COLOR), np.uint8) for one in data]


def save(path: Path, image: RgbImage) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), image[:, :, ::-1])


def grey(level: int, seed: int, size: tuple[int, int] = (48, 64)) -> RgbImage:
    noise = np.random.default_rng(seed).integers(0, 8, (*size, 3))
    return np.asarray(level + noise, np.uint8)


def judge(item: LabelledItem) -> Opinion:
    """The brighter, the worse; the name of an item says what else becomes of it."""
    score = min(1.0, float(read_picture(item.views[0].path).mean()) / 255)
    if "blind" in item.name:
        return Opinion(score=0.0, disposition=Disposition.NO_DECISION, why="NO_ITEM_IN_IMAGE, nothing")
    said = Disposition.DIVERT if score > 0.5 else Disposition.PASS
    return Opinion(score=score, disposition=said, why=f"because {HOSTILE}")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    lines = ["path,label,item,group,sku,class,severity"]
    for number in range(24):
        damaged = number % 2 == 0
        level = (200 if damaged else 40) if number > 3 else (60 if damaged else 180)
        save(tmp_path / f"{number}.png", grey(level, number))
        kind = ("hole", "minor") if damaged else ("", "")
        name = "blind" if number == 23 else f"i{number}"
        lines.append(
            f"{number}.png,{'damaged' if damaged else 'intact'},{name},g{number // 4},S{number % 3},{','.join(kind)}"
        )
    file = tmp_path / "list.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def draw(row: Mapping[str, Any]) -> RgbImage:
    return read_picture(Path(row["views"][0]["path"]))


def of_items(table: Path, **changed: object) -> Page:
    found = evaluate_items(table, judge, rounds=20).to_json() | changed
    return read(
        items_report(found, draw, origin=ORIGIN, limits=[("default", "score below 0.5")], limit=(0.5, "limit 0.5"))
    )


def test_items_are_told_with_their_worst_mistakes_first(table: Path) -> None:
    found = of_items(table)
    decisions = found.table("Items by truth and decision")
    assert decisions[1:] == [["damaged", "2", "10", "0", "0", "12"], ["intact", "9", "2", "0", "1", "12"]]
    facts = dict(found.table("In brackets"))
    assert facts["items"] == "24"
    assert facts["groups"] == "6"
    assert facts["not judged, counted as stopped"] == "0 damaged, 1 intact"
    assert "recall at 1 % false diverts" in facts
    names = [alt.split(":")[0] for image in found.all("img") if (alt := image["alt"])]
    assert names[:2] in (["i0", "i2"], ["i2", "i0"])
    assert set(names[2:]) == {"i1", "i3"}
    assert len(found.all("svg")) == 5
    assert "23 judged items" in found.text
    assert found.table("Items without a judgement")[1] == ["NO_ITEM_IN_IMAGE", "1", "blind"]
    assert found.table("own intact ones")[1][:3] == ["S0", "4", "4"]
    assert found.table("of a class")[1][:3] == ["hole", "12", "12"]
    assert found.table("of a severity")[1][:3] == ["minor", "12", "12"]
    assert found.table("Groups of at least")[1][0] == "g0"


def test_what_made_the_figures_is_told_and_no_name_runs(table: Path) -> None:
    found = of_items(table)
    origin = dict(found.table("What these figures are of"))
    assert origin["command"] == ORIGIN.command
    assert origin["model line-features@9.9.9"] == "ab" * 32
    assert origin["data SHA-256"].startswith("cd" * 32)
    assert f"because {HOSTILE}" in found.text


def test_a_leak_that_was_allowed_stands_above_everything(table: Path) -> None:
    found = of_items(table, leaks=[f"case {n} {HOSTILE}" for n in range(25)])
    assert found.text.index("Leak: 25 cases") < found.text.index("In brackets")
    assert "case 19" in found.text
    assert "… and 5 more" in found.text
    assert "case 20" not in found.text
    assert "Leak" not in of_items(table).text


def test_pictures_are_small_and_stay_what_they_are() -> None:
    wide = freeze(np.full((300, 2000, 3), 90, np.uint8))
    both = together([wide, freeze(np.full((150, 1000, 3), 200, np.uint8))])
    assert both.shape == (600, 2000, 3)
    boxed = with_truth(wide, [("dent", (10.0, 10.0, 60.0, 60.0))])
    assert (boxed != wide).any(axis=2).mean() < 0.05
    assert int(wide.max()) == 90


def test_an_anomaly_scorer_is_told_with_heat_and_masks(tmp_path: Path) -> None:
    root = tmp_path / "set"
    for number in range(25):
        save(root / "train" / "good" / f"{number}.png", grey(100, number))
    for number in range(6):
        save(root / "test" / "good" / f"{number}.png", grey(250 if number == 5 else 100, 50 + number))
        spot = np.array(grey(100, 70 + number))
        if number:
            spot[10:40, 10:50] = 250
        save(root / "test" / "spot" / f"{number}.png", np.asarray(spot, np.uint8))
        mask = np.zeros((48, 64, 3), np.uint8)
        mask[10:40, 10:50] = 255
        save(root / "ground_truth" / "spot" / f"{number}.png", mask)
    figures = evaluate_anomaly(
        root,
        lambda: mean_colour.build(mean_colour.Config(), models_dir=tmp_path, data_dir=tmp_path / "data"),
        rounds=20,
    )
    found = read(anomaly_report(figures, origin=ORIGIN))
    facts = dict(found.table("In brackets"))
    assert (facts["pictures taught"], facts["pictures scored"]) == ("25", "12")
    assert found.table("by truth and p-value")[1:] == [
        ["defective", "6", "0", "6", "5", "1"],
        ["good", "6", "0", "6", "1", "5"],
    ]
    assert [image["alt"] and image["alt"].split(":")[0] for image in found.all("img")] == ["spot/0.png", "good/5.png"]
    missed = pictures(found)[0]
    green = (missed[..., 1] > missed[..., 0] + 30) & (missed[..., 1] > missed[..., 2] + 30)
    assert green.any()  # the outline of the true damage
    assert len(figures.files) == 25 + 12 + 6
    assert digest_of(figures.files, root)["files"] == 43
    leaking = read(anomaly_report(replace(figures, leaks=("one",)), origin=ORIGIN))
    assert "Leak: 1 cases" in leaking.text


class Scripted:
    """Says what the middle of the picture's blue channel is the key of."""

    model = "scripted@1.0.0#00000000"
    classes = ("item", "dent", "hole")

    def __init__(self, said: Mapping[int, tuple[Detection, ...]]) -> None:
        self.said = said

    def detect(self, frame: Frame, golden: Golden | None = None) -> Detections:
        return Detections(camera=frame.camera, model=self.model, found=self.said[int(frame.image[0, 0, 2])])

    def find_items(self, frame: Frame) -> Detections:
        found = self.detect(frame)
        return replace(found, found=found.items)

    def prepare(self, golden: Golden) -> None:
        """Compares with nothing."""


def test_a_detector_is_told_with_missed_and_false_boxes(tmp_path: Path) -> None:
    box = (10.0, 10.0, 50.0, 50.0)
    line = "{} 0.3 0.3 0.4 0.4\n"
    said = {
        0: (Detection(label="item", score=0.9, xyxy=box), Detection(label="dent", score=0.8, xyxy=box)),
        1: (Detection(label="item", score=0.9, xyxy=box), Detection(label="dent", score=0.1, xyxy=box)),
        2: (Detection(label="item", score=0.9, xyxy=box), Detection(label="dent", score=0.7, xyxy=box)),
        3: (Detection(label="hole", score=0.6, xyxy=box),),
    }
    labels = {
        0: line.format(0) + line.format(1),
        1: line.format(0) + line.format(1),
        2: line.format(0),
        3: line.format(1),
    }
    for number, text in labels.items():
        image = np.array(grey(60, number, (100, 100)))
        image[0, 0, 2] = number
        save(tmp_path / "images" / f"{number}.png", np.asarray(image, np.uint8))
        (tmp_path / "labels").mkdir(exist_ok=True)
        (tmp_path / "labels" / f"{number}.txt").write_text(text)
    data = tmp_path / "data.yaml"
    data.write_text("val: images\nnames: [item, dent, hole]\n")
    figures = evaluate_detector(data, Scripted(said), rounds=20)
    found = read(detector_report(figures, origin=ORIGIN))
    assert found.table("by true class")[1:] == [
        ["item", "3", "0", "0", "0"],
        ["dent", "0", "1", "1", "1"],
        ["hole", "0", "0", "0", "0"],
        ["nothing", "0", "1", "0", "–"],
    ]
    said_of = [image["alt"] or "" for image in found.all("img")]
    assert said_of == [
        "3.png: missed: dent, best try 0.00",
        "1.png: missed: dent, best try 0.10",
        "2.png: false: dent, score 0.70",
        "3.png: false: hole, score 0.60",
    ]
    assert "2 true boxes have no box of their class" in found.text
    assert all(picture.shape[1] <= WIDE_PX for picture in pictures(found))
    facts = dict(found.table("In brackets"))
    assert (facts["pictures"], facts["true boxes"], facts["good"], facts["bad"]) == ("4", "6", "1", "3")
    assert digest_of(figures.files, tmp_path)["files"] == 9


def test_undefined_figures_are_a_dash_and_ticks_are_round() -> None:
    assert measured(None, None) == "–"
    assert measured(0.5, (None, None)) == "0.500"
    assert measured(0.5, (0.25, 0.75)) == "0.500 (0.250–0.750)"
    assert Axis(title="x").ticks() == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1.0])
    assert Axis(title="x", low=2.7, high=6.7, percent=False).ticks() == pytest.approx([3, 4, 5, 6])
    assert read(page("t", "l", [])).text.startswith("t")
