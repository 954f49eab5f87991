"""Steps by command, what the rules propose, the export with its money; and a ledger's file of before."""

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inspector.adapters.clocks import manual
from inspector.adapters.stores import memory_ledger, sqlite_ledger
from inspector.adapters.stores._ledger_schema import STEPS
from inspector.app.cli.main import app
from inspector.app.config_file import load_station
from inspector.config.dispositions import DispositionsSection
from inspector.domain.dispositioning import Fate, Step, step_of
from inspector.domain.errors import ConfigError, StoreError
from inspector.domain.item import Identity
from inspector.domain.ledger import Delivery
from inspector.domain.proposing import FateRule, proposal
from inspector.domain.verdict import Disposition
from inspector.pipeline.disposition_commands import DispositionCommands
from inspector.ports.ledger import Ledger
from tests.support.line_values import decision, trigger, verdict
from tests.support.scripted_station import station_file

CLOCK = manual.build(manual.Config())
ASKED: dict[str, object] = {
    "step_id": "step-1",
    "record_id": "record-decision-1",
    "fate": "SECOND_CHANCE",
    "grade": "B",
    "operator": "Ana",
    "why": "corner dented",
    "value": 20,
}


def fill(ledger: Ledger, count: int) -> None:
    for track in range(1, count + 1):
        ledger.open_trigger(trigger(track))
        chosen = decision(track, did=f"decision-{track}", disposition=Disposition.DIVERT)
        ledger.close_trigger(verdict(Disposition.DIVERT), chosen, decided_at_ns=3, delivery=Delivery.READY, body=None)


def test_the_operator_has_the_last_word_and_the_proposal_is_kept() -> None:
    ledger = memory_ledger.build(memory_ledger.Config(), data_dir=Path(), clock=CLOCK)
    fill(ledger, 1)
    actions = DispositionCommands(ledger, [FateRule(fate=Fate.DISPOSED, finding="defect")]).actions()
    asked = actions["disposition.propose"]({"record_id": "record-decision-1"})
    assert asked == {"record_id": "record-decision-1", "fate": "OPEN", "finding": "defect", "proposed": "DISPOSED"}
    assert actions["disposition"](ASKED) == {"step_id": "step-1", "repeated": False, "fate": "SECOND_CHANCE"}
    assert actions["disposition"](ASKED)["repeated"] is True
    (booked,) = ledger.dispositions.steps(9)
    assert (booked.step.fate, booked.proposed, booked.step.value) == (Fate.SECOND_CHANCE, Fate.DISPOSED, 20.0)
    with pytest.raises(ValueError, match="no item record-none"):
        actions["disposition"](ASKED | {"record_id": "record-none"})
    ledger.failing = True
    with pytest.raises(StoreError):
        actions["disposition"](ASKED | {"step_id": "step-2", "fate": "DONATED", "grade": None})


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"operator": "", "why": None}, "needs operator, why"),
        ({"fate": "EATEN"}, "'EATEN' is none of DISPOSED, DONATED, RELABELLED, RELEASED, RETURNED, SECOND_CHANCE"),
        ({"fate": "OPEN", "grade": None}, "not made open again"),
        ({"grade": None}, "SECOND_CHANCE needs a grade"),
        ({"grade": "F", "value": -1}, "grade must be one of A, B, C, D; value must be an amount"),
        ({"value": True}, "value must be a number"),
        ({"value": float("nan")}, "value must be an amount"),
        ({"fate": "DONATED"}, "nothing else has one"),
        ({"why": "x" * 201}, "why must be 1 to 200 characters"),
    ],
)
def test_a_step_that_makes_no_sense_says_all_that_is_wrong(changes: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        step_of(ASKED | changes)


def test_the_first_rule_that_fits_proposes() -> None:
    rules = (
        FateRule(fate=Fate.RETURNED, sku="A", finding="deformation"),
        FateRule(fate=Fate.DONATED, material="food"),
    )
    assert proposal(rules, Identity(sku="A", material="food"), "deformation") is Fate.RETURNED
    assert proposal(rules, Identity(sku="A", material="food"), "spillage") is Fate.DONATED
    assert proposal(rules, Identity(sku="A"), "spillage") is None
    assert proposal(DispositionsSection().to_domain(), Identity(), "expired") is Fate.DISPOSED


def step(number: int, track: int, fate: Fate, value: float | None = None) -> Step:
    grade = "A" if fate is Fate.SECOND_CHANCE else None
    return Step(
        step_id=f"s-{number}",
        record_id=f"record-decision-{track}",
        fate=fate,
        operator="Ana",
        why="seen",
        grade=grade,
        value=value,
    )


def test_the_export_has_every_step_and_the_money_counts_once(tmp_path: Path) -> None:
    ledger = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=tmp_path, clock=CLOCK)
    fill(ledger, 3)
    for one in (
        step(1, 1, Fate.RELABELLED, 10.0),
        step(2, 1, Fate.RELEASED),
        step(3, 2, Fate.SECOND_CHANCE, 30.0),
        step(4, 3, Fate.DISPOSED),
    ):
        ledger.dispositions.book(one, proposed=None)
    money = "[dispositions]\nitem_value = 8\n[dispositions.handling]\nRELABELLED = 0.5\nDISPOSED = 2\n"
    config, out = str(station_file(tmp_path, more=money)), tmp_path / "out.csv"
    asked = ["dispositions", "export", "--config", config, "--csv", str(out), "--json"]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert answer["totals"] == {
        "DISPOSED": {"items": 1, "value": 8.0, "recovered": 0.0, "handling": 2.0},
        "RELABELLED": {"items": 0, "value": 0.0, "recovered": 0.0, "handling": 0.5},
        "RELEASED": {"items": 1, "value": 10.0, "recovered": 10.0, "handling": 0.0},
        "SECOND_CHANCE": {"items": 1, "value": 30.0, "recovered": 18.0, "handling": 0.0},
    }
    with out.open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    assert [(row["before"], row["fate"], row["operator"], row["sku"]) for row in written] == [
        ("OPEN", "RELABELLED", "Ana", "CT-1001"),
        ("RELABELLED", "RELEASED", "Ana", "CT-1001"),
        ("OPEN", "SECOND_CHANCE", "Ana", "CT-1001"),
        ("OPEN", "DISPOSED", "Ana", "CT-1001"),
    ]
    later = CliRunner().invoke(app, ["dispositions", "export", "--config", config, "--after", "3", "--json"])
    assert [row["step_id"] for row in json.loads(later.stdout)["steps"]] == ["s-4"]
    assert CliRunner().invoke(app, ["dispositions", "export", "--config", config]).exit_code == 0
    ledger.close()


