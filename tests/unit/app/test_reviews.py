"""Answers by command, the page of open items, the export; and a ledger's file of before."""

import csv
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from inspector.adapters.clocks import manual
from inspector.adapters.stores import folder_evidence, memory_evidence, memory_ledger, sqlite_ledger
from inspector.adapters.stores._ledger_rows import verdict_text
from inspector.adapters.stores._ledger_schema import STEPS
from inspector.app.cli.main import app
from inspector.app.http_service import HttpService, Sources
from inspector.app.waiting_list import WaitingList
from inspector.domain.check import CheckOutcome, CheckResult, Finding
from inspector.domain.errors import StoreError
from inspector.domain.ledger import Delivery
from inspector.domain.mark import Mark
from inspector.domain.packml import PackMode
from inspector.domain.review import Answer, OverruleReason, Review, ReviewRefused
from inspector.domain.station import Command, Response
from inspector.domain.verdict import Disposition
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.commands import Commands
from inspector.pipeline.health import Health
from inspector.ports.evidence import EvidenceStore
from inspector.ports.ledger import Ledger
from inspector.wire.review import open_items
from tests.support.http_sources import sources
from tests.support.line_values import decision, frame, report, trigger, verdict
from tests.support.scripted_station import station_file

CLOCK = manual.build(manual.Config())


def fill(ledger: Ledger, count: int, disposition: Disposition = Disposition.DIVERT) -> None:
    for track in range(1, count + 1):
        ledger.open_trigger(trigger(track))
        chosen = decision(track, did=f"decision-{track}", disposition=disposition)
        ledger.close_trigger(verdict(disposition), chosen, decided_at_ns=3, delivery=Delivery.READY, body=None)


def review(track: int, **changes: object) -> Review:
    base = Review(
        review_id=f"review-{track}",
        record_id=f"record-decision-{track}",
        answer=Answer.CONFIRMED,
        operator="Ana",
        answered_utc="2030-01-01T00:00:00.000Z",
        label="deformation",
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def ask(ledger: Ledger, evidence: EvidenceStore | None = None, /, **arguments: object) -> Response:
    health = Health(plc_timeout_ms=1000, recipe="default", mode=PackMode.PRODUCTION)
    evidence = evidence or memory_evidence.build(memory_evidence.Config(), data_dir=Path(), clock=CLOCK)
    alarms = AlarmBoard(CLOCK, lambda _alarm: None)
    commands = Commands(health=health, alarms=alarms, ledger=ledger, record=evidence.report)
    return commands.answer(Command(name="review", request_id="q-1", arguments=arguments))


ASKED: dict[str, object] = {
    "review_id": "review-1",
    "record_id": "record-decision-1",
    "answer": "CONFIRMED",
    "operator": "Ana",
    "answered_utc": "2030-01-01T00:00:00.000Z",
}


def test_the_command_books_once_and_says_how_many_wait() -> None:
    ledger = memory_ledger.build(memory_ledger.Config(), data_dir=Path(), clock=CLOCK)
    fill(ledger, 3)
    first, again = ask(ledger, **ASKED), ask(ledger, **ASKED)
    assert (first.ok, first.data) == (True, {"review_id": "review-1", "repeated": False, "unanswered": 2})
    assert (again.ok, again.data["repeated"]) == (True, True)


def test_a_refusal_is_for_good_and_a_broken_disk_is_for_now() -> None:
    ledger = memory_ledger.build(memory_ledger.Config(), data_dir=Path(), clock=CLOCK)
    fill(ledger, 1)
    refused = ask(ledger, **ASKED | {"record_id": "record-none"})
    assert (refused.ok, dict(refused.data)) == (False, {})
    assert "no item record-none" in refused.detail
    ledger.failing = True
    broken = ask(ledger, **ASKED)
    assert (broken.ok, dict(broken.data)) == (False, {"retry": True})


def test_boxes_lie_on_the_items_pictures_and_the_export_says_where_nobody_can_know(tmp_path: Path) -> None:
    ledger = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=tmp_path, clock=CLOCK)
    evidence = folder_evidence.build(folder_evidence.Config(min_free_bytes=0), data_dir=tmp_path, clock=CLOCK)
    fill(ledger, 4)
    for track in (1, 3, 4):
        evidence.keep(report(f"record-decision-{track}"), [frame("top", width=64, height=48)])

    def drawn(track: int, *boxes: Mapping[str, object]) -> Response:
        what = {"review_id": f"review-{track}", "record_id": f"record-decision-{track}", "boxes": list(boxes)}
        return ask(ledger, evidence, **ASKED | what)

    whole, beyond = ({"camera": "top", "xyxy": [0, 0, right, 48]} for right in (64, 64.5))
    refused = drawn(1, whole, beyond, whole | {"camera": "side"})
    assert not refused.ok
    assert refused.detail == (
        "[0.0, 0.0, 64.5, 48.0] lies outside the picture of camera top, which has 64 x 48 pixels;"
        " the item has no picture of camera side"
    )
    assert ledger.unanswered_count() == 4
    assert drawn(1, whole).ok
    assert drawn(2, beyond).ok, "its record is gone"
    ledger.book_review(review(3, marks=(Mark(camera="top", xyxy=(0, 0, 65, 4)),)))  # by an earlier version
    (torn,) = tmp_path.rglob("*record-decision-4*/report.json")
    torn.write_text("{")
    assert drawn(4, beyond).ok, "its record can not be read"
    exported = CliRunner().invoke(app, ["reviews", "export", "--config", str(station_file(tmp_path)), "--json"])
    assert [row["boxes_fit"] for row in json.loads(exported.stdout)] == ["yes", "unknown", "no", "unknown"]
    ledger.close()


