"""What people order is durable before it is answered, and no item waits for that."""

import threading
from pathlib import Path

import pytest

from inspector.domain.audit import AuditEntry
from inspector.domain.item import Arrival, Identity, ItemKey
from inspector.domain.station import Command, Response
from tests.support.setup_station import station

PATIENCE_S = 60.0
ARRIVAL = Arrival(
    key=ItemKey(5, 1),
    encoder=10_000,
    commit_encoder=12_000,
    counts_per_s=1000.0,
    counter=1,
    identity=Identity(),
    simulated=False,
    received_at_ns=0,
)


def test_items_are_booked_while_the_disk_takes_its_time_for_what_people_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with station(tmp_path) as ask:
        running, ledger = ask.daemon.station, ask.daemon.parts.ledger
        begun, disk, answered = threading.Event(), threading.Event(), threading.Event()
        book, said = ledger.audit.begin, list[Response]()

        def slowly(entry: AuditEntry) -> None:
            begun.set()
            assert disk.wait(PATIENCE_S)
            book(entry)

        def respond(response: Response) -> None:
            said.append(response)
            if len(said) == 3:
                answered.set()

        monkeypatch.setattr(ledger.audit, "begin", slowly)
        monkeypatch.setattr(running.reception._deeds, "_respond", respond)
        monkeypatch.setattr(running.reception._slow, "_respond", respond)
        for number, (name, reason) in enumerate((("hold", "lens"), ("unhold", "clean"), ("ping", ""))):
            running.on_command(Command(name=name, request_id=f"q{number}", arguments={"reason": reason}))
        assert begun.wait(PATIENCE_S)
        running.on_arrival(ARRIVAL)
        assert ledger.row(ARRIVAL.key) is not None
        assert [one.command.name for one in said] == ["ping"]
        disk.set()
        assert answered.wait(PATIENCE_S)
        assert [(one.command.name, one.ok) for one in said[1:]] == [("hold", True), ("unhold", True)]
        assert [one.entry.action for one in ledger.audit.entries(9)] == ["unhold", "hold"]
