"""Complaints from the file to the rates, to the people who look again, and into the review export."""

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from typer.testing import CliRunner

from inspector.adapters.clocks import manual
from inspector.adapters.stores import folder_evidence, sqlite_escapes, sqlite_ledger
from inspector.app.cli.main import app
from inspector.app.relabel_audit import RelabelAudit
from inspector.app.score_rows import read_scores
from inspector.domain.account import AccountChange
from inspector.domain.dispositioning import Fate, Step
from inspector.domain.errors import ConfigError, StoreError
from inspector.domain.item import Identity
from inspector.domain.ledger import Delivery
from inspector.domain.review import Answer, OverruleReason, Review
from inspector.domain.verdict import Disposition
from tests.support.line_values import decision, frame, report, trigger, verdict
from tests.support.scripted_station import station_file

PASS, DIVERT = Disposition.PASS, Disposition.DIVERT
SAID = {3: DIVERT, 4: DIVERT, 5: DIVERT, 6: Disposition.NO_DECISION}
HEADER = "id,text,reported,lpn,sku,lot\n"


def run(*words: str) -> Any:
    """What a command printed as JSON, or (exit code, text) where it was no success."""
    result = CliRunner().invoke(app, [*words])
    if isinstance(result.exception, ConfigError):  # `main` prints it and exits with 2
        return 2, str(result.exception)
    return json.loads(result.stdout) if result.exit_code == 0 else (result.exit_code, result.output)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[str]:
    """Ten items: 1, 2 and 7 to 10 passed, 3 diverted, 4 overruled, 5 diverted and released, 6 not judged.

    Of the first alone there are pictures still.
    """
    clock = manual.build(manual.Config())
    ledger = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=tmp_path, clock=clock)
    evidence = folder_evidence.build(
        folder_evidence.Config(min_free_bytes=0, pass_share=1.0), data_dir=tmp_path, clock=clock
    )
    for track in range(1, 11):
        identity = Identity(sku="A", lot="L1" if track < 9 else "L2", lpn=f"LPN{track}")
        ledger.open_trigger(replace(trigger(track), identity=identity))
        said = SAID.get(track, PASS)
        chosen = decision(track, did=f"decision-{track}", disposition=said)
        ledger.close_trigger(verdict(said), chosen, decided_at_ns=3, delivery=Delivery.READY, body=None)
        if track == 1:
            evidence.keep(report(f"record-decision-{track}"), [frame("top")])
        clock.advance_ms(60_000)
    ledger.book_review(
        Review(
            review_id="review-4",
            record_id="record-decision-4",
            answer=Answer.OVERRULED,
            reason=OverruleReason.FOLD,
            operator="Eva",
            answered_utc="2030-01-01T00:00:00.000Z",
        )
    )
    step = Step(step_id="s", record_id="record-decision-5", fate=Fate.RELEASED, operator="Eva", why="fine")
    ledger.dispositions.book(step, proposed=None)
    yield str(station_file(tmp_path))
    ledger.close()


def imported(folder: Path, config: str, rows: str, *options: str) -> Any:
    (folder / "returns.csv").write_text(HEADER + rows, encoding="utf-8")
    return run("escapes", "import", str(folder / "returns.csv"), "--config", config, "--json", *options)


ROWS = """R-1,arrived crushed,2030-01-05,LPN1,,
R-2,caja rota,2030-01-05,LPN2,,
R-3,expired,2030-01-05,LPN3,,
R-4,leaking,2030-01-05,LPN4,,
R-5,dented,2030-01-05,LPN5,,
R-6,torn,2030-01-05,LPN6,,
R-7,scratched,2030-01-05,,A,L2
R-8,crushed,2030-01-05,LPN99,,
R-9,changed my mind,2030-01-05,LPN7,,
"""


