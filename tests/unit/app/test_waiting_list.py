"""Pages of what waits: oldest and most valuable first, by barcode, and of a ledger of before."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inspector.adapters.clocks import manual
from inspector.adapters.stores import memory_evidence, sqlite_ledger
from inspector.adapters.stores._ledger_rows import verdict_text
from inspector.adapters.stores._ledger_schema import STEPS
from inspector.app import waiting_list
from inspector.app.cli.main import app
from inspector.app.waiting_list import WaitingList
from inspector.domain.dispositioning import Fate, Step
from inspector.domain.item import Identity
from inspector.domain.ledger import Delivery
from inspector.domain.packml import PackMode
from inspector.domain.proposing import FateRule
from inspector.domain.review import Answer, Review
from inspector.domain.second_look import SecondLookRule
from inspector.domain.station import Command
from inspector.domain.verdict import Disposition
from inspector.domain.waiting import STILL_DECIDING_S, OrderRule
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.commands import Commands
from inspector.pipeline.health import Health
from inspector.ports.ledger import Ledger
from tests.support.line_values import decision, frame, report, trigger, verdict
from tests.support.scripted_station import station_file

WORTH = {"CHEAP": 1.0, "DEAR": 30.0}


def isolate(ledger: Ledger, track: int, sku: str, lpn: str | None = None) -> None:
    ledger.open_trigger(replace(trigger(track), identity=Identity(sku=sku, lpn=lpn)))
    chosen = decision(track, did=f"decision-{track}", disposition=Disposition.DIVERT)
    said = verdict(Disposition.DIVERT)
    ledger.close_trigger(said, chosen, decided_at_ns=3, delivery=Delivery.READY, body=None)


class Shop:
    """A ledger in a file with a clock in hand: each item comes half an hour after the one before."""

    def __init__(self, folder: Path, second: SecondLookRule | None = None) -> None:
        self.clock = manual.build(manual.Config())
        self.ledger = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=folder, clock=self.clock)
        self.evidence = memory_evidence.build(memory_evidence.Config(), data_dir=folder, clock=self.clock)
        self.list = WaitingList(
            self.ledger,
            self.evidence,
            clock=self.clock,
            order=OrderRule(hour_is_worth=10, most_ahead_h=2),
            worth=lambda identity: WORTH.get(identity.sku or "", 0.0),
            fates=[FateRule(fate=Fate.DISPOSED, finding="defect")],
            second=second,
        )

    def come(self, *skus: str) -> None:
        for track, sku in enumerate(skus, start=1):
            isolate(self.ledger, track, sku, lpn=f"LPN-{track}")
            self.clock.advance_ms(1_800_000)

    def answer(self, track: int) -> None:
        self.ledger.book_review(
            Review(
                review_id=f"review-{track}",
                record_id=f"record-decision-{track}",
                answer=Answer.CONFIRMED,
                operator="Ana",
                answered_utc="2030-01-01T00:00:00.000Z",
                label="spillage",
            )
        )

    def tracks(self, limit: int = 50, after: int = 0, code: str = "") -> list[int]:
        return [item["track"] for item in self.list.page(limit, after, code)["items"]]


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def test_the_oldest_first_and_the_dear_before_what_came_up_to_two_hours_earlier(shop: Shop) -> None:
    shop.come("CHEAP", "CHEAP", "CHEAP", "CHEAP", "CHEAP", "DEAR", "CHEAP")
    assert shop.tracks() == [1, 2, 6, 3, 4, 5, 7], "two hours ahead at most, though it is worth three"
    assert shop.tracks(limit=3) == [1, 2, 6]
    assert shop.tracks(limit=3, after=6) == [3, 4, 5]
    top = shop.list.page(3)["items"][2]
    assert (top["worth"], top["ahead_s"]) == (30.0, 7200.0)
    shop.answer(6)
    assert shop.tracks(limit=3, after=6) == [3, 4, 5], "also behind one that waits no more"
    assert shop.tracks(after=99) == []


def test_a_barcode_means_a_plate_a_track_or_a_product_wherever_it_stands(shop: Shop) -> None:
    shop.come("CHEAP", "DEAR", "4", "DEAR")
    assert shop.tracks(limit=1, code="lpn-4") == [4]
    assert shop.tracks(code="4") == [4], "the track goes before the product"
    assert shop.tracks(code="dear") == [2, 4]
    assert shop.tracks(code="none") == []
    assert shop.list.page(1, 0, "none")["total"] == 4


def test_an_answered_item_comes_back_for_its_fate_when_nobody_is_still_deciding(shop: Shop) -> None:
    shop.come("CHEAP", "CHEAP")
    shop.answer(1)
    assert shop.tracks() == [2]
    shop.clock.advance_ms(1000 * (STILL_DECIDING_S + 1))
    first = shop.list.page(50)["items"][0]
    assert (first["track"], first["waits_for"], first["answer"], first["label"]) == (1, "FATE", "CONFIRMED", "spillage")
    assert first["proposed"]["OVERRULED"]["fate"] == "RELEASED"
    step = Step(step_id="s-1", record_id="record-decision-1", fate=Fate.RELABELLED, operator="Ana", why="new label")
    shop.ledger.dispositions.book(step, proposed=None)
    assert shop.tracks() == [2, 1], "one that is being relabelled waits behind all others"
    assert shop.list.page(50)["items"][1]["fate"] == "RELABELLED"


def test_those_that_are_being_relabelled_are_counted_and_found_however_far_behind(shop: Shop) -> None:
    shop.come("CHEAP", "CHEAP", "DEAR")
    assert (shop.list.page(50)["relabelled"], shop.list.relabelled(50)["items"]) == (0, [])
    for track in (1, 2):
        shop.answer(track)
        step = Step(
            step_id=f"s-{track}", record_id=f"record-decision-{track}", fate=Fate.RELABELLED, operator="A", why="w"
        )
        shop.ledger.dispositions.book(step, proposed=None)
    shop.clock.advance_ms(1000 * (STILL_DECIDING_S + 1))
    told = shop.list.page(1)
    assert ([item["track"] for item in told["items"]], told["relabelled"], told["total"]) == ([3], 2, 3)
    found = shop.list.relabelled(1)
    assert ([item["track"] for item in found["items"]], found["relabelled"], found["total"]) == ([1], 2, 3)
    done = Step(step_id="s-3", record_id="record-decision-1", fate=Fate.RELEASED, operator="A", why="labelled")
    shop.ledger.dispositions.book(done, proposed=None)
    assert [item["track"] for item in shop.list.relabelled(50)["items"]] == [2]


def test_where_more_wait_than_are_listed_nobody_claims_to_know_how_many_are_relabelled(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.come("CHEAP", "CHEAP")
    shop.answer(1)
    shop.answer(2)
    shop.clock.advance_ms(1000 * (STILL_DECIDING_S + 1))
    monkeypatch.setattr("inspector.app.waiting_list.MOST_LISTED", 2)
    assert shop.list.page(50)["relabelled"] is None
    assert shop.list.relabelled(50)["relabelled"] == 0


def test_nobody_is_asked_about_items_that_were_answered_before_windows_asked(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as db:
        db.executescript("".join(STEPS[:8]) + "PRAGMA user_version=8;")
        for track, review in ((1, "review-1"), (2, "review-2"), (3, None)):
            db.execute(
                "INSERT INTO trigger (epoch, track, delivery, boot_id, opened_utc, encoder, until_encoder, deadline_ns,"
                " triggered_at_ns, identity, simulated, disposition, did, record_id, lane, why, score, verdict,"
                " review_id) VALUES (5, ?, 'ACCEPTED', 'boot', '2026-01-01T00:00:00.000Z', 1, 2, 3, 4, '{}', 0,"
                " 'DIVERT', ?, ?, 1, 200, 0.5, ?, ?)",
                (track, f"did-{track}", f"record-{track}", verdict_text(verdict(Disposition.DIVERT)), review),
            )
            if review is not None:
                db.execute(
                    "INSERT INTO review (review_id, record_id, answer, operator, answered_utc, booked_utc, disposition,"
                    " score) VALUES (?, ?, 'CANNOT_TELL', 'Ana', 'then', '2026-01-01T00:00:00.000Z', 'DIVERT', 0.5)",
                    (review, f"record-{track}"),
                )
        db.execute(
            "INSERT INTO disposition (step_id, record_id, fate, operator, why, earlier, booked_utc, identity)"
            " VALUES ('s', 'record-2', 'RELABELLED', 'Ana', 'w', 'OPEN', '2026-01-01T00:00:00.000Z', '{}')"
        )
        db.commit()
    again = Shop(tmp_path)
    assert again.tracks() == [3, 2]


def test_a_second_look_comes_an_hour_later_blind_with_pictures_only_and_its_agreement_is_told(tmp_path: Path) -> None:
    shop = Shop(tmp_path, second=SecondLookRule(share=1.0, after_h=1.0, until_h=5.0))
    shop.come("CHEAP", "CHEAP", "CHEAP")
    shop.evidence.keep(report("record-decision-1"), [frame("top")])
    for track in (1, 2):
        shop.answer(track)
        step = Step(
            step_id=f"s-{track}", record_id=f"record-decision-{track}", fate=Fate.DONATED, operator="A", why="w"
        )
        shop.ledger.dispositions.book(step, proposed=None)
    assert shop.tracks() == [3]
    shop.clock.advance_ms(3_700_000)
    page = shop.list.page(50)
    assert [(item["track"], item["waits_for"]) for item in page["items"]] == [(3, "ANSWER"), (1, "AGAIN")]
    again = page["items"][1]
    assert shop.tracks(code="CHEAP") == [3], "it is not in anybody's hand"
    assert (again["answer"], again["label"], again["proposed"], again["first_by"]) == (None, None, None, "Ana")
    arguments = {
        "review_id": "second-1",
        "record_id": "record-decision-1",
        "answer": "OVERRULED",
        "reason": "PRINT",
        "operator": "Ben",
        "answered_utc": "2030-01-01T00:00:00.000Z",
        "again": True,
    }
    health = Health(plc_timeout_ms=1000, recipe="default", mode=PackMode.PRODUCTION)
    rule = SecondLookRule(share=1.0, after_h=1.0, until_h=5.0)
    alarms = AlarmBoard(shop.clock, lambda _alarm: None)
    commands = Commands(health=health, alarms=alarms, ledger=shop.ledger, second=rule)
    picked = arguments | {"review_id": "picked", "record_id": "record-decision-2"}
    unmoved = Commands(health=health, alarms=alarms, ledger=shop.ledger, second=replace(rule, after_h=2.0))
    told = unmoved.answer(Command(name="review", request_id="q", arguments=picked))
    assert (told.ok, told.detail.startswith("a second look comes 2 to 5 hours after")) == (False, True)
    assert commands.answer(Command(name="review", request_id="q", arguments=arguments)).ok
    assert shop.tracks() == [3]
    shop.ledger.close()
    config = str(station_file(tmp_path))
    told = json.loads(CliRunner().invoke(app, ["reviews", "agreement", "--config", config, "--json"]).stdout)
    assert (told["two_people"]["n"], told["all"]["share"], told["table"]["CONFIRMED"]["OVERRULED"]) == (1, 0.0, 1)
    shown = CliRunner().invoke(app, ["reviews", "agreement", "--config", config, "--days", "1"])
    assert (shown.exit_code, "two_people" in shown.output) == (0, True)
    exported = CliRunner().invoke(app, ["reviews", "export", "--config", config, "--json"])
    assert [row["operator"] for row in json.loads(exported.stdout)] == ["Ana", "Ana"]


def test_of_a_long_queue_the_first_are_put_in_order_and_the_rest_is_counted_found_and_paged(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_list, "MOST_LISTED", 2)
    shop.come(*["CHEAP"] * 8)
    for track in (1, 2, 3, 4):
        shop.answer(track)
    shop.clock.advance_ms(1000 * (STILL_DECIDING_S + 1))
    page = shop.list.page(50)
    assert ([item["track"] for item in page["items"]], page["total"]) == ([1, 2, 5, 6], 8)
    assert shop.tracks(code="lpn-8") == [8]
    assert shop.tracks(code="4") == [4]
    assert shop.list.page(1, 0, "lpn-8")["total"] == 8
    assert shop.tracks(after=2) == [3, 4, 5, 6, 7, 8]


def test_a_page_is_read_beside_the_lines_own_questions(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.come("CHEAP", "CHEAP")
    file = shop.ledger._file
    with file.read_long():
        assert shop.ledger.row(trigger(1).key) is not None, "it does not wait for a page"
    monkeypatch.setattr(file, "_reader", None)
    assert shop.tracks() == [1, 2]


def test_numbers_come_from_indexes_alone(shop: Shop) -> None:
    shop.come("CHEAP")
    asked: list[str] = []
    with shop.ledger._file.read_long() as db:
        db.set_trace_callback(asked.append)
    shop.ledger.waiting.waiting(fates_before="x", most=2)
    shop.ledger.waiting.count(fates_before="x")
    with shop.ledger._file.read_long() as db:
        db.set_trace_callback(None)
        plans = [" ".join(row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {query}")) for query in asked]
    for plan, index in zip(plans, ("trigger_unanswered", "trigger_undecided") * 2, strict=True):
        assert f"USING COVERING INDEX {index}" in plan
        assert "TEMP B-TREE FOR ORDER" not in plan
