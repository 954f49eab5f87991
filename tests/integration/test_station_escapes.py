"""A file of complaints that can not be read, beside a running line: one clear word, and nothing lost."""

import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
from pydantic import JsonValue

from inspector.app.escapes import escape_book, import_complaints
from inspector.config.complaint_file import read_complaints
from inspector.wire.line import CommandMessage, ResponseMessage
from inspector.wire.topics import Address
from tests.support.bus_ends import MqttEnd
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import Running, line


def _no_database(file: Path) -> None:
    file.write_bytes(b"no database at all " * 300)


def _cut_off(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] + bytes(len(whole) - len(whole) // 2))


def _another_programs(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("CREATE TABLE somebody_elses (x)")


def _newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("PRAGMA user_version = 99")


def _a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _an_answer_of_another_version(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute(
            "INSERT INTO relabel (relabel_id, complaint_id, content, booked_utc) VALUES ('r-1', 'R-1', '[1', 'then')"
        )


def _a_complaint_of_another_version(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("UPDATE complaint SET match = '{}'")


SPOILT = [
    _no_database,
    _cut_off,
    _another_programs,
    _newer,
    _a_folder,
    _an_answer_of_another_version,
    _a_complaint_of_another_version,
]


def test_complaints_that_can_not_be_read_are_said_to_be_and_the_line_goes_on(
    tmp_path: Path, mosquitto: Mosquitto
) -> None:
    """Each time nothing is answered or written, and when the file is back as it was everything goes on from there."""
    end = MqttEnd(Address(site="t", line="l1", station="st01"), host=mosquitto.host, port=mosquitto.port)
    file = tmp_path / "escapes.sqlite"
    with line(tmp_path, mosquitto, 1) as running, _web(running) as web:
        rid = _an_item_came_back(running, tmp_path)
        assert _listed(web) == [("R-1", rid)]
        whole = file.read_bytes()
        for count, spoil in enumerate(SPOILT, start=1):
            spoil(file)
            spoilt = file.read_bytes() if file.is_file() else None
            told = web.get("/escapes")
            assert told.status_code == 503, spoil
            assert told.json()["error"].startswith(f"complaints {file}: "), spoil
            answer = _answered(end, rid, count)
            assert (answer.ok, answer.data) == (False, {"retry": True}), spoil
            assert answer.detail.startswith(f"complaints {file}: "), spoil
            assert web.get("/readyz").json() == {"ready": True, "reasons": []}, spoil
            assert (file.read_bytes() if file.is_file() else None) == spoilt, spoil
            _put_back(file, whole)
        assert _listed(web) == [("R-1", rid)], "nothing was lost"
        assert _answered(end, rid, len(SPOILT) + 1).ok
        assert _listed(web) == []
        running.finish()
        deeds = [one.entry.action for one in running.daemon.parts.ledger.audit.entries(50, None)]
        assert deeds.count("escape.answer") == 1, "what was refused was not done"
    end.close()


def _web(running: Running) -> httpx.Client:
    service = running.daemon.http
    assert service is not None
    return httpx.Client(base_url=f"http://127.0.0.1:{service.port}", timeout=30)


def _listed(web: httpx.Client) -> list[tuple[str, str]]:
    return [(one["complaint_id"], one["items"][0]["rid"]) for one in web.get("/escapes").json()["complaints"]]


def _an_item_came_back(running: Running, folder: Path) -> str:
    running.finish()
    (row,) = running.daemon.parts.ledger.recent(1)
    assert row.decision is not None
    rid = row.decision.record_id
    (folder / "returns.csv").write_text(f"id,text,record_id\nR-1,arrived crushed,{rid}\n", encoding="utf-8")
    import_complaints(running.daemon._config, folder / "returns.csv", read_complaints(folder / "returns.csv"))
    assert [one.complaint.complaint_id for one in escape_book(running.daemon._config).escapes()] == ["R-1"]
    return rid


def _answered(end: MqttEnd, rid: str, count: int) -> ResponseMessage:
    said: dict[str, JsonValue] = {
        "complaint_id": "R-1",
        "record_id": rid,
        "answer": "OVERRULED",
        "operator": "Ana",
        "why": "whole",
    }
    command = CommandMessage(
        seq=0,
        boot=1,
        ts="2030-01-01T00:00:00.000Z",
        station="st01",
        name="escape.answer",
        req_id=f"q-{count}",
        args=said,
    )
    end.publish("cmd/escape.answer", command)
    answer = end.wait("rsp/escape.answer", count).message
    assert isinstance(answer, ResponseMessage)
    return answer


def _put_back(file: Path, whole: bytes) -> None:
    if file.is_dir():
        file.rmdir()
    file.write_bytes(whole)