def test_the_whole_way_of_complaints(tmp_path: Path, station: str) -> None:
    first = imported(tmp_path, station, ROWS)
    assert first["matches"] == {"MATCHED": 7, "AMBIGUOUS": 1, "UNMATCHED": 1}
    assert (first["new"], first["known"]) == (9, 0)
    again = imported(tmp_path, station, ROWS)
    assert (again["new"], again["known"]) == (0, 9)
    rows = {row["complaint_id"]: row for row in run("escapes", "list", "--config", station, "--json")}
    assert [rows[f"R-{n}"]["let_by"] for n in range(1, 7)] == [
        *("STATION", "STATION", "ISOLATED", "PERSON", "PERSON", "NOBODY")
    ]
    assert (rows["R-7"]["status"], rows["R-7"]["candidates"]) == ("AMBIGUOUS", 2)
    assert "never seen here" in rows["R-8"]["note"]
    (unmatched,) = run("escapes", "list", "--config", station, "--status", "UNMATCHED", "--json")
    assert unmatched["complaint_id"] == "R-8"
    found = run("escapes", "report", "--config", station, "--json")
    by = {rate["finding"]: rate for rate in found["rates"]}
    assert found["passed"] == 6
    assert (by["all"]["station"], by["all"]["by_person"], by["all"]["unjudged"], by["all"]["isolated"]) == (2, 2, 1, 1)
    assert by["deformation"]["rate"] == pytest.approx(1 / 6)
    assert (by["all"]["ambiguous"], by["all"]["unmatched"]) == (1, 1), "however long after the items they came"
    assert by["deformation"]["low"] < 1 / 6 < by["deformation"]["high"]
    assert found["limits"].startswith("Only what comes back is counted")
    queue = run("escapes", "queue", "--config", station, "--json")
    assert "R-9" not in {row["complaint_id"] for row in queue}
    pictures = {row["record_id"]: row["pictures"] for row in queue}
    assert pictures["record-decision-1"] == "top"
    assert pictures["record-decision-2"].startswith("gone")
    assert {row["record_id"] for row in queue if row["complaint_id"] == "R-7"} == {
        "record-decision-9",
        "record-decision-10",
    }


def answered(config: str, *words: str) -> Any:
    return run("escapes", "answer", *words, "--config", config, "--by", "Ana", "--why", "looked", "--json")


def test_what_people_find_goes_into_the_review_export_once_per_item(tmp_path: Path, station: str) -> None:
    imported(tmp_path, station, ROWS + "R-10,crushed too,2030-01-06,LPN1,,\n")
    assert answered(station, "R-1", "--damaged", "deformation")["pictures"] is True
    assert answered(station, "R-2", "--damaged", "deconstruction")["pictures"] is False
    assert answered(station, "R-4", "--damaged", "spillage")["record_id"] == "record-decision-4"
    assert answered(station, "R-6", "--damaged", "expired")["record_id"] == "record-decision-6"
    assert answered(station, "R-7", "--intact", "--item", "record-decision-10")["record_id"] == "record-decision-10"
    answered(station, "R-10", "--intact")
    answered(station, "R-10", "--damaged", "penetration", "--again")
    exported = str(tmp_path / "answers.csv")
    rows = run("reviews", "export", "--config", station, "--csv", exported, "--json")
    told = {row["record_id"]: (row["label"], row["class"], row["source"]) for row in rows}
    assert told == {
        "record-decision-1": ("damaged", "penetration", "escape"),
        "record-decision-2": ("damaged", "deconstruction", "escape"),
        "record-decision-4": ("damaged", "spillage", "escape"),
        "record-decision-6": ("unknown", "expired", "escape"),
        "record-decision-10": ("intact", None, "escape"),
    }
    assert len(rows) == 5, "an item has one truth: who looked again has the last word"
    by = {row["record_id"]: row for row in rows}
    assert by["record-decision-1"]["detector"] is not None
    assert by["record-decision-2"]["detector"] is None
    (without,) = run("reviews", "export", "--config", station, "--no-escapes", "--json")
    assert (without["record_id"], without["label"], without["source"]) == ("record-decision-4", "intact", "review")
    every = run("reviews", "export", "--config", station, "--all", "--json")
    assert sorted(row["source"] for row in every) == ["escape"] * 7 + ["review"]
    learnt = read_scores([Path(exported)])
    assert {row.name: row.damaged for row in learnt.rows} == {
        "record-decision-1": True,
        "record-decision-2": True,
        "record-decision-4": True,
        "record-decision-10": False,
    }
    found = run("escapes", "report", "--config", station, "--json")
    by_class = {rate["finding"]: rate["station"] for rate in found["rates"]}
    assert (by_class["penetration"], by_class["deconstruction"], by_class["all"]) == (1, 1, 2)
    assert [row["complaint_id"] for row in run("escapes", "queue", "--config", station, "--json")] == ["R-3", "R-5"]


NONSENSE = (
    (("R-99", "--intact"), "no complaint R-99"),
    (("R-8", "--intact"), "about no item that is known"),
    (("R-7", "--intact"), "say with --item"),
    (("R-1", "--intact", "--item", "nope"), "is none of record-decision-1"),
    (("R-1", "--intact", "--cannot-tell"), "say one of"),
    (("R-1",), "say one of"),
    (("R-1", "--damaged", "melted"), "is none of penetration"),
)


