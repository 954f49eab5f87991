"""From people's answers to the scorer's vote: the station's ledger and records, `reviews export`, `calibrate`."""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from inspector.adapters.clocks import manual
from inspector.adapters.stores import folder_evidence, sqlite_ledger
from inspector.app.cli.main import app
from inspector.config.calibration import load_calibration
from inspector.domain.errors import ConfigError
from inspector.domain.ledger import Delivery
from inspector.domain.policy import Evidence
from inspector.domain.reason import Reason, ReasonCode
from inspector.domain.review import Answer, OverruleReason, Review
from inspector.domain.verdict import Disposition, Verdict
from tests.support.line_values import decision, report, trigger
from tests.support.scripted_station import station_file

CLOCK = manual.build(manual.Config())
MODELS = {"m@1": "0" * 64}
ISOLATED = 160  # of which the scorer tells the damaged ones


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def draws(n: int, *, seed: int, isolated: bool) -> Iterator[tuple[bool, float, float]]:
    """(damaged, detector, p-value); the detector says little about isolated items, the scorer much about all."""
    rng = np.random.default_rng(seed)
    for number in range(n):
        damaged = number % 2 == 0
        detector = float(rng.beta(3, 3)) if isolated or rng.random() < 0.2 else 0.0
        yield damaged, detector, (1 + int(100 * rng.random() ** (4 if damaged else 1))) / 101


