"""The lot watch's commands, its section of the config, and a ledger's file of before."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inspector.adapters.clocks import manual
from inspector.adapters.stores import sqlite_ledger
from inspector.adapters.stores._ledger_schema import STEPS
from inspector.app import lot_simulation
from inspector.app.cli.main import app
from inspector.app.config_file import load_station
from inspector.app.lot_rules import lot_rule, watch_rule
from inspector.app.lot_simulation import BAD_VENDOR
from inspector.config.lots import LotsSection
from inspector.domain.errors import ConfigError, StoreError
from inspector.domain.hold import Hold, HoldAction, HoldFacts, Release
from inspector.domain.lot_group import Dimension, Group, groups_of
from inspector.domain.lot_watch import Hit, Seen
from inspector.domain.review import Answer
from tests.support.scripted_station import station_file

CLOCK = manual.build(manual.Config())


def hold(number: int, name: str) -> Hold:
    return Hold(
        hold_id=f"hold-{number:04}",
        group=Group(dimension=Dimension.LOT, name=name),
        finding="by_hand",
        action=HoldAction.REVIEW,
        raised_utc="2030-01-01T00:00:00.000Z",
        raised_by="Ana",
        why="wet cartons",
    )


def test_the_simulation_prints_what_it_promises() -> None:
    asked = ["lots", "simulate", "--seeds", "2", "--weeks", "0.01", "--skus", "300", "--bad-rate", "0.3", "--json"]
    asked += ["--warm-up", "1000", "--within", "10000"]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert answer["bad_vendor"]["seeds"] == answer["bad_vendor"]["held"] == 2
    assert 3 <= answer["bad_vendor"]["vendor_items_median"] <= 200
    assert answer["quiet"]["items"] == 2000
    assert answer["quiet"]["holds"] == sum(answer["quiet"]["by_dimension"].values())


class HoldsAll:
    """A watch that finds fault with the lots and the hour of every item, and with the bad vendor at its third item."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []

    def observe(self, item: Seen) -> list[Hit]:
        self.seen.append(item)
        bad = sum(one.identity.vendor == BAD_VENDOR for one in self.seen)
        wanted = {Dimension.LOT, Dimension.HOUR} | ({Dimension.VENDOR} if bad == 3 else set())
        return [hit(group) for group in groups_of(item.identity, item.seen_utc) if group.dimension in wanted]

    def answered(self, item: Seen, answer: Answer) -> None:
        """Nothing is learnt."""


def hit(group: Group) -> Hit:
    facts = HoldFacts(since="", items=1, calls=1, expected=0, confirmed=0, overruled=0, evidence=1.0)
    return Hit(group=group, finding="x", facts=facts)


def test_good_lots_and_good_hours_count_as_held_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = watch_rule(LotsSection(), checks=0)
    watch = HoldsAll()
    monkeypatch.setattr(lot_simulation, "LotWatch", lambda _rule: watch)
    line = lot_simulation.Line(skus=20, items_per_week=20_000, bad_share=0.2)
    found = lot_simulation.find_bad_vendor(line, rule, seed=3, warm_up=200, most=1000)
    assert found.vendor_items == 3
    groups = [set(groups_of(one.identity, one.seen_utc)) for one in watch.seen]
    good = [one for one, item in zip(groups, watch.seen, strict=True) if item.identity.vendor != BAD_VENDOR]
    lots = {group for one in good for group in one if group.dimension is Dimension.LOT}
    hours = {group for one in groups[:200] for group in one if group.dimension is Dimension.HOUR}
    assert len(lots) > 15
    assert found.false_holds == len(lots) + len(hours)


def test_a_vendor_that_is_not_found_is_told_by_the_exit_code(tmp_path: Path) -> None:
    never = station_file(tmp_path, more="[lots]\nmin_calls = 1000000\n")
    asked = ["lots", "simulate", "--seeds", "1", "--weeks", "0", "--skus", "50", "--config", str(never)]
    asked += ["--warm-up", "0", "--within", "1000"]
    result = CliRunner().invoke(app, asked, env={"COLUMNS": "120"})
    assert result.exit_code == 1, result.output
    assert "1 bad vendors were not held" in result.output


def test_holds_are_listed_beside_a_running_daemon(tmp_path: Path) -> None:
    config = str(station_file(tmp_path))
    absent = CliRunner().invoke(app, ["lots", "holds", "--config", config])
    assert (absent.exit_code, "unable to open" in absent.output) == (2, True)
    ledger = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=tmp_path, clock=CLOCK)
    ledger.lots.keep({}, [hold(1, "A:7"), hold(2, "A:8")])
    ledger.lots.release(Release(hold_id="hold-0001", operator="Eva", reason="dried"), {})
    standing = CliRunner().invoke(app, ["lots", "holds", "--config", config, "--json"])
    every = CliRunner().invoke(app, ["lots", "holds", "--config", config, "--json", "--all"])
    table = CliRunner().invoke(app, ["lots", "holds", "--config", config])
    ledger.close()
    assert [row["name"] for row in json.loads(standing.stdout)] == ["A:8"]
    assert [(row["name"], row["released_by"]) for row in json.loads(every.stdout)] == [("A:8", None), ("A:7", "Eva")]
    assert table.exit_code == 0
    forgets = station_file(tmp_path, ledger="memory_ledger")
    refused = CliRunner().invoke(app, ["lots", "holds", "--config", str(forgets)])
    assert (refused.exit_code, "keeps no file" in refused.output) == (2, True)


def test_the_section_says_what_a_held_item_gets(tmp_path: Path) -> None:
    written = station_file(tmp_path, more='[lots]\nenabled = true\n[lots.actions]\nlot = "DIVERT"\n')
    rule = lot_rule(load_station(written))
    assert [rule.action(dimension) for dimension in (Dimension.LOT, Dimension.SKU)] == [
        HoldAction.DIVERT,
        HoldAction.SHOWN,
    ]
    usual = lot_rule(load_station(station_file(tmp_path)))
    assert usual.action(Dimension.VENDOR) is HoldAction.REVIEW
    assert usual.action(Dimension.HOUR) is HoldAction.SHOWN
    wrong = station_file(tmp_path, more='[lots]\ntolerance = 0.5\ndimension = ["sku"]\n[lots.actions]\nlot = "STOP"\n')
    with pytest.raises(ConfigError) as refused:
        load_station(wrong)
    text = "\n".join(refused.value.problems)
    assert all(part in text for part in ("lots.tolerance", "lots.dimension", "lots.actions.lot"))


def test_a_file_of_before_is_migrated_and_its_holds_are_guarded(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as db:
        db.executescript("".join(STEPS[:3]) + "PRAGMA user_version=3;")
    ledger = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=tmp_path, clock=CLOCK)
    ledger.lots.keep({"a": "1"}, [hold(1, "A:7")])
    with pytest.raises(StoreError, match="a hold is not removed"):
        ledger._change("DELETE FROM lot_hold WHERE id=?", (1,))
    with pytest.raises(StoreError, match="a hold is not changed"):
        ledger._change("UPDATE lot_hold SET why='x' WHERE id=?", (1,))
    ledger.lots.release(Release(hold_id="hold-0001", operator="Eva", reason="dried"), {})
    with pytest.raises(StoreError, match="released once"):
        ledger._change("UPDATE lot_hold SET released_by='Ana' WHERE id=?", (1,))
    ledger.close()
    again = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=tmp_path, clock=CLOCK)
    assert dict(again.lots.state()) == {"a": "1"}
    assert [h.released_by for h in again.lots.holds(9, standing=False)] == ["Eva"]
    again.close()
