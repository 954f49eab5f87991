"""Checks that are made after the decision: every item is handed on once, whatever they do, and however many come."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from inspector.adapters.checks import label
from inspector.adapters.clocks import manual
from inspector.adapters.clocks.manual import ManualClock
from inspector.adapters.stores import rendered_catalogue
from inspector.domain.check import CheckOutcome, CheckResult
from inspector.domain.frame import Frame, Item, RgbImage
from inspector.domain.ledger import Delivery
from inspector.domain.policy import Evidence
from inspector.domain.text_line import Corners, TextLine
from inspector.pipeline.conclusion import Concluded
from inspector.pipeline.late_checks import LateChecks
from inspector.pipeline.station import JOIN_S
from inspector.ports.code_reader import Window
from tests.support.checked_items import blank, looked_at
from tests.support.line_values import S, frame, report

CLOCK = manual.build(manual.Config())
ANSWER = CheckResult(check="print", outcome=CheckOutcome.OK, confidence=0.9, value="lot A1")


class Looking:
    """What an Inspection is to the stage; `answer` is what the checks do."""

    def __init__(self, answer: Callable[[Item], CheckResult] = lambda _: ANSWER, *, later: bool = True) -> None:
        self.looks_later = later
        self._answer = answer
        self.done = threading.Event()
        self.seen: list[tuple[Frame, ...]] = []

    def look_later(self, item: Item, evidence: Evidence) -> tuple[CheckResult, ...]:
        self.seen.append(item.frames)
        answer = self._answer(item)
        self.done.set()
        return (answer,)


def concluded(rid: str, *, frames: tuple[Frame, ...] = (frame("top"),)) -> Concluded:
    return Concluded(report=report(rid), frames=frames, delivery=Delivery.READY)


def stage(looking: Looking, capacity: int = 4) -> tuple[LateChecks, list[Concluded]]:
    handed: list[Concluded] = []
    return LateChecks(inspection=looking, hand_on=handed.append, capacity=capacity, clock=CLOCK), handed  # type: ignore[arg-type]


def test_an_item_goes_on_with_its_late_answers_and_nothing_else_changed() -> None:
    went_on = threading.Event()
    handed: list[Concluded] = []

    def hand_on(one: Concluded) -> None:
        handed.append(one)
        went_on.set()

    late = LateChecks(inspection=Looking(), hand_on=hand_on, capacity=4, clock=CLOCK)  # type: ignore[arg-type]
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


class Print:
    """A reader to whom each of five lines takes `line_s`; the first one says when the item expires."""

    def __init__(self, clock: ManualClock, line_s: float) -> None:
        self._clock, self._line_s = clock, line_s

    def load(self, *, threads: int) -> None:
        """It is."""

    def find(self, _image: RgbImage, _window: Window, *, enlarge: float = 1.0) -> tuple[Corners, ...]:
        return tuple(((0.0, y), (90.0, y), (90.0, y + 9.0), (0.0, y + 9.0)) for y in range(0, 100, 20))

    def recognise(self, _image: RgbImage, corners: Corners) -> TextLine:
        self._clock.advance_ms(self._line_s * 1000)
        return TextLine(text="made of steel" if corners[0][1] else "EXP 2031-02-11", score=0.99, corners=corners)


@pytest.mark.parametrize(("line_s", "unread"), [(0.2, ""), (1.2, "lines not read in time")])
def test_a_label_is_read_past_the_item_s_deadline_and_done_before_a_stop_gives_up(line_s: float, unread: str) -> None:
    clock = manual.build(manual.Config())
    clock.advance_ms(60_000)
    catalogue = rendered_catalogue.build(rendered_catalogue.Config(empty=True), data_dir=Path(), clock=clock)
    item, found = looked_at({"top": blank()}, {"top": (0.0, 0.0, 200.0, 200.0)})
    config = label.Config(ask=("expiry", "lot"), required=("expiry", "lot"))
    check = label.build(config, name="print", clock=clock, catalogue=catalogue, text=Print(clock, line_s))  # type: ignore[arg-type]
    looking = Looking(answer=lambda given: check.check(given, found))
    hand_on: list[Concluded] = []
    late = LateChecks(inspection=looking, hand_on=hand_on.append, capacity=4, clock=clock)  # type: ignore[arg-type]
    given = concluded("record-1", frames=item.frames)
    past = replace(given.report.trigger, triggered_at_ns=1 * S, deadline_ns=3 * S)
    began_ns = clock.monotonic_ns()
    late.offer(replace(given, report=replace(given.report, trigger=past)))
    worker = threading.Thread(target=late.run)
    worker.start()
    assert looking.done.wait(30)
    late.stop()
    worker.join(30)
    (one,) = hand_on
    assert one.report.trigger == past
    (answer,) = one.report.late
    assert [(reading.name, reading.text) for reading in answer.readings] == [("expiry", "2031-02-11")]
    assert unread in answer.detail
    assert clock.monotonic_ns() - began_ns < JOIN_S * S
