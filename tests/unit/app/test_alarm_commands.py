"""Alarms by command, and their journal over HTTP."""

from pathlib import Path

import httpx
import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.stores import memory_journal, memory_ledger
from inspector.app.http_service import HttpService
from inspector.domain.alarm_journal import AlarmEvent
from inspector.domain.packml import PackMode
from inspector.domain.station import Command, Response
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.commands import Commands
from inspector.pipeline.health import Health
from inspector.wire.journal import journal_line, journal_page
from tests.support.http_sources import sources

CLOCK = manual.build(manual.Config())
SHELVE: dict[str, object] = {"id": "camera-lost", "minutes": 60, "reason": "MAINTENANCE", "operator": "Ana"}


class Desk:
    """Commands, a board and its journal."""

    def __init__(self) -> None:
        self.journal = memory_journal.MemoryJournal(keep=100)
        self.board = AlarmBoard(CLOCK, lambda _alarm: None, self.journal.append)
        self.commands = Commands(
            health=Health(plc_timeout_ms=1000, recipe="default", mode=PackMode.PRODUCTION),
            alarms=self.board,
            ledger=memory_ledger.build(memory_ledger.Config(), data_dir=Path(), clock=CLOCK),
        )

    def ask(self, name: str, arguments: dict[str, object]) -> Response:
        """One command."""
        return self.commands.answer(Command(name=name, request_id="q-1", arguments=arguments))


def test_acknowledge_shelve_and_unshelve_say_who() -> None:
    desk = Desk()
    desk.board.set("camera-lost", active=True)
    assert desk.ask("alarm.ack", {"id": "camera-lost", "operator": "Ana"}).ok
    shelved = desk.ask("alarm.shelve", SHELVE)
    assert (shelved.ok, shelved.data) == (True, {"id": "camera-lost", "until": "2030-01-01T01:00:00.000Z"})
    assert desk.ask("alarm.unshelve", {"id": "camera-lost", "operator": "Ben"}).ok
    assert [(one.entry.event, one.entry.operator) for one in desk.journal.recent(9)] == [
        (AlarmEvent.UNSHELVED, "Ben"),
        (AlarmEvent.SHELVED, "Ana"),
        (AlarmEvent.ACKNOWLEDGED, "Ana"),
        (AlarmEvent.RAISED, ""),
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": "dragon"}, "no alarm 'dragon'"),
        ({"minutes": 481}, "1 to 480"),
        ({"minutes": "60"}, "whole number"),
        ({"minutes": True}, "whole number"),
        ({"reason": "TIRED"}, "MAINTENANCE"),
        ({"operator": ""}, "needs an operator"),
        ({"operator": "x" * 65}, "at most 64"),
        ({"operator": 7}, "at most 64"),
    ],
)
def test_a_shelf_that_makes_no_sense_is_refused(changes: dict[str, object], said: str) -> None:
    desk = Desk()
    answer = desk.ask("alarm.shelve", SHELVE | changes)
    assert not answer.ok
    assert said in answer.detail
    assert list(desk.journal.recent(9)) == []


def test_a_name_that_no_command_has_is_told_apart() -> None:
    desk = Desk()
    made_up, refused = desk.ask("made-up", {}), desk.ask("alarm.ack", {"id": "camera-lost"})
    assert (made_up.ok, made_up.known, refused.ok, refused.known) == (False, False, False, True)
    assert "alarm.ack" in made_up.detail


def test_what_is_not_there_can_not_be_acknowledged_or_taken_back() -> None:
    desk = Desk()
    assert "waits for an acknowledgement" in desk.ask("alarm.ack", {"id": "camera-lost"}).detail
    assert "is not shelved" in desk.ask("alarm.unshelve", {"id": "camera-lost"}).detail


def test_the_journal_is_paged_over_http() -> None:
    desk = Desk()
    for _ in range(3):
        desk.ask("alarm.shelve", SHELVE)
    shown = sources(
        journal=lambda limit, before: [
            journal_line(one).model_dump(mode="json") for one in desk.journal.recent(limit, before)
        ]
    )
    service = HttpService(shown, host="127.0.0.1", port=0, token=None)
    service.start()
    try:
        base = f"http://127.0.0.1:{service.port}/alarms/journal"
        first = httpx.get(f"{base}?limit=2", timeout=20)
        assert first.headers["link"] == '</alarms/journal?limit=2&before=2>; rel="next"'
        rest = httpx.get(f"{base}?limit=2&before=2", timeout=20)
        numbers = [line.number for answer in (first, rest) for line in journal_page(answer.content).lines]
        assert numbers == [3, 2, 1]
        for query in ("limit=0", "limit=501", "before=x"):
            assert httpx.get(f"{base}?{query}", timeout=20).status_code == 400
    finally:
        service.stop()
