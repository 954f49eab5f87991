"""Checks that are made after the decision: every item is handed on once, whatever they do, and however many come."""

import threading
from collections.abc import Callable

import pytest

from inspector.domain.check import CheckOutcome, CheckResult
from inspector.domain.frame import Frame, Item
from inspector.domain.ledger import Delivery
from inspector.domain.policy import Evidence
from inspector.pipeline.conclusion import Concluded
from inspector.pipeline.late_checks import LateChecks
from tests.support.line_values import frame, report

ANSWER = CheckResult(check="print", outcome=CheckOutcome.OK, confidence=0.9, value="lot A1")


class Looking:
    """What an Inspection is to the stage; `look` is what the checks do."""

    def __init__(self, look: Callable[[], None] = lambda: None, *, later: bool = True) -> None:
        self.looks_later = later
        self._look = look
        self.seen: list[tuple[Frame, ...]] = []

    def look_later(self, item: Item, evidence: Evidence) -> tuple[CheckResult, ...]:
        self.seen.append(item.frames)
        self._look()
        return (ANSWER,)


def concluded(rid: str, *, frames: tuple[Frame, ...] = (frame("top"),)) -> Concluded:
    return Concluded(report=report(rid), frames=frames, delivery=Delivery.READY)


def stage(looking: Looking, capacity: int = 4) -> tuple[LateChecks, list[Concluded]]:
    handed: list[Concluded] = []
    return LateChecks(inspection=looking, hand_on=handed.append, capacity=capacity), handed  # type: ignore[arg-type]


def test_an_item_goes_on_with_its_late_answers_and_nothing_else_changed() -> None:
    went_on = threading.Event()
    handed: list[Concluded] = []

    def hand_on(one: Concluded) -> None:
        handed.append(one)
        went_on.set()

    late = LateChecks(inspection=Looking(), hand_on=hand_on, capacity=4)  # type: ignore[arg-type]
    worker = threading.Thread(target=late.run)
    worker.start()
    given = concluded("record-1")
    late.offer(given)
    assert went_on.wait(30)
    late.stop()
    worker.join(30)
    (one,) = handed
    assert one.report.late == (ANSWER,)
    assert (one.report.record_id, one.report.verdict) == (given.report.record_id, given.report.verdict)
    assert one.frames is given.frames


@pytest.mark.parametrize("case", ["no late checks", "no frames"])
def test_where_there_is_nothing_to_look_at_the_item_goes_on_at_once(case: str) -> None:
    late, handed = stage(Looking(later=case != "no late checks"))
    given = concluded("record-1", frames=() if case == "no frames" else (frame("top"),))
    late.offer(given)
    assert handed == [given]
    assert late.counts().offered == 0


def test_more_than_fit_go_on_without_answers_and_are_counted() -> None:
    late, handed = stage(Looking(), capacity=2)
    items = [concluded(f"record-{n}") for n in range(3)]
    for one in items:
        late.offer(one)
    assert handed == items[2:]
    assert late.counts().refused == 1


def test_a_stop_waits_for_no_slow_check_and_loses_no_item() -> None:
    looking = Looking()
    late, handed = stage(looking)
    items = [concluded(f"record-{n}") for n in range(3)]
    for one in items:
        late.offer(one)
    late.stop()
    late.run()
    assert handed == items
    assert looking.seen == []
    late.offer(concluded("record-9"))
    assert len(handed) == 4
