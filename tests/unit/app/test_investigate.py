"""`inspector investigate`: the case of a real ledger and real records, in all its forms, and all that may miss."""

import base64
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner, Result

from inspector.adapters.clocks import manual
from inspector.adapters.stores import folder_evidence, sqlite_journal, sqlite_ledger
from inspector.app.cli.main import app
from inspector.domain.alarm import AlarmPriority, AlarmState
from inspector.domain.alarm_journal import AlarmEntry, AlarmEvent
from inspector.domain.utc import iso_ms
from tests.support.cause_values import BEGIN, CHECKS, bad_vendor_station
from tests.support.scripted_station import station_file
from tests.support.wms_server import WmsServer, wms_server

SPAN = ("--since", "2026-01-05T00:00:00Z", "--until", "2026-01-06T00:00:00Z")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad-vendor")
    bad_vendor_station(folder)
    journal = sqlite_journal.build(sqlite_journal.Config(), data_dir=folder, clock=manual.build(manual.Config()))
    entry = AlarmEntry(
        time=iso_ms(BEGIN),
        id="image-quality",
        priority=AlarmPriority.P2,
        event=AlarmEvent.RAISED,
        state=AlarmState.NORMAL,
    )
    journal.append(entry)
    journal.close()
    return folder


@pytest.fixture
def station(filled: Path, tmp_path: Path) -> Path:
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    return station_file(tmp_path, more=CHECKS)


def run(station: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["investigate", "--config", str(station), *arguments])


