"""An item that was isolated on a rendered line gets its way by command, over a real broker, and the WMS is told."""

from pathlib import Path
from queue import Queue

import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.stores import sqlite_escapes
from inspector.adapters.stores._ledger_outgoing import read_backlog
from inspector.domain.complaint import Complaint, Escape, Match, MatchStatus, Relabel
from inspector.domain.dispositioning import Fate
from inspector.domain.review import Answer
from inspector.domain.verdict import Disposition
from inspector.wire.line import CommandMessage, ResponseMessage
from inspector.wire.topics import Address
from tests.support.bus_ends import MqttEnd
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import line
from tests.support.wms_server import Post, WmsServer, wms_server

TOKEN = "the-token-of-the-warehouse"  # noqa: S105 - nobody's
UNREADABLE = [{"name": "expiry", "kind": "expiry", "required": True, "min_days": 36500}]


def test_a_step_is_answered_durable_booked_once_and_told_after_a_restart(
    tmp_path: Path, mosquitto: Mosquitto, caplog: pytest.LogCaptureFixture
) -> None:
    """The WMS is down while it is decided, and takes it from the next process: nothing lost, one key."""
    with wms_server() as wms:
        wms.answer = lambda _: (503, {}, b"down")
        _decide_and_restart(tmp_path, mosquitto, wms)
    assert TOKEN not in caplog.text


def _decide_and_restart(tmp_path: Path, mosquitto: Mosquitto, wms: WmsServer) -> None:
    end = MqttEnd(Address(site="t", line="l1", station="st01"), host=mosquitto.host, port=mosquitto.port)
    (tmp_path / "token").write_text(TOKEN, encoding="utf-8")
    told = {"kind": "webhook", "url": wms.url(), "token_file": str(tmp_path / "token"), "first_retry_s": 0.05}
    with line(tmp_path, mosquitto, 1, checks=UNREADABLE, wms=told) as running:
        (item,) = running.finish().items
        assert item.disposition in {Disposition.REVIEW, Disposition.DIVERT}
        (row,) = running.daemon.parts.ledger.recent(1)
        assert row.decision is not None
        command = CommandMessage(
            seq=0,
            boot=1,
            ts="2030-01-01T00:00:00.000Z",
            station="st01",
            name="disposition",
            req_id="q-1",
            args={
                "step_id": "step-1",
                "record_id": row.decision.record_id,
                "fate": "RELABELLED",
                "operator": "Ana",
                "why": "label smeared",
            },
        )
        for count, repeated in ((1, False), (2, True)):
            end.publish("cmd/disposition", command)
            answer = end.wait("rsp/disposition", count).message
            assert isinstance(answer, ResponseMessage)
            assert (answer.ok, answer.data["repeated"], answer.data["fate"]) == (True, repeated, "RELABELLED")
        wms.wait(2)
        assert running.daemon.parts.ledger.outgoing.backlog().waiting == 1
    end.close()
    taken: Queue[Post] = Queue()

    def take(post: Post) -> tuple[int, dict[str, str], bytes]:
        taken.put(post)
        return 200, {}, b""

    wms.answer = take
    _look_again(tmp_path)
    with line(tmp_path, mosquitto, 1, wms=told) as again:
        post = taken.get(timeout=60)
        disposition = post.notice.disposition
        assert disposition is not None
        assert (disposition.step_id, disposition.fate, disposition.item.sku) == ("step-1", Fate.RELABELLED, "SKU-0")
        assert {one.key for one in wms.posts} == {post.key}, "one key, however often it was tried"
        (booked,) = again.daemon.parts.ledger.dispositions.steps(9)
        assert (booked.step.operator, booked.before, booked.step.fate) == ("Ana", Fate.OPEN, Fate.RELABELLED)
        for _ in range(2):
            again.daemon._relabels.follow()
        deeds = [one.entry for one in again.daemon.parts.ledger.audit.entries(50, None)]
        (looked,) = [entry for entry in deeds if entry.action == "escape.answer"]
        assert (looked.who, looked.subject, looked.after["answer"]) == ("root", "R-1", "OVERRULED")
        again.finish()
    backlog = read_backlog(tmp_path / "ledger.sqlite")
    assert (backlog.sent, backlog.waiting, backlog.given_up) == (1, 0, 0)


def _look_again(folder: Path) -> None:
    """Somebody answers about a complaint while no daemon runs."""
    book = sqlite_escapes.SqliteEscapes(folder / "escapes.sqlite", manual.build(manual.Config()))
    complaint = Complaint(complaint_id="R-1", text="crushed")
    match = Match(status=MatchStatus.UNMATCHED)
    book.add([Escape(number=0, complaint=complaint, finding="deformation", words=(), match=match, imported_utc="")])
    said = Relabel(
        relabel_id="relabel-1",
        complaint_id="R-1",
        record_id="r",
        answer=Answer.OVERRULED,
        operator="Ana",
        why="fine",
        user="root",
        pictures=True,
    )
    book.relabel(said, again=False)
