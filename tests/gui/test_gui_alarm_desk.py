"""What a person does about alarms, and the journal, without widgets."""

from collections.abc import Mapping

import pytest
from inspector_gui.link.journal import AskJournal, JournalTold, journal_question
from inspector_gui.viewmodels.alarm_desk import SHELF_MINUTES, AlarmDeskModel, Failure, Step
from inspector_gui.viewmodels.alarms import AlarmsModel
from inspector_gui.viewmodels.journal import PAGE, JournalModel
from inspector_gui.viewmodels.line import Condition
from inspector_gui.viewmodels.request import ANSWER_WITHIN_S
from PySide6.QtWidgets import QApplication

from inspector.domain.alarm import AlarmState, ShelveReason
from inspector.domain.errors import BadMessage
from inspector.wire.line import ResponseMessage
from tests.support import gui_journal, gui_line


class Desk:
    """A desk whose commands are collected, and the clock in hand."""

    def __init__(self) -> None:
        self.now_s = 10.0
        self.connected = True
        self.sent: list[tuple[str, dict[str, object]]] = []
        self.alarms = AlarmsModel()
        self.model = AlarmDeskModel(self.alarms, self._send, operator="Ana", now_s=lambda: self.now_s)

    def _send(self, name: str, arguments: Mapping[str, object]) -> str | None:
        if self.connected:
            self.sent.append((name, dict(arguments)))
        return f"request-{len(self.sent)}" if self.connected else None

    def hear(self, name: str, state: AlarmState = AlarmState.UNACK_ACTIVE) -> None:
        """The station says an alarm's state."""
        self.alarms.take(gui_line.heard(gui_line.alarm(name, state), self.now_s))

    def answer(self, *, ok: bool = True, detail: str = "", request: str | None = None) -> None:
        """The station answers the newest command."""
        own = request if request is not None else f"request-{len(self.sent)}"
        header = gui_line.header()
        self.model.take(ResponseMessage(**header, name="alarm.ack", req_id=own, ok=ok, detail=detail))


@pytest.fixture
def desk(qapp: QApplication) -> Desk:
    del qapp
    made = Desk()
    made.hear("camera-lost")
    made.hear("divert-rate", AlarmState.ACK_ACTIVE)
    made.hear("clock-jump", AlarmState.SHELVED)
    return made


def test_all_states_are_listed_the_shelved_ones_last(desk: Desk) -> None:
    assert [alarm.id for alarm in desk.model.view.alarms] == ["camera-lost", "divert-rate", "clock-jump"]
    assert [alarm.id for alarm in desk.alarms.alarms] == ["camera-lost", "divert-rate"]
    shelved = desk.model.view.alarms[-1]
    assert (shelved.operator, shelved.reason) == ("Ben", "BEING_REPAIRED")


def test_acknowledging_says_who_and_waits_for_the_answer(desk: Desk) -> None:
    desk.model.acknowledge()
    desk.model.acknowledge()
    assert desk.sent == [("alarm.ack", {"id": "camera-lost", "operator": "Ana"})]
    assert (desk.model.view.waiting, desk.model.view.may_acknowledge) == (True, False)
    desk.answer()
    desk.hear("camera-lost", AlarmState.ACK_ACTIVE)
    assert (desk.model.view.waiting, desk.model.view.failure) == (False, Failure.NONE)
    assert not desk.model.view.may_acknowledge


def test_what_was_acknowledged_can_not_be_again(desk: Desk) -> None:
    desk.model.choose("divert-rate")
    desk.model.acknowledge()
    assert desk.sent == []


def test_shelving_asks_for_how_long_and_why(desk: Desk) -> None:
    desk.model.shelve()
    assert desk.model.view.step is Step.MINUTES
    desk.model.pick(3)
    steps = [desk.model.view.step]
    desk.model.back()
    steps.append(desk.model.view.step)
    desk.model.pick(4)
    desk.model.pick(2)
    steps.append(desk.model.view.step)
    assert steps == [Step.REASON, Step.MINUTES, Step.ACTION]
    arguments = {"id": "camera-lost", "operator": "Ana", "minutes": SHELF_MINUTES[3]}
    assert desk.sent == [("alarm.shelve", arguments | {"reason": list(ShelveReason)[1].value})]


def test_numbers_without_a_button_do_nothing(desk: Desk) -> None:
    desk.model.pick(1)
    desk.model.shelve()
    desk.model.pick(len(SHELF_MINUTES) + 1)
    assert (desk.sent, desk.model.view.step) == ([], Step.MINUTES)


def test_a_shelved_one_can_only_be_taken_back(desk: Desk) -> None:
    desk.model.choose("clock-jump")
    desk.model.acknowledge()
    desk.model.shelve()
    assert (desk.sent, desk.model.view.step) == ([], Step.ACTION)
    desk.model.unshelve()
    assert desk.sent == [("alarm.unshelve", {"id": "clock-jump", "operator": "Ana"})]