def test_an_answer_that_makes_no_sense_is_refused(tmp_path: Path, station: str) -> None:
    imported(tmp_path, station, ROWS)
    for words, why in NONSENSE:
        code, said = answered(station, *words)
        assert (code, why in " ".join(said.split())) == (2, True), said
    assert not any(row["answer"] for row in run("escapes", "list", "--config", station, "--json"))


def test_an_answer_stands_until_it_is_replaced_and_both_are_kept_for_good(tmp_path: Path, station: str) -> None:
    imported(tmp_path, station, ROWS)
    first = answered(station, "R-1", "--intact")
    code, said = answered(station, "R-1", "--cannot-tell")
    assert (code, "Ana answered OVERRULED already" in said) == (2, True)
    answered(station, "R-1", "--cannot-tell", "--again")
    with closing(sqlite3.connect(tmp_path / "escapes.sqlite")) as db:
        kept = db.execute("SELECT relabel_id, earlier, content FROM relabel ORDER BY id").fetchall()
        assert [row[1] for row in kept] == [None, first["relabel_id"]]
        assert json.loads(kept[0][2])["user"]
        for statement in ("DELETE FROM relabel", "UPDATE relabel SET content='x'", "UPDATE complaint SET content='x'"):
            with pytest.raises(sqlite3.IntegrityError, match="is not"):
                db.execute(statement)


def test_who_can_not_tell_from_pictures_does_not_outdo_who_had_the_item(tmp_path: Path, station: str) -> None:
    imported(tmp_path, station, ROWS)
    answered(station, "R-4", "--cannot-tell")
    answered(station, "R-1", "--cannot-tell")
    rows = run("reviews", "export", "--config", station, "--json")
    assert [(row["record_id"], row["label"]) for row in rows] == [
        ("record-decision-4", "intact"),
        ("record-decision-1", "unknown"),
    ]


def test_answers_are_taken_over_into_the_audit_log_once(tmp_path: Path, station: str) -> None:
    told: list[AccountChange] = []
    audit = RelabelAudit(tmp_path, manual.build(manual.Config()), told.extend)
    audit.follow()
    imported(tmp_path, station, ROWS)
    first = answered(station, "R-1", "--intact")["relabel_id"]
    answered(station, "R-1", "--damaged", "deformation", "--again")
    audit.follow()
    audit.follow()
    assert [(one.change_id == first, one.name, one.action) for one in told] == [
        (True, "R-1", "escape.answer"),
        (False, "R-1", "escape.answer"),
    ]
    assert (told[1].before["answer"], told[1].after["class"]) == ("OVERRULED", "deformation")
    (tmp_path / "escapes.sqlite").write_bytes(b"no database at all, but long enough" * 99)
    audit.follow()
    assert len(told) == 2


def test_a_row_of_another_version_stops_neither_the_line_nor_says_so_twice(
    tmp_path: Path, station: str, caplog: pytest.LogCaptureFixture
) -> None:
    imported(tmp_path, station, ROWS)
    answered(station, "R-1", "--intact")
    told: list[AccountChange] = []
    audit = RelabelAudit(tmp_path, manual.build(manual.Config()), told.extend)
    kept = {"relabel_id": "r-9", "complaint_id": "R-1", "answer": "CONFIRMED", "severity": "minor"}
    insert = "INSERT INTO relabel (relabel_id, complaint_id, content, booked_utc) VALUES (?, 'R-1', ?, 'then')"
    for name in ("r-9", "r-10"):
        with closing(sqlite3.connect(tmp_path / "escapes.sqlite")) as db, db:
            db.execute(insert, (name, json.dumps(kept)))
        audit.follow()
    assert told == []
    (said,) = [one.getMessage() for one in caplog.records if "are not in the audit log" in one.getMessage()]
    assert "relabel_id r-9, complaint_id R-1: can not be read" in said
    book = sqlite_escapes.SqliteEscapes(tmp_path / "escapes.sqlite", manual.build(manual.Config()))
    with closing(sqlite3.connect(tmp_path / "escapes.sqlite")) as db, db:
        db.execute("INSERT INTO complaint VALUES (99, 'R-99', '{}', 'x', '[]', '{}', 'then')")
    for look in (book.known, book.escapes, book.relabels):
        with pytest.raises(StoreError, match="can not be read"):
            look()


