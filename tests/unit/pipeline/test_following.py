"""What the scorer is told of good items: passed ones, and those that people found good for good."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.scorers import mean_colour
from inspector.adapters.stores import memory_evidence, memory_ledger
from inspector.domain.anomaly import AnomalyScore, Look
from inspector.domain.detection import Xyxy
from inspector.domain.errors import StoreError
from inspector.domain.fading import Heard
from inspector.domain.frame import Frame
from inspector.domain.item import Identity
from inspector.domain.ledger import Delivery
from inspector.domain.policy import Evidence
from inspector.domain.review import Answer, OverruleReason, Review
from inspector.domain.verdict import Disposition
from inspector.pipeline.conclusion import Concluded
from inspector.pipeline.following import CAPACITY, Following
from tests.support.line_values import decision, frame, report, trigger, verdict

S = 1_000_000_000
LOOK = Look(mean=np.zeros(3, np.float32), farthest=1.0)


class Memory:
    """A real scorer that follows, and a list of what it was told; it fails by the faults that it is given."""

    def __init__(self, folder: Path) -> None:
        self._scorer = mean_colour.build(mean_colour.Config(fading=True), models_dir=folder, data_dir=folder)
        self._scorer.teach("CT-1001", "top", [frame(level=level).image for level in range(80, 100)])
        self.told: list[tuple[str, bool]] = []
        self.fault: Exception | None = None
        self.score_fault: Exception | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._scorer, name)

    def follow(self, score: AnomalyScore, *, confirmed: bool, seen_utc: datetime) -> Heard:
        self.told.append((score.camera, confirmed))
        if self.fault is not None:
            raise self.fault
        return self._scorer.follow(score, confirmed=confirmed, seen_utc=seen_utc)

    def score(self, view: Frame, region: Xyxy, identity: Identity) -> AnomalyScore:
        if self.score_fault is not None:
            raise self.score_fault
        return self._scorer.score(view, region, identity)


class Line:
    """A stage over a real scorer, ledger and evidence."""

    def __init__(self, folder: Path) -> None:
        self.clock = manual.build(manual.Config())
        self.memory = Memory(folder)
        self.ledger = memory_ledger.build(memory_ledger.Config(), data_dir=folder, clock=self.clock)
        self.evidence = memory_evidence.build(memory_evidence.Config(), data_dir=folder, clock=self.clock)
        self.stage = Following(
            memory=self.memory,
            ledger=self.ledger,
            evidence=self.evidence,
            clock=self.clock,
        )

    def concluded(self, disposition: Disposition, *, simulated: bool = False, look: Look | None = LOOK) -> Concluded:
        made = report(disposition=disposition)
        anomalies = tuple(replace(one, look=look, p_value=0.5) for one in made.evidence.anomalies)
        made = replace(made, evidence=Evidence(anomalies=anomalies), trigger=replace(made.trigger, simulated=simulated))
        return Concluded(report=made, frames=(), delivery=Delivery.READY)

    def isolated(self, track: int) -> str:
        """An item with kept pictures that waits for an answer."""
        did = f"d{track}"
        made = decision(track, did=did, disposition=Disposition.DIVERT)
        self.ledger.open_trigger(trigger(track))
        self.ledger.close_trigger(
            verdict(Disposition.DIVERT), made, decided_at_ns=0, delivery=Delivery.READY, body=None
        )
        self.evidence.keep(report(made.record_id), [frame()])
        return made.record_id

    def answered(self, record_id: str, reason: OverruleReason | None) -> None:
        self.ledger.book_review(
            Review(
                review_id=f"r-{record_id}",
                record_id=record_id,
                answer=Answer.CONFIRMED if reason is None else Answer.OVERRULED,
                operator="ana",
                answered_utc="2030-01-01T10:00:00Z",
                reason=reason,
            )
        )

    def step_after(self, seconds: float) -> None:
        self.clock.advance(round(seconds * S))
        self.stage.step()

    def run(self, offered: Sequence[Concluded]) -> None:
        """Until all that was offered has been heard."""
        for concluded in offered:
            self.stage.offer(concluded)

        def alive() -> None:
            if not self.stage.counts()[0].held:
                self.stage.stop()

        self.stage.run(alive)


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(tmp_path)


def test_of_what_comes_only_passed_items_with_a_look_are_told(line: Line) -> None:
    passed = line.concluded(Disposition.PASS)
    others = [line.concluded(one) for one in Disposition if one is not Disposition.PASS]
    line.run(
        [*others, passed, line.concluded(Disposition.PASS, simulated=True), line.concluded(Disposition.PASS, look=None)]
    )
    assert line.memory.told == [("top", False)]
    assert line.stage.counts()[1] == {Heard.KEPT: 1}


def test_more_than_can_be_heard_is_counted_and_nobody_waits(line: Line) -> None:
    for _ in range(CAPACITY + 3):
        line.stage.offer(line.concluded(Disposition.PASS))
    assert line.stage.counts()[0].refused == 3


@pytest.mark.parametrize("fault", [StoreError("the disk is full"), OSError(28, "no space"), ZeroDivisionError("bug")])
def test_whatever_fails_is_no_end_and_is_said_once_until_it_worked_again(
    line: Line, caplog: pytest.LogCaptureFixture, fault: Exception
) -> None:
    line.memory.fault = fault
    line.run([line.concluded(Disposition.PASS)] * 3)
    assert len(line.memory.told) == 3
    said = f"a good item is not remembered: {type(fault).__name__}: {fault}"
    assert [one.getMessage() for one in caplog.records] == [said]


def test_pictures_that_can_not_be_scored_again_cost_that_item_only(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    line.stage.step()
    for track in (1, 2):
        line.answered(line.isolated(track), OverruleReason.NO_DAMAGE)
    line.memory.score_fault = FileNotFoundError(2, "gone")
    line.step_after(30)
    line.memory.score_fault = None
    line.stage.step()
    assert line.memory.told == [("top", True)]
    assert len(caplog.records) == 1


def test_an_item_that_people_found_good_is_scored_per_step_and_none_once_it_ends(line: Line) -> None:
    line.stage.step()
    for track in (1, 2, 3):
        line.answered(line.isolated(track), OverruleReason.NO_DAMAGE)
    line.step_after(30)
    assert line.memory.told == [("top", True)]
    line.stage.step()
    assert line.memory.told == [("top", True)] * 2
    line.stage.stop()
    line.stage.step()
    assert line.memory.told == [("top", True)] * 2


def test_what_people_found_good_for_good_is_scored_again_and_told(line: Line) -> None:
    before = line.isolated(1)
    line.answered(before, OverruleReason.NO_DAMAGE)
    line.stage.step()  # what was answered before this start is not taken up
    reasons = (OverruleReason.NO_DAMAGE, None, OverruleReason.DIRT, OverruleReason.PRINT, OverruleReason.ACCEPTABLE)
    for track, reason in enumerate(reasons, start=2):
        line.answered(line.isolated(track), reason)
    line.step_after(5)
    assert line.memory.told == []  # they may still be taken back
    line.step_after(20)
    line.stage.step()
    assert line.memory.told == [("top", True)] * 2
    assert sum(line.stage.counts()[1].values()) == 2
    line.step_after(20)
    assert len(line.memory.told) == 2


def test_what_was_taken_back_or_has_no_pictures_is_not_told(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    line.stage.step()
    back, bare = line.isolated(1), "record-d9"
    line.answered(back, OverruleReason.NO_DAMAGE)
    line.ledger.book_review(
        Review(
            review_id="undo",
            record_id=back,
            answer=Answer.WITHDRAWN,
            operator="ana",
            answered_utc="2030-01-01T10:00:00Z",
            supersedes=f"r-{back}",
            after_s=3.0,
        )
    )
    made = decision(9, did="d9", disposition=Disposition.DIVERT)
    line.ledger.open_trigger(trigger(9))
    line.ledger.close_trigger(verdict(Disposition.DIVERT), made, decided_at_ns=0, delivery=Delivery.READY, body=None)
    line.answered(bare, OverruleReason.NO_DAMAGE)
    line.step_after(30)
    assert line.memory.told == []
    assert not caplog.records


def test_without_a_memory_nothing_is_done_and_the_thread_ends(line: Line) -> None:
    idle = Following(memory=None, ledger=line.ledger, evidence=line.evidence, clock=line.clock)
    idle.offer(line.concluded(Disposition.PASS))
    idle.run()
    idle.step()
    assert idle.counts()[0].offered == 0


def test_decisions_do_not_wait_for_it(tmp_path: Path) -> None:
    """A scorer that hangs while it is told leaves `offer` free."""
    line, hold, entered = Line(tmp_path), threading.Event(), threading.Event()

    def hang(score: AnomalyScore, *, confirmed: bool, seen_utc: datetime) -> Heard:
        entered.set()
        hold.wait(60)
        return Heard.KEPT

    line.memory.follow = hang  # type: ignore[method-assign]
    thread = threading.Thread(target=line.stage.run)
    line.stage.offer(line.concluded(Disposition.PASS))
    thread.start()
    assert entered.wait(60)
    for _ in range(CAPACITY + 1):
        line.stage.offer(line.concluded(Disposition.PASS))
    assert line.stage.counts()[0].refused == 1
    line.stage.stop()
    hold.set()
    thread.join(60)
    assert not thread.is_alive()