def test_what_could_not_leave_was_refused_or_is_not_answered_is_said(desk: Desk) -> None:
    seen = []
    desk.connected = False
    desk.model.acknowledge()
    seen.append((desk.model.view.failure, desk.model.view.waiting))
    desk.connected = True
    desk.model.acknowledge()
    desk.answer(ok=False, detail="nobody waits", request="request-of-another")
    seen.append((desk.model.view.failure, desk.model.view.waiting))
    desk.answer(ok=False, detail="nobody waits")
    seen.append((desk.model.view.failure, desk.model.view.waiting))
    assert desk.model.view.detail == "nobody waits"
    desk.model.acknowledge()
    desk.now_s += ANSWER_WITHIN_S
    desk.model.tick()
    seen.append((desk.model.view.failure, desk.model.view.waiting))
    assert seen == [
        (Failure.NO_CONNECTION, False),
        (Failure.NONE, True),
        (Failure.REFUSED, False),
        (Failure.NO_ANSWER, False),
    ]


def test_an_alarm_that_ends_while_it_is_asked_about_ends_the_question(desk: Desk) -> None:
    desk.model.shelve()
    desk.hear("camera-lost", AlarmState.NORMAL)
    assert desk.model.view.chosen is not None
    assert (desk.model.view.chosen.id, desk.model.view.step) == ("divert-rate", Step.ACTION)
    desk.model.pick(1)
    assert desk.sent == []


def test_the_choice_stays_when_a_more_urgent_one_comes(desk: Desk) -> None:
    desk.model.choose("divert-rate")
    desk.hear("ledger-failed")
    assert desk.model.view.chosen is not None
    assert desk.model.view.chosen.id == "divert-rate"


def test_the_window_s_own_alarms_are_shown_and_can_not_be_acknowledged(desk: Desk) -> None:
    desk.alarms.judge(Condition.NO_BROKER)
    desk.model.choose("window-no-broker")
    desk.model.acknowledge()
    desk.model.shelve()
    assert (desk.sent, desk.model.view.step) == ([], Step.ACTION)


def test_stepping_stops_at_both_ends(desk: Desk) -> None:
    seen = []
    for by in (-1, 1, 1, 1):
        desk.model.step_by(by)
        assert desk.model.view.chosen is not None
        seen.append(desk.model.view.chosen.id)
    assert seen == ["camera-lost", "divert-rate", "clock-jump", "clock-jump"]


# The journal ----------------------------------------------------------------------------------------------------------


class Reader:
    """A journal's model; what it asked."""

    def __init__(self) -> None:
        self.asked: list[AskJournal] = []
        self.model = JournalModel(self.asked.append)

    @property
    def numbers(self) -> list[int]:
        """What it knows."""
        return [line.number for line in self.model.lines]


@pytest.fixture
def reader(qapp: QApplication) -> Reader:
    del qapp
    return Reader()


def test_newer_lines_join_in_front_and_older_ones_behind(reader: Reader) -> None:
    reader.model.refresh()
    reader.model.take(gui_journal.told(250))
    reader.model.more()
    reader.model.more()
    assert reader.asked == [AskJournal(limit=PAGE), AskJournal(limit=PAGE, before=151)]
    reader.model.take(gui_journal.told(250, before=151))
    reader.model.take(gui_journal.told(253))
    assert reader.numbers == list(range(253, 50, -1))
    assert not reader.model.complete
    reader.model.more()
    reader.model.take(gui_journal.told(250, before=51))
    assert (reader.numbers[-1], reader.model.complete) == (1, True)
    reader.model.more()
    assert len(reader.asked) == 3


def test_lines_that_do_not_join_replace_what_is_known(reader: Reader) -> None:
    reader.model.take(gui_journal.told(120))
    reader.model.take(gui_journal.told(900))
    assert reader.numbers == list(range(900, 800, -1))
    reader.model.take(gui_journal.told(3))
    assert reader.numbers == [3, 2, 1], "the station has a new journal"
    reader.model.take(gui_journal.told(0))
    assert reader.numbers == []


def test_an_old_answer_for_older_lines_is_not_glued_to_others(reader: Reader) -> None:
    reader.model.take(gui_journal.told(900))
    reader.model.take(gui_journal.told(120, before=100))
    assert reader.numbers == list(range(900, 800, -1))


def test_a_journal_that_can_not_be_had_is_said_and_kept(reader: Reader) -> None:
    reader.model.take(gui_journal.told(5))
    reader.model.take(JournalTold(ask=AskJournal(limit=PAGE), lines=None, problem="503"))
    assert (reader.model.problem, len(reader.numbers)) == ("503", 5)
    reader.model.take(gui_journal.told(5))
    assert reader.model.problem == ""


@pytest.mark.parametrize("content", [b"", b"[]", b'{"lines": [{"number": 0}]}', b'{"lines": 7}'])
def test_rubbish_is_no_journal(content: bytes) -> None:
    with pytest.raises(BadMessage, match="alarms/journal"):
        journal_question(AskJournal(limit=5)).read(content)