def answer(ledger: Any, records: Any, track: int, drawn: tuple[bool, float, float] | None) -> None:
    """One isolated item with its record, and what a person said about it; `drawn` None: she could not tell."""
    damaged, detector, p_value = drawn or (False, 0.5, 0.5)
    did = f"d{track}"
    record_id = f"record-{did}"
    reasons = (
        Reason(code=ReasonCode.DEFECT_DEFORMATION, score=detector, camera="top"),
        Reason(code=ReasonCode.DEFECT_UNCERTAIN, score=0.99, detail="of the whole score, not of a box"),
    )
    verdict = Verdict(disposition=Disposition.REVIEW, score=detector, reasons=reasons, recipe="default")
    ledger.open_trigger(trigger(track))
    chosen = decision(track, did=did, disposition=Disposition.REVIEW)
    ledger.close_trigger(verdict, chosen, decided_at_ns=3, delivery=Delivery.READY, body=None)
    kept = report(record_id, Disposition.REVIEW)
    score = kept.evidence.anomalies[0]
    evidence = Evidence(anomalies=(replace(score, p_value=p_value), replace(score, camera="side", p_value=1.0)))
    records.keep(replace(kept, verdict=verdict, evidence=evidence, model_hashes=MODELS | {"calibration:x": "1"}), [])
    said = Answer.CANNOT_TELL if drawn is None else Answer.CONFIRMED if damaged else Answer.OVERRULED
    ledger.book_review(
        Review(
            review_id=f"review-{track}",
            record_id=record_id,
            answer=said,
            operator="Ana",
            answered_utc="2030-01-01T00:00:00.000Z",
            label="deformation" if said is Answer.CONFIRMED else None,
            reason=OverruleReason.PRINT if said is Answer.OVERRULED else None,
        )
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A station with answers in `answers.csv`, and `sample.json`: items as they come, of known truth."""
    place = tmp_path_factory.mktemp("station")
    station_file(place)
    ledger = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=place, clock=CLOCK)
    records = folder_evidence.build(folder_evidence.Config(min_free_bytes=0), data_dir=place, clock=CLOCK)
    for track, drawn in enumerate(draws(ISOLATED, seed=1, isolated=True), start=1):
        answer(ledger, records, track, drawn)
    answer(ledger, records, ISOLATED + 1, None)
    ledger.close()
    done = run("reviews", "export", "--config", place / "station.toml", "--csv", place / "answers.csv")
    assert done.exit_code == 0, done.output
    sample(place / "sample.json")
    return place


def sample(file: Path, **more: Any) -> Path:
    rows = [
        {"item": f"s{n}", "damaged": damaged, "sku": "CT-1001", "score": d, "detector": d, "p_value": p}
        for n, (damaged, d, p) in enumerate(draws(300, seed=2, isolated=False))
    ]
    file.write_text(json.dumps({"items": rows, "models": MODELS} | more))
    return file


def calibrate(folder: Path, *options: object) -> Result:
    return run("calibrate", "--alpha", 0.05, "--out", folder / "cal.json", *options)


def rows_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "answers.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_an_answer_s_row_has_the_parts_of_its_score(folder: Path) -> None:
    rows = rows_of(folder)
    for row, (damaged, detector, p_value) in zip(rows, draws(ISOLATED, seed=1, isolated=True), strict=False):
        assert (float(row["detector"]), float(row["p_value"])) == (detector, p_value)
        assert (row["label"], row["class"]) == (("damaged", "deformation") if damaged else ("intact", ""))
        assert row["models"] == "m@1#00000000"
    assert [row["label"] for row in rows[ISOLATED:]] == ["unknown"]


def test_the_scorer_earns_its_vote_on_answers_and_the_limits_come_from_other_items(folder: Path) -> None:
    answers, items = ("--fuse", "--reviewed", folder / "answers.csv"), ("--scores", folder / "sample.json")
    done = calibrate(folder, *answers, *items, "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["scorer"]["sku:CT-1001"]["reviewed"] == ISOLATED
    assert said["scorer"]["sku:CT-1001"]["weight"] > 0.5
    assert "1 reviewed items are left out: nobody could tell their truth" in said["notes"]
    assert said["limits"]["sku:CT-1001"]["n"] == 150
    assert said["limits"]["sku:CT-1001"]["damaged"] == 150
    fusion = load_calibration(folder / "cal.json").content.fusions.sku["CT-1001"]
    assert fusion.novelty == said["scorer"]["sku:CT-1001"]["weight"]
    assert fusion.shift == 0.0, "isolated items are chosen by their scores: the odds among them are the line's"


def test_answers_alone_make_no_limit(folder: Path) -> None:
    """Their scores are high because they were isolated: a limit above them would isolate nothing any more."""
    refused = calibrate(folder, "--scores", folder / "answers.csv")
    assert isinstance(refused.exception, ConfigError)
    assert "160 items are people's answers about isolated items" in str(refused.exception)
    assert "--reviewed" in str(refused.exception)


def test_items_of_other_models_and_items_of_both_files_are_refused(folder: Path, tmp_path: Path) -> None:
    answers = ("--fuse", "--reviewed", folder / "answers.csv")
    other = sample(tmp_path / "other.json", models={"m@2": "2" * 64})
    refused = calibrate(tmp_path, *answers, "--scores", other)
    assert "scored by m@1#00000000, the others by m@2#22222222" in str(refused.exception)
    both = [{"item": "record-d1", "damaged": False, "score": 0, "detector": 0, "p_value": 1}]
    refused = calibrate(tmp_path, *answers, "--scores", sample(tmp_path / "both.json", items=both))
    assert "item 'record-d1' is reviewed and makes limits" in str(refused.exception)
    mixed = tmp_path / "mixed.csv"
    mixed.write_text((folder / "answers.csv").read_text().replace("m@1#00000000", "m@0#11111111", 1))
    refused = calibrate(tmp_path, "--fuse", "--reviewed", mixed, "--scores", folder / "sample.json")
    assert "scored by different models" in str(refused.exception)
    assert not (tmp_path / "cal.json").exists()


def test_an_answer_whose_record_is_gone_is_left_out(folder: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.csv"
    rows = rows_of(folder)
    rows[3] |= {"detector": "", "p_value": "", "models": ""}
    with answers.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    options = ("--fuse", "--reviewed", answers, "--scores", folder / "sample.json", "--json")
    said = json.loads(calibrate(tmp_path, *options).stdout)
    assert "1 reviewed items have no `detector` and are left out" in said["notes"]
    assert said["scorer"]["sku:CT-1001"]["reviewed"] == ISOLATED - 1


@pytest.mark.parametrize("options", [[], ["--fuse", "--prevalence", "0.1"]], ids=["no fusion", "prevalence"])
def test_answers_go_with_a_fusion_and_tell_their_odds_themselves(folder: Path, options: list[str]) -> None:
    done = calibrate(folder, "--scores", folder / "sample.json", "--reviewed", folder / "answers.csv", *options)
    assert (done.exit_code, "--reviewed goes with --fuse and without --prevalence" in done.output) == (2, True)
