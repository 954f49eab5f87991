"""`inspector shift`: beside a daemon that has the ledger open; spans as people write them; what can go wrong."""

import csv
import json
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inspector.adapters.clocks import manual
from inspector.adapters.stores import sqlite_ledger
from inspector.app.cli.main import app
from inspector.app.shift_export import moment
from inspector.domain.shift import SpanRefused
from tests.support.scripted_station import station_file
from tests.support.shift_values import fill

SPAN = ["--since", "2030-01-01T00:00Z", "--until", "2030-01-01T03:30Z"]
NOON = datetime(2030, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[str]:
    """A station's file, its ledger open and filled with six hours."""
    clock = manual.build(manual.Config())
    ledger = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=tmp_path, clock=clock)
    fill(ledger, clock, 360)
    yield str(station_file(tmp_path))
    ledger.close()


def test_the_table_the_json_and_the_csv_say_the_same(station: str, tmp_path: Path) -> None:
    table = CliRunner().invoke(app, ["shift", "--config", station, *SPAN])
    assert table.exit_code == 0, table.output
    told = json.loads(
        CliRunner().invoke(app, ["shift", "-c", station, *SPAN, "--json", "--csv", str(tmp_path / "s.csv")]).stdout
    )
    assert (told["total"]["items"], told["simulated"], len(told["hours"])) == (208, 2, 4)
    assert told["findings"][0]["name"] == "DEFECT_DEFORMATION"
    assert "DEFECT_DEFORMATION" in table.stdout
    assert "(no SKU)" in table.stdout
    with (tmp_path / "s.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    by_part = {part: [row for row in rows if row["part"] == part] for part in ("total", "hour", "product", "finding")}
    (total,) = by_part["total"]
    assert (total["items"], total["from"]) == ("208", "2030-01-01T00:00:00.000Z")
    assert [row["to"] for row in by_part["hour"]][-1] == "2030-01-01T03:30:00.000Z"
    assert sum(int(row["items"]) for row in by_part["hour"]) == 208
    assert [row["name"] for row in by_part["finding"]] == [one["name"] for one in told["findings"]]
    others = [row for row in rows if row["part"] == "other_products"]
    assert sum(int(row["items"]) for row in by_part["product"] + others) == 208


def test_where_nobody_acknowledges_the_config_says_so(tmp_path: Path, station: str) -> None:
    counted = json.loads(CliRunner().invoke(app, ["shift", "-c", station, *SPAN, "--json"]).stdout)
    own = '[trigger]\nsource = "camera"\ncamera = "top"\nacknowledged = false\n'
    silent = str(station_file(tmp_path, more=own))
    told = CliRunner().invoke(app, ["shift", "-c", silent, *SPAN, "--json"])
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout)["total"]["late"] < counted["total"]["late"]


@pytest.mark.parametrize(
    ("span", "why"),
    [
        (["--since", "noon"], "is no time"),
        (["--since", "25:00"], "is no time"),
        (["--since", "0001-01-01T00:00+10:00"], "is no time"),
        (["--since", "2030-01-02T00:00Z", "--until", "2030-01-01T00:00Z"], "before until"),
        (["--since", "2030-01-01T00:00Z", "--until", "2030-02-01T00:00Z"], "at most 7 days"),
    ],
)
def test_a_bad_span_is_wrong_usage(station: str, span: list[str], why: str) -> None:
    refused = CliRunner().invoke(app, ["shift", "--config", station, *span])
    assert (refused.exit_code, why in refused.output) == (2, True), refused.output


def test_a_ledger_that_is_not_there_or_keeps_no_file_and_a_csv_that_can_not_be_written(
    tmp_path: Path, station: str
) -> None:
    absent = tmp_path / "empty"
    absent.mkdir()
    gone = CliRunner().invoke(app, ["shift", "-c", str(station_file(absent)), *SPAN])
    assert (gone.exit_code, "unable to open" in gone.output) == (2, True), gone.output
    forgets = CliRunner().invoke(app, ["shift", "-c", str(station_file(absent, ledger="memory_ledger")), *SPAN])
    assert (forgets.exit_code, "keeps no file" in forgets.output) == (2, True)
    lost = tmp_path / "no" / "s.csv"
    unwritten = CliRunner().invoke(app, ["shift", "-c", station, *SPAN, "--csv", str(lost)])
    assert (unwritten.exit_code, f"{lost}: can not be written" in unwritten.output) == (2, True)


def test_a_full_disk_leaves_the_former_csv(station: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "s.csv"
    file.write_text("former")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    failed = CliRunner().invoke(app, ["shift", "-c", station, *SPAN, "--csv", str(file)])
    assert (failed.exit_code, "No space left" in failed.output) == (2, True)
    assert (file.read_text(), [path.name for path in tmp_path.glob("*.tmp")]) == ("former", [])


@pytest.fixture
def in_madrid(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_madrid")
def test_times_are_the_computers_and_know_its_summer_time() -> None:
    assert moment("8h", NOON) == NOON - timedelta(hours=8)
    assert moment("06:00", NOON) == datetime(2030, 6, 1, 4, tzinfo=UTC)
    assert moment("14:00", NOON) == NOON
    assert moment("22:00", NOON) == datetime(2030, 5, 31, 20, tzinfo=UTC), "the last one"
    assert moment("2030-01-01T06:00", NOON) == datetime(2030, 1, 1, 5, tzinfo=UTC)
    assert moment("2030-01-01T06:00:00Z", NOON) == datetime(2030, 1, 1, 6, tzinfo=UTC)
    with pytest.raises(SpanRefused):
        moment("8 h", NOON)
