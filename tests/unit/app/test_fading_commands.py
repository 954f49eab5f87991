"""`inspector fading`: what is remembered, forgetting it, and the simulation that says what it is worth."""

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from inspector.adapters.scorers import mean_colour
from inspector.app.cli.main import app
from inspector.app.fading_figures import figures
from inspector.app.fading_simulation import Asked, Attack, Course, simulate
from inspector.domain.errors import ConfigError
from inspector.domain.fading import Heard
from inspector.domain.frame import Frame, freeze
from inspector.domain.item import Identity

STATION = """
schema_version = 1
[station]
site = "t"
line = "l"
name = "s"
[paths]
data_dir = "data"
[bus]
kind = "memory"
[[cameras]]
name = "top"
kind = "synthetic"
[detector]
kind = "scripted"
[scorer]
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["fading", *arguments])


def station(folder: Path, scorer: str) -> str:
    file = folder / "station.toml"
    file.write_text(STATION + scorer)
    return str(file)


def remembered(folder: Path, skus: tuple[str, ...]) -> None:
    scorer = mean_colour.build(mean_colour.Config(fading=True), models_dir=folder, data_dir=folder / "data")
    lesson = [freeze(np.full((60, 80, 3), 90 + level, np.uint8)) for level in range(0, 60, 5)]
    for sku in skus:
        scorer.teach(sku, "top", lesson)
        frame = Frame(camera="top", sequence=0, image=lesson[7], captured_at_ns=0)
        score = scorer.score(frame, (0.0, 0.0, 80.0, 60.0), Identity(sku=sku))
        assert scorer.follow(score, confirmed=True, seen_utc=datetime(2026, 11, 28, tzinfo=UTC)) is Heard.KEPT


def test_what_is_remembered_is_listed_and_forgotten(tmp_path: Path) -> None:
    config = station(tmp_path, 'kind = "mean_colour"\nfading = true\n')
    assert json.loads(run("list", "-c", config, "--json").output) == []
    remembered(tmp_path, ("A", "B", "C"))
    rows = json.loads(run("list", "-c", config, "--json").output)
    assert [(row["reference"], row["camera"], row["items"], row["problem"]) for row in rows] == [
        (sku, "top", 1, None) for sku in "ABC"
    ]
    assert all(0 <= row["drift"] <= row["longest"] for row in rows)
    assert rows[0]["newest_utc"] == "2026-11-28T00:00:00.000Z"
    assert "2026-11-28" in run("list", "-c", config).output
    gone = run("reset", "-c", config, "--sku", "B", "--json")
    assert json.loads(gone.output) == [{"reference": "B", "camera": "top"}]
    assert "forgotten: 0" in run("reset", "-c", config, "--sku", "B").output
    assert "forgotten: 2" in run("reset", "-c", config, "--all").output
    assert json.loads(run("list", "-c", config, "--json").output) == []


@pytest.mark.parametrize(
    ("scorer", "command", "said"),
    [
        ('kind = "mean_colour"\n', ["list"], "`fading = true`"),
        ('kind = "none"\n', ["reset", "--all"], "has no fading memory"),
        ('kind = "mean_colour"\nfading = true\n', ["reset"], "--sku and --all"),
        ('kind = "mean_colour"\nfading = true\n', ["reset", "--all", "--sku", "A"], "--sku and --all"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, scorer: str, command: list[str], said: str) -> None:
    answer = run(command[0], "-c", station(tmp_path, scorer), *command[1:])
    assert answer.exit_code == 2
    assert said in answer.output


def test_a_simulation_of_what_the_line_does_not_carry_is_refused() -> None:
    error = run("simulate", "--skus", "CT-1001,X,Y").exception
    assert isinstance(error, ConfigError)  # main() prints it and exits 2
    assert "'X'" in str(error)
    assert "'Y'" in str(error)
    assert run("simulate", "--seeds", "1,b").exit_code == 2


def test_every_item_is_asked_with_and_without_and_attacks_are_told(tmp_path: Path) -> None:
    course = Course(items=4, damaged=3, attacks=1, steps=3, references=6, kind="mean_colour", size=(160, 128))
    asked, attacks = simulate([9], ["BT-2004"], course, models_dir=tmp_path, say=lambda _line: None)
    good = [one for one in asked if not one.damaged]
    assert [(one.mode, one.late) for one in good] == [
        (mode, late) for mode in ("none", "light", "ink") for late in (False, False, True, True)
    ]
    assert good[0].plain == good[0].fading
    assert [(one.line, one.steps) for one in attacks] == [("9 BT-2004", 3)]
    assert attacks[0].unguarded < 1 < attacks[0].after < attacks[0].before


def test_the_figures_are_those_of_the_items() -> None:
    def one(plain_p: float, fading_p: float, *, damaged: bool = False, line: str = "1 A") -> Asked:
        return Asked(
            line=line,
            mode="light",
            damaged=damaged,
            late=True,
            plain=1 - plain_p,
            plain_p=plain_p,
            fading=1 - fading_p,
            fading_p=fading_p,
            drift=0.5,
        )

    asked = [one(0.04, 0.5), one(0.5, 0.6), one(0.02, 0.03, damaged=True), one(0.03, 0.2, damaged=True)]
    tried = [
        Attack(line="1 A", before=1.2, after=after, without=1.1, unguarded=0.5, kept=3, steps=40)
        for after in (1.1, 1.15, 0.9)
    ]
    found = figures(asked, tried, alpha=0.05)
    light = found["drift"]["light"]
    assert list(found["drift"]) == ["light"]
    assert (light["plain"]["false_diverts"]["share"], light["fading"]["false_diverts"]["share"]) == (0.5, 0.0)
    assert (light["plain"]["recall"]["share"], light["fading"]["recall"]["share"]) == (1.0, 0.5)
    assert (light["plain"]["auroc"], light["fading"]["auroc"]) == (1.0, 1.0)
    creep = found["creep"]
    assert (creep["attacks"], creep["isolated_after"], creep["isolated_after_by_an_unguarded_memory"]) == (3, 2, 0)
    assert (creep["entered"], creep["isolated_after_the_intact_item"]) == (9, 3)
    assert creep["largest_fall"] == pytest.approx(0.3)
