"""The lot watch beside the line: each row once, over crashes and failing disks; holds raised, shown, released."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.stores import memory_ledger
from inspector.domain.errors import StoreError
from inspector.domain.hold import Hold, HoldAction, Release
from inspector.domain.item import Identity
from inspector.domain.ledger import Delivery
from inspector.domain.lot_group import Dimension, Group
from inspector.domain.lot_watch import WatchRule
from inspector.domain.packml import PackMode
from inspector.domain.reason import ReasonCode
from inspector.domain.review import Answer, OverruleReason, Review
from inspector.domain.station import Command, Response
from inspector.domain.verdict import Disposition
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.commands import Commands
from inspector.pipeline.health import Health
from inspector.pipeline.hold_board import HoldBoard
from inspector.pipeline.hold_commands import HoldCommands
from inspector.pipeline.lot_stage import LotRule, LotStage
from tests.support.line_values import decision, trigger
from tests.support.lot_values import said

S = 1_000_000_000
WATCH = WatchRule(dimensions=(Dimension.VENDOR,), items_per_week=100, false_per_week=1.0)
VENDOR = Group(dimension=Dimension.VENDOR, name="V-1")
RULE = LotRule(watch=WATCH, actions={Dimension.VENDOR: HoldAction.REVIEW})


class Line:
    """A ledger, and a lot stage that may be killed and started again."""

    def __init__(self) -> None:
        self.clock = manual.build(manual.Config())
        self.ledger = memory_ledger.build(memory_ledger.Config(), data_dir=Path(), clock=self.clock)
        self.track = 0
        self.ids = iter(range(1000))
        self.said: list[Hold] = []
        self.start()

    def start(self, *, take_up: bool = True) -> None:
        self.board = HoldBoard(self.said.append)
        self.stage = LotStage(
            ledger=self.ledger,
            board=self.board,
            clock=self.clock,
            rule=RULE,
            new_id=lambda: f"hold-{next(self.ids):04}",
        )
        if take_up:
            self.stage.take_up()

    def item(
        self, code: ReasonCode | None = ReasonCode.DEFECT_SPILLAGE, *, open_: bool = False, simulated: bool = False
    ) -> None:
        self.track += 1
        given = replace(trigger(self.track), identity=Identity(sku="A", vendor="V-1"), simulated=simulated)
        self.ledger.open_trigger(given)
        if not open_:
            self.close(self.track, code)

    def close(self, track: int, code: ReasonCode | None = None) -> None:
        verdict = said(code)
        chosen = decision(track, did=f"decision-{track}", disposition=verdict.disposition)
        self.ledger.close_trigger(verdict, chosen, decided_at_ns=3, delivery=Delivery.READY, body=None)

    def answer(self, track: int, name: str, how: Answer, supersedes: str | None = None) -> None:
        self.ledger.book_review(
            Review(
                review_id=name,
                record_id=f"record-decision-{track}",
                answer=how,
                operator="Ana",
                answered_utc="2030-01-01T00:00:00.000Z",
                reason=OverruleReason.PRINT if how is Answer.OVERRULED else None,
                supersedes=supersedes,
                after_s=None if supersedes is None else 2.0,
            )
        )

    def ask(self, name: str, /, **arguments: object) -> Response:
        health = Health(plc_timeout_ms=1000, recipe="default", mode=PackMode.PRODUCTION)
        commands = Commands(
            health=health,
            alarms=AlarmBoard(self.clock, lambda _alarm: None),
            ledger=self.ledger,
            more=HoldCommands(self.stage, self.board).actions(),
        )
        return commands.answer(Command(name=name, request_id="q-1", arguments=arguments))


def test_a_group_is_held_once_and_said_with_the_reason() -> None:
    line = Line()
    for _ in range(12):
        line.item()
    line.stage.step()
    (hold,) = line.said
    assert (hold.group.name, hold.finding, hold.action, hold.raised_by) == (
        "V-1",
        "spillage",
        HoldAction.REVIEW,
        "station",
    )
    assert hold.facts is not None
    assert hold.facts.calls == hold.facts.items >= 3
    assert f"{hold.facts.calls} of {hold.facts.items} items with spillage" in hold.why
    for _ in range(5):
        line.item()
    line.stage.step()
    assert len(line.said) == 1
    judged = line.board.judged(said(), Identity(vendor="V-1"), "2030-01-01T00:00:00Z")
    assert judged.disposition is Disposition.REVIEW
    assert line.board.judged(said(), Identity(vendor="V-2"), "2030-01-01T00:00:00Z").disposition is Disposition.PASS


def test_simulated_items_hold_nothing_and_teach_nothing() -> None:
    line = Line()
    for _ in range(12):
        line.item(simulated=True)
    line.stage.step()
    assert line.said == []
    assert line.stage._watch.baseline.all.items == 0
    line.item()
    line.stage.step()
    assert line.stage._watch.groups[VENDOR].tallies["spillage"].items == 1


def test_rows_are_read_once_over_restarts_and_holds_survive_them() -> None:
    whole, broken = Line(), Line()
    for number in range(12):
        for line in (whole, broken):
            line.item()
        broken.stage.step()
        if number % 2:
            broken.start()
    whole.stage.step()
    assert [hold.facts for hold in whole.board.standing()] == [hold.facts for hold in broken.board.standing()]
    assert len(whole.board.standing()) == 1


def test_an_open_row_holds_up_what_comes_after_it() -> None:
    line = Line()
    line.item(open_=True)
    for _ in range(12):
        line.item()
    line.stage.step()
    assert line.said == []
    line.close(1)
    line.stage.step()
    assert len(line.said) == 1


def test_what_a_failing_disk_did_not_take_is_written_later() -> None:
    line = Line()
    for _ in range(12):
        line.item()
    line.ledger.failing = True
    assert line.stage.step() > 0
    assert line.said == []
    line.ledger.failing = False
    line.stage.step()
    line.stage.step()
    assert len(line.said) == 1


def test_a_new_watch_beside_an_old_ledger_begins_with_today() -> None:
    line = Line()
    line.ledger.lots.keep({"cursor/row": None, "cursor/review": None}, [])
    for _ in range(12):
        line.item()
    line.start()
    line.stage.step()
    assert line.said == []
    for _ in range(12):
        line.item()
    line.stage.step()
    assert len(line.said) == 1


@pytest.mark.parametrize("torn", ["{", '{"items": 1}', "[]"])
def test_a_state_that_can_not_be_read_is_begun_anew(torn: str) -> None:
    line = Line()
    line.ledger.lots.keep({"all": torn}, [])
    line.start()
    for _ in range(12):
        line.item()
    line.stage.step()
    assert len(line.said) == 1


def test_overruled_calls_count_no_more_once_the_answer_stands() -> None:
    line = Line()
    line.item()
    line.item()
    line.stage.step()
    line.answer(1, "review-1", Answer.OVERRULED)
    line.answer(2, "review-2", Answer.OVERRULED)
    line.answer(2, "review-3", Answer.WITHDRAWN, supersedes="review-2")
    line.stage.step()
    tally = next(iter(line.stage._watch.groups.values())).tallies["spillage"]
    assert tally.overruled == 0, "an answer can still be taken back"
    line.clock.advance_ms(13_000)
    line.stage.step()
    line.stage.step()
    assert (tally.calls, tally.overruled) == (1, 1)


def test_an_answer_from_a_clock_that_was_ahead_holds_up_no_other() -> None:
    line = Line()
    line.item()
    line.item()
    line.stage.step()
    line.clock.step_utc(timedelta(days=366))
    line.answer(1, "review-1", Answer.OVERRULED)
    line.clock.step_utc(timedelta(days=-366))
    line.answer(2, "review-2", Answer.CONFIRMED)
    line.clock.advance_ms(13_000)
    line.stage.step()
    tally = line.stage._watch.groups[VENDOR].tallies["spillage"]
    assert (tally.calls, tally.overruled, tally.confirmed) == (1, 1, 1)


def test_an_answer_can_be_taken_back_although_the_clock_was_set_back_a_little_meanwhile() -> None:
    line = Line()
    line.item()
    line.item()
    line.stage.step()
    line.answer(1, "review-1", Answer.OVERRULED)
    line.clock.step_utc(timedelta(seconds=-3))
    line.stage.step()
    line.answer(1, "review-2", Answer.WITHDRAWN, supersedes="review-1")
    line.clock.advance_ms(16_000)
    line.stage.step()
    assert line.stage._watch.groups[VENDOR].tallies["spillage"].overruled == 0


def test_people_raise_list_and_release_holds() -> None:
    line = Line()
    asked = {"dimension": "vendor", "name": "V-9", "operator": "Ana", "reason": "wet cartons"}
    raised, again = line.ask("hold.raise", **asked), line.ask("hold.raise", **asked)
    assert (raised.ok, raised.data["repeated"], again.data) == (True, False, {**raised.data, "repeated": True})
    hold_id = raised.data["hold_id"]
    listed = line.ask("holds").data["holds"]
    assert isinstance(listed, list)
    assert [(entry["hold_id"], entry["raised_by"], entry["why"]) for entry in listed] == [
        (hold_id, "Ana", "wet cartons")
    ]
    missing = line.ask("hold.release", hold_id=hold_id)
    assert (missing.ok, missing.detail) == (False, "needs operator, reason, each a text that is not empty")
    done = line.ask("hold.release", hold_id=hold_id, operator="Eva", reason="dried")
    assert done.data == {"hold_id": hold_id, "repeated": False, "standing": 0}
    assert line.ask("hold.release", hold_id=hold_id, operator="Eva", reason="dried").data["repeated"] is True
    assert "Eva released it already" in line.ask("hold.release", hold_id=hold_id, operator="Ana", reason="no").detail
    assert [hold.stands for hold in line.said] == [True, False]
    line.ledger.failing = True
    assert line.ask("hold.raise", **asked).data == {"retry": True}


def test_a_released_group_is_held_again_only_for_new_evidence() -> None:
    line = Line()
    for _ in range(12):
        line.item()
    line.stage.step()
    line.stage.release(Release(hold_id=line.said[0].hold_id, operator="Ana", reason="one pallet"))
    line.item()
    line.stage.step()
    assert [hold.stands for hold in line.said] == [True, False]
    for _ in range(12):
        line.item()
    line.stage.step()
    assert [hold.stands for hold in line.said] == [True, False, True]


def test_what_a_release_forgot_stays_forgotten_over_a_restart() -> None:
    line = Line()
    for _ in range(12):
        line.item()
    line.stage.step()
    line.stage.release(Release(hold_id=line.said[0].hold_id, operator="Ana", reason="one pallet"))
    line.start()
    line.item()
    line.stage.step()
    assert line.board.standing() == ()
    assert line.stage._watch.groups[VENDOR].tallies["spillage"].calls == 1


def test_a_release_before_the_book_was_ever_read_forgets_too() -> None:
    line = Line()
    for _ in range(12):
        line.item()
    line.stage.step()
    line.start(take_up=False)
    line.stage.release(Release(hold_id=line.said[0].hold_id, operator="Ana", reason="one pallet"))
    line.item()
    line.stage.step()
    assert line.board.standing() == ()


def test_a_release_that_the_disk_did_not_take_lets_nothing_go() -> None:
    line = Line()
    for _ in range(12):
        line.item()
    line.stage.step()
    before = dict(line.ledger.lots.state())
    release = Release(hold_id=line.said[0].hold_id, operator="Ana", reason="one pallet")
    line.ledger.failing = True
    with pytest.raises(StoreError):
        line.stage.release(release)
    assert [hold.stands for hold in line.board.standing()] == [True]
    assert dict(line.ledger.lots.state()) == before
    line.ledger.failing = False
    assert line.stage.release(release) is True
    assert not any("spillage" in text for key, text in line.ledger.lots.state().items() if key.startswith("group/"))


def test_a_release_of_before_is_cleared_again_after_a_restart() -> None:
    line = Line()
    line.ask("hold.raise", dimension="vendor", name="V-9", operator="Ana", reason="wet")
    line.stage.release(Release(hold_id=line.said[0].hold_id, operator="Ana", reason="dry"))
    line.said.clear()
    line.start()
    assert [(hold.stands, hold.released_by) for hold in line.said] == [(False, "Ana")]