def test_a_page_has_boxes_and_views_where_they_were_kept(tmp_path: Path) -> None:
    ledger = memory_ledger.build(memory_ledger.Config(), data_dir=tmp_path, clock=CLOCK)
    evidence = folder_evidence.build(folder_evidence.Config(min_free_bytes=0), data_dir=tmp_path, clock=CLOCK)
    fill(ledger, 3)
    late = CheckResult(check="print", outcome=CheckOutcome.UNSURE, confidence=0.4, detail="no lot read")
    fine = replace(late, outcome=CheckOutcome.OK, detail="lot A1")
    wrong = replace(late, outcome=CheckOutcome.FAILED, finding=Finding.EXPIRED, detail="expired")
    evidence.keep(replace(report("record-decision-2"), late=(late, fine, wrong)), [frame("top")])
    page = open_items(json.dumps(WaitingList(ledger, evidence, clock=CLOCK).page(2)).encode())
    assert (page.total, [item.number for item in page.items]) == (3, [1, 2])
    without, kept = page.items
    assert (without.boxes, without.cameras) == ([], [])
    assert (kept.cameras, [box.label for box in kept.boxes]) == (["top"], ["deformation"])
    assert kept.reasons[0].name == "DEFECT"
    said = [(reason.name, reason.detail) for reason in kept.reasons[1:]]
    assert said == [("CHECK_UNSURE", "print: no lot read"), ("EXPIRED", "print: expired")]


def test_a_record_that_can_not_be_read_still_waits_for_its_answer(tmp_path: Path) -> None:
    ledger = memory_ledger.build(memory_ledger.Config(), data_dir=tmp_path, clock=CLOCK)
    evidence = folder_evidence.build(folder_evidence.Config(min_free_bytes=0), data_dir=tmp_path, clock=CLOCK)
    fill(ledger, 1)

    def torn(_rid: str) -> dict[str, object]:
        raise StoreError("torn")

    evidence.report = torn  # type: ignore[method-assign, assignment]
    page = WaitingList(ledger, evidence, clock=CLOCK).page(50)
    assert [item["rid"] for item in page["items"]] == ["record-decision-1"]


def served(sources: Sources, path: str) -> httpx.Response:
    service = HttpService(sources, host="127.0.0.1", port=0, token=None)
    service.start()
    try:
        return httpx.get(f"http://127.0.0.1:{service.port}{path}", timeout=20)
    finally:
        service.stop()


def waiting() -> Sources:
    return sources(
        unanswered=lambda limit, after, _code: {"total": 9, "items": [{"number": after + n + 1} for n in range(limit)]}
    )


def test_open_items_are_paged_over_http() -> None:
    answer = served(waiting(), "/items/open?limit=2&after=4")
    assert answer.json() == {"total": 9, "items": [{"number": 5}, {"number": 6}]}
    assert answer.headers["link"] == '</items/open?limit=2&after=6>; rel="next"'


def test_those_that_are_being_relabelled_are_listed_over_http() -> None:
    told = sources(relabelled=lambda limit: {"total": 9, "items": [{"number": 1}] * limit, "relabelled": 2})
    assert served(told, "/items/relabelled?limit=2").json()["items"] == [{"number": 1}, {"number": 1}]
    assert served(told, "/items/relabelled?limit=201").status_code == 400


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "after=-1"])
def test_a_page_that_is_none_is_refused(query: str) -> None:
    assert served(waiting(), f"/items/open?{query}").status_code == 400