def case_of(station: Path, *arguments: str) -> dict[str, Any]:
    result = run(station, *arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_bad_vendor_is_named_and_every_fact_points_to_what_is_stored(station: Path) -> None:
    case = case_of(station, "--sku", "A", *SPAN)
    first = case["hypotheses"][0]
    assert (case["answer"], first["cause"], first["about"]) == ("found", "mislabelled_at_receiving", "vendor V-bad")
    facts = {fact["id"]: fact for fact in case["facts"]}
    ledger = sqlite_ledger.build(
        sqlite_ledger.Config(reserve_bytes=0), data_dir=station.parent, clock=manual.build(manual.Config())
    )
    store = folder_evidence.build(
        folder_evidence.Config(), data_dir=station.parent, clock=manual.build(manual.Config(utc=BEGIN))
    )
    reviews = {booked.review.review_id for booked in ledger.reviews(99)}
    kinds = set()
    for source in (source for fact in case["facts"] for source in fact["sources"]):
        kind, name = source["kind"], source["name"]
        record_id, _, part = name.partition("/")
        kinds.add(kind)
        assert kind != "decision" or ledger.find(name) is not None
        assert kind != "review" or name in reviews
        assert kind != "picture" or store.picture(record_id, part) is not None
        report = store.report(record_id) if kind == "check" else None
        assert kind != "check" or (report is not None and part in json.dumps(report["checks"]))
        assert kind != "rows" or 1 <= int(record_id.split("-")[0]) <= int(record_id.split("-")[1]) <= 90
    ledger.close()
    assert kinds == {"decision", "check", "picture", "review", "rows"}
    weights = [entry["weight"] for entry in (*first["for"], *first["against"])]
    assert first["score"] == pytest.approx(first["prior"] + sum(weights), abs=0.011)
    assert all(entry["fact"] in facts for entry in first["for"])
    assert any("looks like the booked product on" in fact["text"] for fact in facts.values())
    assert not any("LPN" in fact["text"].split("licence plate")[0] for fact in facts.values())


def test_a_case_is_written_whole_with_pictures_and_never_over_another(station: Path, tmp_path: Path) -> None:
    out = tmp_path / "cases" / "one"
    result = run(station, "--lot", "L1", "--sku", "A", *SPAN, "--out", str(out))
    assert result.exit_code == 0, result.output
    written = json.loads((out / "case.json").read_text())
    assert written["subject"] == {"kind": "lot", "name": "L1", "sku": "A"}
    page, text = (out / "case.html").read_text(), (out / "case.md").read_text()
    assert written["pictures"]
    for picture in written["pictures"]:
        assert (out / picture["file"]).read_bytes().startswith(b"\xff\xd8")
        assert picture["file"] in page
        assert picture["file"] in text
    for fact in written["facts"]:
        assert f'id="{fact["id"]}"' in page
        assert f"**{fact['id']}**" in text
    assert not [entry for entry in out.parent.iterdir() if entry != out]
    before = (out / "case.json").read_bytes()
    again = run(station, "--sku", "A", *SPAN, "--out", str(out))
    assert (again.exit_code, (out / "case.json").read_bytes()) == (2, before)
    assert "is there already" in again.output


def test_a_folder_that_can_not_be_written_leaves_nothing(station: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run(station, "--sku", "A", *SPAN, "--out", str(tmp_path / "file" / "case"))
    assert result.exit_code == 2
    assert "--out" in result.output
    assert not list(tmp_path.glob("**/*.half"))


@pytest.mark.parametrize("name", ["record-d-3", "d-3", "LPN3", "5/3"])
def test_an_item_is_found_by_whatever_names_it(station: Path, name: str) -> None:
    case = case_of(station, "--item", name)
    assert case["subject"] == {"kind": "item", "name": "record-d-3", "sku": None}
    assert (case["items"], case["calls"], case["hypotheses"][0]["about"]) == (1, 1, "vendor V-bad")


def test_an_item_on_which_nothing_was_found_has_no_cause(station: Path) -> None:
    case = case_of(station, "--item", "LPN1")
    assert (case["answer"], case["hypotheses"]) == ("nothing_shown", [])
    assert "nothing to explain" in run(station, "--item", "LPN1").output


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ((), 2, "say what is to be investigated"),
        (("--item", "LPN3", "--sku", "A"), 2, "leave --sku and --lot away"),
        (("--sku", " "), 2, "--sku: must not be empty"),
        (("--sku", "A", "--since", "soon"), 2, "'soon' is no time"),
        (("--sku", "A", "--since", "2026-01-06T00:00:00Z", "--until", "2026-01-05T00:00:00Z"), 2, "must be before"),
        (("--item", "nobody"), 1, "no item has this record id"),
        (("--sku", "Z", *SPAN), 1, "none was ever seen"),
        (("--sku", "A", "--since", "2025-01-01", "--until", "2025-01-02"), 1, "the newest is of 2026"),
        (("--lot", "L1", *SPAN), 1, "several products have a lot of this number: say --sku as well: A, B"),
        (("--lot", "L9", *SPAN), 1, "none was ever seen"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_or_is_unknown_is_said(
    station: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    result = run(station, *arguments)
    assert (result.exit_code, says in " ".join(result.output.split())) == (code, True), result.output


def test_records_that_made_room_or_are_broken_are_said_and_the_rest_is_found(station: Path) -> None:
    days = station.parent / "evidence" / "2026-01-05"
    records = sorted(folder for folder in days.iterdir() if folder.is_dir())
    shutil.rmtree(records[0])
    (records[1] / "report.json").write_text("{")
    shutil.rmtree(station.parent / "evidence" / "2026-01-05" / records[2].name)
    case = case_of(station, "--sku", "A", *SPAN)
    assert case["hypotheses"][0]["cause"] == "mislabelled_at_receiving"
    told = " ".join(case["not_looked_at"])
    assert "are not kept" in told or "can not be read" in told
    shutil.rmtree(station.parent / "evidence")
    without = case_of(station, "--sku", "A", *SPAN)
    assert (without["answer"], without["pictures"]) == ("found", [])
    assert "are not kept (any more)" in without["not_looked_at"][0]


def test_what_customers_complain_of_is_a_sign_and_a_fact(station: Path, tmp_path: Path) -> None:
    said = ["id,text,lpn,sku,lot"]
    said += [f"c{n},the label says another product,LPN{n},," for n in (1, 12)]  # 1 passed, 12 is the bad vendor's
    said += ["c2,wrong label on it,,A,L1", "c3,changed my mind,LPN1,,", "c4,wrong label,,Z,L1"]
    (tmp_path / "said.csv").write_text("\n".join(said))
    imported = CliRunner().invoke(app, ["escapes", "import", str(tmp_path / "said.csv"), "--config", str(station)])
    assert imported.exit_code == 0, imported.output
    case = case_of(station, "--item", "LPN1")
    pointed = {source["name"] for fact in case["facts"] for source in fact["sources"] if source["kind"] == "complaint"}
    assert (case["calls"], pointed) == (1, {"c1"})
    told = case_of(station, "--sku", "A", *SPAN)
    rate = next(fact["text"] for fact in told["facts"] if fact["text"].startswith("vendor V-bad:"))
    assert rate.startswith("vendor V-bad: 24 of 30 items")  # 12 passed, and came back
    assert any(fact["text"].startswith("2 complaints about such items speak of label") for fact in told["facts"])
    (station.parent / "escapes.sqlite").write_bytes(b"no database at all, whatever its name says")
    without = case_of(station, "--sku", "A", *SPAN)
    assert (without["answer"], "complaints can not be read" in without["not_looked_at"][0]) == ("found", True)


def test_without_a_ledger_and_with_an_empty_one_it_says_so(tmp_path: Path) -> None:
    station = station_file(tmp_path)
    assert (run(station, "--sku", "A").exit_code, "there is no ledger" in run(station, "--sku", "A").output) == (
        2,
        True,
    )
    clock = manual.build(manual.Config())
    sqlite_ledger.build(sqlite_ledger.Config(reserve_bytes=0), data_dir=tmp_path, clock=clock).close()
    assert run(station, "--sku", "A").exit_code == 1
    (tmp_path / "ledger.sqlite").write_bytes(b"no database at all, whatever its name says")
    assert run(station, "--sku", "A").exit_code == 2
    memory = station_file(tmp_path, ledger="memory_ledger")
    assert "keeps no file to investigate" in run(memory, "--sku", "A").output


@pytest.fixture
def model() -> Iterator[WmsServer]:
    with wms_server() as running:
        yield running


def with_model(station: Path, model: WmsServer, more: str = "") -> None:
    section = f'[explainer]\nkind = "openai_chat"\nmodel = "m"\nurl = "{model.url("/v1")}"\nfailures = 2\n{more}'
    station.write_text(f"{station.read_text()}\n{section}", encoding="utf-8")


def says(*claims: Mapping[str, object]) -> bytes:
    content = json.dumps({"claims": claims})
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


def test_a_models_claims_are_held_against_the_facts_and_its_pictures_are_covered(
    station: Path, model: WmsServer, tmp_path: Path
) -> None:
    with_model(station, model)
    facts = {fact["text"]: fact["id"] for fact in case_of(station, "--sku", "A", *SPAN)["facts"]}
    assert model.posts == []  # nothing leaves the station unless it is asked for
    rate = next(name for text, name in facts.items() if text.startswith("vendor V-bad: 23 of 30"))
    good = {"text": "23 of 30 items of V-bad are mislabelled.", "facts": [rate], "cause": None, "stance": None}
    lie = {"text": "29 of 30 items of V-bad are mislabelled.", "facts": [rate], "cause": None, "stance": None}
    made_up = {"text": "The forklift did it.", "facts": ["F77"], "cause": None, "stance": None}
    model.answer = lambda _: (200, {}, says(good, lie, made_up))
    out = tmp_path / "case"
    result = run(station, "--sku", "A", *SPAN, "--explain", "--out", str(out))
    assert (result.exit_code, "hallucination rate 67%" in result.output) == (0, True), result.output
    told = json.loads((out / "case.json").read_text())["explanation"]
    assert [claim["text"] for claim in told["claims"]] == [good["text"]]
    assert [one["why"] for one in told["struck"]] == ["none of its facts says 29 of 30", "there is no fact F77"]
    page = (out / "case.html").read_text()
    assert f"<s>{lie['text']}</s>" in page
    asked = json.loads(model.posts[0].body)["messages"][1]["content"]
    assert "LPN" not in asked[0]["text"]
    assert "Ana" not in asked[0]["text"]
    assert len(asked) - 1 == told["pictures"] == 4
    jpeg = base64.b64decode(asked[1]["image_url"]["url"].partition("base64,")[2])
    sent = np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR))
    code, elsewhere = (float(part.std(axis=(0, 1)).max()) for part in (sent[4:16, 4:36], sent[40:, 50:]))
    assert code < elsewhere / 3  # where the code was read is one colour, the rest as it was


@pytest.mark.parametrize(("more", "sent"), [('pictures = "none"', 0), ('pictures = "whole"\nmost_pictures = 2', 2)])
def test_pictures_are_shown_as_configured(station: Path, model: WmsServer, more: str, sent: int) -> None:
    with_model(station, model, more)
    model.answer = lambda _: (200, {}, says())
    case = case_of(station, "--sku", "A", *SPAN, "--explain")
    assert (case["explanation"]["pictures"], case["explanation"]["failed"]) == (sent, "the answer holds no claim")
    content = json.loads(model.posts[0].body)["messages"][1]["content"]
    assert len([part for part in content if part["type"] == "image_url"] if sent else []) == sent


def test_an_endpoint_that_fails_costs_no_case_and_is_left_alone_for_a_while(station: Path, model: WmsServer) -> None:
    with_model(station, model)
    model.answer = lambda _: (500, {}, b"")
    failed = [case_of(station, "--sku", "A", *SPAN, "--explain")["explanation"]["failed"] for _ in range(3)]
    assert failed[:2] == ["the endpoint answers 500"] * 2
    assert failed[2].startswith("it failed 2 times in a row and is asked again in")
    assert len(model.posts) == 2
    (station.parent / "explainer.breaker.json").write_text("broken")
    model.answer = lambda _: (200, {}, says({"text": "x"}))
    assert case_of(station, "--sku", "A", *SPAN, "--explain")["explanation"]["hallucination_rate"] == 1.0


def test_without_a_model_explain_is_refused(station: Path) -> None:
    result = run(station, "--sku", "A", *SPAN, "--explain")
    assert (result.exit_code, "no language model is configured" in result.output) == (2, True)
