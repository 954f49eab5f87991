"""`inspector read`: questions to the labels in picture files, with the real text engine."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner, Result

from inspector.app.cli.main import app
from inspector.app.picture_files import read_image, write_image
from inspector.domain.errors import ConfigError
from tests.support.scripted_station import STATION

OWN = """
[[checks]]
name = "label"
kind = "label"
questions = [{alias = "article", keywords = ["REF"], pattern = "[0-9]+"}]
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["read", "--threads", "1", *map(str, arguments)])


@pytest.fixture(scope="module")
def label(tmp_path_factory: pytest.TempPathFactory) -> Path:
    image = np.full((160, 320, 3), 235, np.uint8)
    for number, row in enumerate(("LOT HB205956", "EXP 2031-02-11", "REF 123456")):
        cv2.putText(image, row, (30, 40 + 40 * number), cv2.FONT_HERSHEY_SIMPLEX, 0.65, (20, 20, 20), 1, cv2.LINE_AA)
    file = tmp_path_factory.mktemp("photos") / "label.png"
    write_image(file, image)
    return file


def test_answers_are_told_with_place_and_meaning_and_are_drawn(label: Path, tmp_path: Path) -> None:
    station = tmp_path / "station.toml"
    station.write_text(STATION + '[[cameras]]\nname = "top"\nkind = "synthetic"\n' + OWN)
    done = run(label, "--ask", "expiry", "--ask", "article", "-c", station, "--json", "--save", tmp_path / "out")
    assert done.exit_code == 0, done.output
    (told,) = json.loads(done.stdout)
    answers = {one["question"]: one for one in told["answers"]}
    assert {name: one["text"] for name, one in answers.items()} == {"expiry": "2031-02-11", "article": "123456"}
    assert answers["expiry"]["meaning"] == "2031-02-11"
    left, top, right, bottom = answers["expiry"]["xyxy"]
    assert 60 < left < right < 300
    assert 55 < top < 80 < bottom < 100
    assert told["missing"] == []
    (saved,) = (tmp_path / "out").iterdir()
    assert not np.array_equal(read_image(saved)[int(bottom), int(left) :], read_image(label)[int(bottom), int(left) :])


def test_what_stays_open_and_what_can_not_be_opened_is_told_and_nothing_stops_the_rest(
    label: Path, tmp_path: Path
) -> None:
    (tmp_path / "broken.png").write_bytes(b"no picture")
    done = run(tmp_path / "broken.png", label, "--ask", "serial", "--question", "article=REF:[0-9]{6}", "--json")
    assert done.exit_code == 1
    broken, told = json.loads(done.stdout)
    assert "broken.png" in broken["problem"]
    assert broken["missing"] == ["serial", "article"]
    assert [one["text"] for one in told["answers"]] == ["123456"]
    assert told["missing"] == ["serial"]


def test_every_wrong_question_is_named_at_once(label: Path) -> None:
    wrong = ("--ask", "colour", "--question", "Article", "--question", "ref=REF:(", "--question", "x=:y")
    refused = run(label, *wrong).exception
    assert isinstance(refused, ConfigError)
    assert len(refused.problems) == 4
    for number, said in enumerate(("'Article'", "pattern", "needs keywords", "unknown question 'colour'")):
        assert said in refused.problems[number]
