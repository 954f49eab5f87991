"""What a run's figures count, and when its exit code says that something was lost."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inspector.app.demo.score import summarise
from inspector.app.demo.summary import Summary
from inspector.app.demo.truth import Confusion, Got, confusion
from inspector.app.line_run import LineResult
from inspector.domain.decision import ConfirmResult
from inspector.domain.verdict import Disposition
from inspector.plc.book import PlcBook
from inspector.plc.report import ItemRecord
from inspector.scene.line import LineSpec
from tests.support.run_summary import sound_summary

DIVERT = Disposition.DIVERT


def seen(index: int, disposition: Disposition | None, result: ConfirmResult | None) -> ItemRecord:
    return ItemRecord(index=index, epoch=1, track=index + 1, disposition=disposition, result=result)


def scored(folder: Path, *items: ItemRecord) -> tuple[Summary, list[Got]]:
    """The summary of a run whose station has an empty ledger, and what was compared with the truth."""
    compared: list[Got] = []

    def truth(outcomes: Any) -> Confusion:
        compared.extend(outcomes)
        return confusion(LineSpec(seed=1, damage_rate=1.0), outcomes)

    report = replace(PlcBook().report(seconds=1, protocol="5"), items=items, triggers=len(items))
    return summarise(folder, LineResult(report=report, seconds=1, first_decision_s=None), truth), compared


def test_a_damaged_item_that_nothing_isolated_is_missed_whatever_the_reason(tmp_path: Path) -> None:
    summary, compared = scored(
        tmp_path,
        seen(0, DIVERT, ConfirmResult.DIVERTED),
        seen(1, None, ConfirmResult.DEFAULTED),
        seen(2, DIVERT, ConfirmResult.DEFAULTED),  # it came too late
        seen(3, Disposition.NO_DECISION, ConfirmResult.DIVERTED),
        seen(4, None, None),  # on the belt when the line was stopped
        seen(5, DIVERT, None),
    )
    assert compared == [(0, "DIVERT"), (1, None), (2, None), (3, "NO_DECISION"), (5, "DIVERT")]
    assert (summary.truth.damaged, summary.truth.damaged_diverted) == (5, 2)


def test_what_the_ledger_does_not_know_is_lost(tmp_path: Path) -> None:
    summary, _ = scored(tmp_path, seen(0, DIVERT, ConfirmResult.DIVERTED))
    assert (summary.lost, summary.sound) == (1, False)


SOUND = sound_summary(triggers=4, outcomes={"PASS": 2, "NO_DECISION": 1}, open=1)


@pytest.mark.parametrize("wrong", [{"lost": 1}, {"doubled": 1}, {"late": 1}, {"triggers": 5}, {"triggers": 3}])
def test_anything_lost_doubled_late_or_unbalanced_is_not_sound(wrong: dict[str, int]) -> None:
    assert SOUND.sound
    assert not replace(SOUND, **wrong).sound  # type: ignore[arg-type]