def test_the_export_says_what_is_wrong(tmp_path: Path) -> None:
    absent = CliRunner().invoke(app, ["dispositions", "export", "--config", str(station_file(tmp_path))])
    assert (absent.exit_code, "unable to open" in absent.output) == (2, True)
    forgets = str(station_file(tmp_path, ledger="memory_ledger"))
    refused = CliRunner().invoke(app, ["dispositions", "export", "--config", forgets])
    assert (refused.exit_code, "keeps no file" in refused.output) == (2, True)
    wrong = station_file(tmp_path, more='[dispositions]\nitem_value = -1\n[[dispositions.rules]]\nfate = "EATEN"\n')
    with pytest.raises(ConfigError) as error:
        load_station(wrong)
    assert all(part in str(error.value) for part in ("dispositions.item_value", "dispositions.rules"))


def test_a_file_of_before_is_migrated_and_its_steps_are_guarded(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as db:
        db.executescript("".join(STEPS[:4]) + "PRAGMA user_version=4;")
    ledger = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=tmp_path, clock=CLOCK)
    fill(ledger, 1)
    given = step(1, 1, Fate.DONATED)
    ledger.dispositions.book(given, proposed=None)
    with pytest.raises(StoreError, match="is not removed"):
        ledger._change("DELETE FROM disposition WHERE id=?", (1,))
    with pytest.raises(StoreError, match="is not changed"):
        ledger._change("UPDATE disposition SET why='x' WHERE id=?", (1,))
    ledger.close()
    again = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=tmp_path, clock=CLOCK)
    assert [one.step for one in again.dispositions.steps(9)] == [given]
    assert not again.dispositions.book(given, proposed=None)
    again.close()