def test_nothing_is_half_imported(tmp_path: Path, station: str) -> None:
    code, said = imported(tmp_path, station, ROWS + "R-11,,2030-01-05,LPN1,,\n")
    assert (code, "line 11: text is empty" in said) == (2, True)
    assert run("escapes", "list", "--config", station, "--json") == []
    imported(tmp_path, station, ROWS)
    code, said = imported(tmp_path, station, "R-0,wet,,LPN1,,\nR-1,arrived whole,2030-01-05,LPN1,,\n")
    assert (code, "R-1: is known with other content (text)" in " ".join(said.split())) == (2, True)
    assert len(run("escapes", "list", "--config", station, "--json")) == 9


def test_an_item_that_the_ledger_learns_of_later_is_matched_later(tmp_path: Path, station: str) -> None:
    imported(tmp_path, station, "R-1,crushed,2030-01-05,LPN11,,\nR-2,crushed,2030-01-05,LPN1,,\n")
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as db, db:
        db.execute("UPDATE trigger SET identity = json_set(identity, '$.lpn', 'LPN11') WHERE track = 7")
    assert run("escapes", "match", "--config", station, "--json") == {"MATCHED": 2}
    rows = run("escapes", "list", "--config", station, "--json")
    assert [row["record_id"] for row in rows] == ["record-decision-7", "record-decision-1"]


def test_a_csv_of_complaints_is_no_formula(tmp_path: Path, station: str) -> None:
    imported(tmp_path, station, "=1+1,=cmd|' /C calc'!A0,2030-01-05,LPN1,,\n")
    out = tmp_path / "out.csv"
    for command in ("list", "queue", "report"):
        run("escapes", command, "--config", station, "--csv", str(out), "--json")
        with out.open(encoding="utf-8", newline="") as file:
            assert not any(cell.startswith(("=", "@", "+")) for row in csv.reader(file) for cell in row)
        assert out.stat().st_size > 20


def test_a_station_without_complaints_and_one_without_a_ledger(tmp_path: Path) -> None:
    config = str(station_file(tmp_path))
    assert run("escapes", "list", "--config", config, "--json") == []
    assert run("escapes", "queue", "--config", config, "--json") == []
    assert not (tmp_path / "escapes.sqlite").exists()
    code, said = imported(tmp_path, config, ROWS)
    assert (code, "unable to open" in said) == (2, True)
    assert run("escapes", "report", "--config", config, "--json")[0] == 2
    (tmp_path / "escapes.sqlite").write_bytes(b"no database at all, but long enough" * 99)
    code, said = run("escapes", "list", "--config", config, "--json")
    assert (code, "not a database" in said) == (2, True)


def test_ten_thousand_complaints_take_seconds(tmp_path: Path, station: str) -> None:
    """Over a ledger of five thousand items; by the processor's time, which other programs do not lengthen."""
    start = datetime(2030, 1, 2, tzinfo=UTC)
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as db, db:
        (columns,) = db.execute("SELECT group_concat(name) FROM pragma_table_info('trigger')").fetchone()
        names = [name for name in columns.split(",") if name != "id"]
        template = dict(zip(names, db.execute(f"SELECT {','.join(names)} FROM trigger WHERE track=7").fetchone()))  # noqa: B905, S608
        rows = []
        for n in range(5_000):
            identity = json.loads(template["identity"]) | {"lpn": f"X{n}", "sku": f"S{n % 500}", "lot": f"B{n % 50}"}
            moment = (start + timedelta(seconds=n)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
            new = {"epoch": 9, "track": n + 1, "record_id": f"x-{n}", "did": f"d-{n}", "opened_utc": moment}
            rows.append(tuple((template | new | {"identity": json.dumps(identity)}).values()))
        marks = ",".join("?" * len(names))
        db.executemany(f"INSERT INTO trigger ({','.join(names)}) VALUES ({marks})", rows)  # noqa: S608
    texts = ("arrived crushed", "caja rota y mojada", "abgelaufen", "smells funny", "missing a part")
    body = "".join(
        f"T-{n},{texts[n % 5]},2030-02-01,{f'X{n // 2},,' if n % 2 else f',S{n * 2 % 500},B{n % 50}'}\n"
        for n in range(10_000)
    )
    began = process_time()
    done = imported(tmp_path, station, body)
    assert process_time() - began < 30
    assert done["new"] == 10_000
    assert done["matches"]["MATCHED"] >= 5000
    assert imported(tmp_path, station, body)["known"] == 10_000
