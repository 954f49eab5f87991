"""The export in the config, in `doctor`, and in its commands; the key and the body of a notice."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inspector.adapters.clocks.manual import Config as ClockConfig
from inspector.adapters.clocks.manual import build as build_clock
from inspector.adapters.stores import sqlite_ledger
from inspector.adapters.stores._ledger_outgoing import read_backlog
from inspector.adapters.stores._ledger_schema import STEPS
from inspector.app.cli.main import app
from inspector.app.config_file import load_station, read_station
from inspector.app.config_problems import config_problems
from inspector.app.examination import _wms
from inspector.domain.dispositioning import BookedStep, Fate, Step
from inspector.domain.errors import ConfigError
from inspector.domain.hold import BY_HAND, Hold, HoldAction
from inspector.domain.item import Identity
from inspector.domain.lot_group import Dimension, Group
from inspector.domain.notice import Notice, NoticeKind
from inspector.wire.topics import Address
from inspector.wire.wms import notice_key, read_wms_body, wms_body
from tests.support.scripted_station import station_file
from tests.support.wms_server import wms_server

HERE = Address(site="fra3", line="l1", station="st07")
CLOCK = build_clock(ClockConfig())


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.output


def booked(**changes: object) -> BookedStep:
    step = Step(step_id="s-1", record_id="r-1", fate=Fate.DONATED, operator="Ñandú", why='caja "rota"\n', value=1.5)
    base = BookedStep(
        number=7,
        step=step,
        before=Fate.OPEN,
        proposed=None,
        booked_utc="2030-01-01T00:00:00.000Z",
        identity=Identity(sku="A", lot="=1+1"),
        finding="deformation",
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def notice(about: BookedStep | Hold, kind: NoticeKind = NoticeKind.DISPOSITION) -> Notice:
    return Notice(number=1, kind=kind, stream="r-1", queued_utc="2030-01-01T00:00:00.000Z", about=about)


def test_a_body_is_compact_ascii_and_reads_back_whole() -> None:
    body = wms_body(notice(booked()), HERE)
    assert body.isascii()
    assert b": " not in body
    read = read_wms_body(body)
    assert read.disposition is not None
    assert (read.disposition.operator, read.disposition.why, read.disposition.value) == ("Ñandú", 'caja "rota"\n', 1.5)
    assert (read.disposition.item.lot, read.disposition.item.lpn) == ("=1+1", None)
    assert (read.site, read.station, read.id) == ("fra3", "st07", notice_key(notice(booked()), HERE))


def test_a_hold_that_was_let_go_meanwhile_is_told_as_it_was_raised_first() -> None:
    raised = Hold(
        hold_id="h-1",
        group=Group(dimension=Dimension.LOT, name="A:7"),
        finding=BY_HAND,
        action=HoldAction.DIVERT,
        raised_utc="2030-01-01T00:00:00.000Z",
        raised_by="Ana",
        why="wet",
    )
    gone = replace(raised, released_utc="2030-01-02T00:00:00.000Z", released_by="Eva", released_why="dry")
    first = read_wms_body(wms_body(notice(gone, NoticeKind.HOLD_RAISED), HERE)).hold
    last = read_wms_body(wms_body(notice(gone, NoticeKind.HOLD_RELEASED), HERE)).hold
    assert first is not None
    assert last is not None
    assert (first.released_by, last.released_by, last.released_why) == (None, "Eva", "dry")


def test_each_notice_has_a_key_of_its_own_that_no_attempt_changes() -> None:
    base = notice(booked())
    others = [
        (notice(booked(step=replace(booked().step, step_id="s-2"))), HERE),
        (replace(base, kind=NoticeKind.HOLD_RAISED), HERE),
        (base, replace(HERE, station="st08")),
    ]
    key = notice_key(base, HERE)
    assert key == notice_key(replace(base, number=99, queued_utc="2031-01-01T00:00:00.000Z"), HERE)
    assert len({key, *(notice_key(one, address) for one, address in others)}) == 4
    assert key.isalnum()
    assert len(key) == 32


def test_all_that_is_wrong_with_the_section_is_said_at_once(tmp_path: Path) -> None:
    text = '[wms]\nkind = "webhook"\nurl = "ftp://x"\npassword = "hunter2"\nlongest_retry_s = 0.5\n[lots]\nenable = 1\n'
    with pytest.raises(ConfigError) as refused:
        read_station(station_file(tmp_path, more=text))
    said = str(refused.value)
    assert all(part in said for part in ("longest_retry_s", "lots.enable"))
    proper = station_file(tmp_path, more=text.replace("longest_retry_s = 0.5\n", ""))
    problems = "\n".join(config_problems(proper))
    assert all(part in problems for part in ("wms", "https://", "password", "lots.enable"))


def test_production_refuses_to_tell_in_clear_text_and_unnamed(tmp_path: Path) -> None:
    file = station_file(tmp_path, more='[wms]\nkind = "webhook"\nurl = "http://wms.example/"\n')
    file.write_text(file.read_text().replace('name = "n"', 'name = "n"\nprofile = "production"'), encoding="utf-8")
    problems = config_problems(file)
    assert "wms.url: production needs https" in problems
    assert any("secret_file or token_file" in one for one in problems)


def test_the_commands_and_doctor_reach_the_other_side(tmp_path: Path) -> None:
    with wms_server() as server:
        config = str(station_file(tmp_path, more=f'[wms]\nkind = "webhook"\nurl = "{server.url()}"\n'))
        (found,) = _wms(load_station(Path(config)))
        assert (found.ok, server.posts) == (True, [])
        code, said = run("wms", "test", "--config", config)
        assert (code, said.strip()) == (0, "TAKEN")
        assert json.loads(server.posts[0].body)["type"] == "test"
        server.answer = lambda _: (401, {}, b"who are you?")
        code, said = run("wms", "test", "--config", config, "--json")
        assert (code, json.loads(said)["why"]) == (1, "denied")
    (gone,) = _wms(load_station(Path(config)))
    assert (gone.ok, "localhost" in gone.detail) == (False, True)
    off = str(station_file(tmp_path))
    assert run("wms", "test", "--config", off)[0] == 2
    assert list(_wms(load_station(Path(off)))) == []


def test_status_tells_what_waits_beside_a_running_daemon(tmp_path: Path) -> None:
    config = str(station_file(tmp_path))
    assert run("wms", "status", "--config", config)[0] == 2
    ledger = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=tmp_path, clock=CLOCK)
    ledger.outgoing.follow(most=1)
    for name in ("a", "b"):
        hold = Hold(
            hold_id=f"hold-{name}",
            group=Group(dimension=Dimension.VENDOR, name=name),
            finding=BY_HAND,
            action=HoldAction.SHOWN,
            raised_utc="2030-01-01T00:00:00.000Z",
            raised_by="Ana",
            why="x",
        )
        ledger.lots.keep({}, [hold])
    code, said = run("wms", "status", "--config", config, "--json")
    facts = json.loads(said)
    assert (code, facts["waiting"], facts["given_up"], facts["kind"]) == (1, 1, 1, "none")
    assert facts["oldest"].startswith("2030-01-01")
    ledger.close()


def test_what_is_asked_after_each_notice_costs_no_more_the_more_wait(tmp_path: Path) -> None:
    ledger = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=tmp_path, clock=CLOCK)
    asked: list[str] = []
    with ledger._file.read() as db:
        db.set_trace_callback(asked.append)
    ledger.outgoing.give_up(before_utc="x")
    ledger.outgoing.backlog()
    with ledger._file.read() as db:
        db.set_trace_callback(None)
        plans = [row[3] for query in asked for row in db.execute(f"EXPLAIN QUERY PLAN {query}")]
    ledger.close()
    assert len(plans) >= len(asked) == 3
    assert [plan for plan in plans if plan.startswith("SCAN")] == []


def test_how_it_stands_is_told_of_a_file_of_before(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as db:
        db.executescript("".join(STEPS[:13]) + "PRAGMA user_version=13;")
        db.execute("INSERT INTO outgoing (kind, ref, stream, queued_utc) VALUES ('disposition', 1, 's', '2030')")
        db.commit()
    assert read_backlog(tmp_path / "ledger.sqlite").waiting == 1
    ledger = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=tmp_path, clock=CLOCK)
    assert ledger.outgoing.backlog().waiting == 1
    assert ledger.outgoing.give_up(before_utc="2031") == 1
    assert ledger.outgoing.backlog().waiting == 0
    ledger.close()