def test_a_file_of_before_is_migrated_and_its_old_items_are_not_asked_for(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as db:
        db.executescript("".join(STEPS[:2]) + "PRAGMA user_version=2;")
        db.execute(
            "INSERT INTO trigger (epoch, track, delivery, boot_id, opened_utc, encoder, until_encoder, deadline_ns,"
            " triggered_at_ns, identity, simulated, disposition, did, record_id, lane, why, score, verdict)"
            " VALUES (5, 99, 'ACCEPTED', 'boot', '2030-01-01T00:00:00.000Z', 1, 2, 3, 4, '{}', 0, 'DIVERT', 'did-99',"
            " 'record-99', 1, 200, 0.5, ?)",
            (verdict_text(verdict(Disposition.DIVERT)),),
        )
        db.commit()
    ledger = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=tmp_path, clock=CLOCK)
    assert ledger.unanswered_count() == 0
    with pytest.raises(ReviewRefused, match="from before"):
        ledger.book_review(review(99, record_id="record-99"))
    fill(ledger, 2)
    assert ledger.unanswered_count() == 2
    assert ledger.book_review(review(1))
    with pytest.raises(StoreError, match="an answer is not changed"):
        ledger._change("UPDATE review SET answer='OVERRULED' WHERE id=?", (1,))
    with pytest.raises(StoreError, match="an answer is not removed"):
        ledger._change("DELETE FROM review WHERE id=?", (1,))
    ledger.close()
    again = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=tmp_path, clock=CLOCK)
    assert [entry.review for entry in again.reviews(9)] == [review(1)]
    assert not again.book_review(review(1))
    again.close()


def test_the_export_reads_beside_a_running_daemon(tmp_path: Path) -> None:
    ledger = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=tmp_path, clock=CLOCK)
    evidence = folder_evidence.build(folder_evidence.Config(min_free_bytes=0), data_dir=tmp_path, clock=CLOCK)
    fill(ledger, 3)
    evidence.keep(report("record-decision-1"), [frame("top")])
    ledger.book_review(review(1, marks=(Mark(camera="top", xyxy=(1.0, 2.0, 3.0, 4.0)),)))
    first = review(2, review_id="review-2a", answer=Answer.CANNOT_TELL, label=None)
    ledger.book_review(first)
    ledger.book_review(
        replace(first, review_id="review-2b", answer=Answer.WITHDRAWN, supersedes="review-2a", after_s=2.5)
    )
    ledger.book_review(review(2, answer=Answer.OVERRULED, label=None, reason=OverruleReason.PRINT))
    out, config = tmp_path / "out.csv", station_file(tmp_path)
    result = CliRunner().invoke(app, ["reviews", "export", "--config", str(config), "--csv", str(out)])
    assert result.exit_code == 0, result.output
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["sku"], row["disposition"], row["score"], row["label"], row["reason"]) for row in rows] == [
        ("CT-1001", "DIVERT", "0.125", "damaged", ""),
        ("CT-1001", "DIVERT", "0.125", "intact", "PRINT"),
    ]
    assert [(row["class"], row["detector"], row["p_value"], row["models"]) for row in rows] == [
        ("deformation", "0.1", repr(1 / 21), "m@1#00000000"),
        ("", "", "", ""),
    ], "of the second nothing was kept"
    assert [row["boxes"] for row in rows] == ['[{"camera": "top", "xyxy": [1.0, 2.0, 3.0, 4.0]}]', ""]
    assert "1 without `detector` and `p_value`" in result.output
    audit = CliRunner().invoke(app, ["reviews", "export", "--config", str(config), "--all", "--json"])
    assert [row["answer"] for row in json.loads(audit.stdout)] == [
        "CONFIRMED",
        "CANNOT_TELL",
        "WITHDRAWN",
        "OVERRULED",
    ]
    ledger.close()


def test_the_export_says_what_is_wrong(tmp_path: Path) -> None:
    absent = CliRunner().invoke(app, ["reviews", "export", "--config", str(station_file(tmp_path))])
    assert absent.exit_code == 2
    assert "unable to open" in absent.output
    forgets = station_file(tmp_path, ledger="memory_ledger")
    none = CliRunner().invoke(app, ["reviews", "export", "--config", str(forgets)])
    assert (none.exit_code, "keeps no file" in none.output) == (2, True)
