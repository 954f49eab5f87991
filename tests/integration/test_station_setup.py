"""Recipes are changed beside a running line: seen before, durable, in force as a whole, and taken back."""

import threading
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from inspector.app.accounts import AccountEditor
from inspector.app.config_file import read_station
from inspector.app.daemon import Daemon
from inspector.app.machine_clock import make_clock
from inspector.app.replay_item import replay_item
from inspector.app.settling import (
    RECIPES,
    digest_of,
    recipes_content,
    settle,
    settled_as,
    versions_file,
)
from inspector.app.waiting_list import waiting_list
from inspector.config.load import config_hash, parse_config
from inspector.config.station import StationConfig
from inspector.config.versions import read_versions
from inspector.domain.access import Role
from inspector.domain.errors import ConfigError
from inspector.domain.item import Identity
from inspector.domain.lesson import LEAST_PICTURES
from inspector.domain.review import ASKED
from inspector.plc.faults import Fault, FaultKind
from inspector.plc.simulator_config import PlcEvent, PlcEventKind
from inspector.wire.setup import PreviewData, SetupData, part_from
from tests.support.line_values import trigger, verdict
from tests.support.mosquitto import Mosquitto
from tests.support.scripted_station import station_content, toml_file
from tests.support.setup_station import NEVER, Asker, config_of, full_disk, station
from tests.support.station_kit import PATIENCE_S, content, line

JUDGED: dict[str, Any] = {
    "detector": {"kind": "two_stage"},
    "scorer": {"kind": "none"},
    "cameras": [{"name": "top", "kind": "synthetic", "damage_rate": 1.0, "seed": 21}],
}
CREEP = Fault(kind=FaultKind.SPEED, mm_s=1.0)


def previewed_with_records(ask: Asker) -> PreviewData:
    """The effect, once the pictures of an isolated item are stored: that is done after its decision."""
    until = monotonic() + PATIENCE_S
    while True:
        told = part_from(PreviewData, ask.data("recipes.preview", version=0, **NEVER), "recipes.preview")
        if told.changing and not told.unknown:
            return told
        assert monotonic() < until, told


def test_recipes_activated_while_items_pass_lose_none_and_every_record_is_replayed_by_its_own(
    tmp_path: Path, mosquitto: Mosquitto
) -> None:
    decided = threading.Semaphore(0)

    def count(event: PlcEvent) -> None:
        if event.kind is PlcEventKind.DECIDED:
            decided.release()

    with line(tmp_path, mosquitto, 12, on_event=count, **JUDGED) as running:
        ask = Asker(running.daemon)
        for _ in range(2):
            assert decided.acquire(timeout=PATIENCE_S)
        running.plc.inject(CREEP)  # what has not been placed yet comes after the activation
        told = previewed_with_records(ask)
        assert told.then.stopped == 0
        assert told.changing == told.now.stopped == len(told.changed) > 0
        assert {one.after for one in told.changed} == {"PASS"}
        assert told.curve.stopped[-1] == 0
        ask.activated(0, NEVER)
        running.plc.inject(replace(CREEP, mm_s=1200.0))
        report = running.finish()
        assert (report.triggers, report.doubled) == (12, 0)
        counts = running.daemon.parts.ledger.counts()
        assert (counts.triggers, counts.open, sum(counts.outcomes.values())) == (12, 0, 12)
        running.daemon.station.fanout.stop()
        assert running.daemon.station._fanout_stage.join(PATIENCE_S)
        evidence = running.daemon.parts.evidence
        records = {rid: dict(evidence.report(rid) or {}) for rid in evidence.recent(20)}
        rows = running.daemon.parts.ledger.recent(20)
        entry = next(one.entry for one in running.daemon.parts.ledger.audit.entries(9))
    verdicts: dict[str, Any] = {rid: record["verdict"] for rid, record in records.items()}
    by = {rid: verdict.get("recipe_version") for rid, verdict in verdicts.items()}  # none: a late item was not judged
    judged = [rid for rid, version in by.items() if version is not None]
    assert {by[rid] for rid in judged} == {0, 1}
    assert not [rid for rid in judged if by[rid] == 1 and verdicts[rid]["disposition"] in ASKED]
    written = {row.decision.record_id: row.verdict.recipe_version for row in rows if row.decision and row.verdict}
    assert written == by
    assert len({record["config_hash"] for record in records.values()}) == 2
    assert (entry.action, entry.before["version"], entry.after["version"]) == ("recipes.activate", 0, 1)
    assert (entry.before["default"], entry.after["default"]) == ({}, {"threshold": 1.0})
    config = parse_config(content(tmp_path, mosquitto, **JUDGED), subject="again")
    newer, older = (next(rid for rid in judged if by[rid] == version) for version in (1, 0))
    for rid in (newer, older):
        again = replay_item(config, rid)
        assert again is not None
        assert again.differences == ()
    versions_file(tmp_path, RECIPES).unlink()
    with pytest.raises(ConfigError, match="version 1 of the recipes is not there"):
        replay_item(config, newer)


def test_what_is_active_outlives_the_process_a_changed_file_counts_and_every_step_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with station(tmp_path) as ask:
        ask.activated(0, NEVER)
        ask.activated(1, {"name": "default", "values": {"threshold": 0.7, "review": 3.0}})
    with station(tmp_path) as ask:
        told = part_from(SetupData, ask.data("setup"), "setup")
        assert (told.recipes[0].threshold, told.recipes[0].review) == (0.7, 3.0)
        assert [(one.number, one.how, one.former) for one in told.recipe_versions] == [
            (2, "activated", 1),
            (1, "activated", 0),
            (0, "file", None),
        ]
    monkeypatch.setattr("inspector.config.versions.write_durably", full_disk)
    with station(tmp_path, recipes={"default": {"threshold": 0.4}}) as ask:
        kept = read_versions(versions_file(tmp_path, RECIPES))
        assert [one.number for one in kept] == [0, 1, 2], "the line does not wait for the disk"
        ask.daemon._desk.follow()
        monkeypatch.undo()
        ask.daemon._desk.follow()
        assert [one.number for one in read_versions(versions_file(tmp_path, RECIPES))] == [0, 1, 2, 3]
        told = part_from(SetupData, ask.data("setup"), "setup")
        assert told.recipes[0].threshold == 0.4, "the file was changed after the activation: the newest deed counts"
        assert told.recipe_versions[0].number == 3
        entry = ask.daemon.parts.ledger.audit.entries(1)[0].entry
        assert (entry.who, entry.action, entry.subject) == ("station", "recipes.activate", "station.toml")
        assert (entry.before["version"], entry.after["version"]) == (2, 3)
        for expected in (0.7, 1.0, None):
            number = ask.data("setup")["recipe_versions"][0]["number"]
            ask.data("recipes.rollback", version=number)
            assert ask.data("setup")["recipes"][0]["threshold"] == expected
        assert "no version before" in ask("recipes.rollback", version=6).detail
        running = settle(config_of(tmp_path, recipes={"default": {"threshold": 0.4}}))
        assert ask.daemon.station.conclusion._identifications[None].config_hash == config_hash(running.config)


def test_what_makes_no_sense_was_not_previewed_or_was_overtaken_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with station(tmp_path) as ask:
        wrong = {"threshold": 1.5, "review": 0, "novelty_alpha": "x"}
        detail = ask("recipes.preview", version=0, name="default", values=wrong).detail
        assert all(name in detail for name in wrong), detail
        coerced = {
            "threshold": True,
            "missed_damage": 1e308,
            "false_divert": 10**400,
            "review": float("nan"),
            "novelty_weight": "0.9",
            "weights": {"deformation": True},
        }
        detail = ask("recipes.preview", version=0, name="default", values=coerced).detail
        assert all(f"default.{name}" in detail for name in coerced), detail
        for arguments, why in (
            ({"name": "sku:none", "values": {"review": 1.0}}, "unknown recipe 'sku:none'; known: default"),
            ({"name": "default", "values": {}}, "values must name what is to change"),
            ({"name": "default", "values": {"calibration": "/etc/passwd"}}, "can not be changed here: calibration"),
            ({"name": "default", "values": {"weights": {"dent": 0.5}}}, "the detector has no class 'dent'"),
            (NEVER | {"items": 0}, "items must be a whole number from 1 to 2000"),
            (NEVER | {"prevalence": 0}, "prevalence must be a number from"),
        ):
            answer = ask("recipes.preview", version=0, **arguments)
            assert not answer.ok
            assert why in answer.detail
        other = ask.data("recipes.preview", version=0, name="default", values={"threshold": 0.5})["preview"]
        assert "not previewed" in ask("recipes.activate", version=0, preview=other, **NEVER).detail
        assert "not previewed" in ask("recipes.activate", version=0, **NEVER).detail
        mine = ask.data("recipes.preview", version=0, **NEVER)["preview"]
        ask.activated(0, {"name": "default", "values": {"threshold": 0.6}})
        late = ask("recipes.activate", version=0, preview=mine, operator="Ben", **NEVER)
        assert "version 0 is not in force any more: 1 is" in late.detail
        assert ask.data("setup")["recipes"][0]["threshold"] == 0.6
        assert [one.entry.action for one in ask.daemon.parts.ledger.audit.entries(9)] == ["recipes.activate"]
        before = versions_file(tmp_path, RECIPES).read_bytes()
        told = ask.data("recipes.preview", version=1, **NEVER)
        with monkeypatch.context() as full:
            full.setattr("inspector.config.versions.write_durably", full_disk)
            answer = ask("recipes.activate", version=1, preview=told["preview"], **NEVER)
        assert (answer.ok, answer.data) == (False, {"retry": True})
        assert "No space left" in answer.detail
        assert ask.data("setup")["recipes"][0]["threshold"] == 0.6
        assert versions_file(tmp_path, RECIPES).read_bytes() == before
        assert "no camera 'side'" in ask("setup.cameras", forget="side").detail
    versions_file(tmp_path, RECIPES).write_text('{"versions": []}', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"recipes\.json"):
        Daemon(config_of(tmp_path))


def test_teaching_and_the_queue_go_by_the_recipes_in_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs: list[dict[str, Any]] = []

    class Noted:
        """Of a background process: only what it was to do."""

        def __init__(self, job: dict[str, Any], _heard: object) -> None:
            jobs.append(job)

        def cancel(self) -> None:
            """Nothing runs."""

    monkeypatch.setattr("inspector.app.lessons.desk.Background", Noted)
    with station(tmp_path) as ask:
        queue = waiting_list(ask.daemon._config, ask.daemon.parts)
        ask.activated(0, {"name": "default", "values": {"threshold": 0.7, "missed_damage": 50.0}})
        pair = {"sku": "CT-1001", "camera": "top", "operator": "Ana"}
        session = ask.data("teach.begin", session_id="", **pair)["session"]["session_id"]
        ask.data("teach.learn", session_id=session, records=[f"r{n}" for n in range(LEAST_PICTURES)], **pair)
        assert queue._worth(Identity(sku="CT-1001")) == 50.0
    (job,) = jobs
    assert (job["config"]["recipes"]["default"]["threshold"], job["recipes"]) == (0.7, 1)


def test_a_lead_may_look_and_only_an_engineer_changes(tmp_path: Path) -> None:
    editor = AccountEditor(tmp_path, make_clock(), by="root")
    editor.add("Lea", Role.LEAD, pin="2580", badge=None)
    editor.add("Eva", Role.ENGINEER, pin="2581", badge=None)
    with station(tmp_path) as ask:
        lea, eva = (Asker(ask.daemon, secret * 36) for secret in "ce")
        lea.data("sign.in", name="Lea", pin="2580")
        eva.data("sign.in", name="Eva", pin="2581")
        for name in ("recipes.preview", "recipes.activate", "recipes.rollback", "models.activate", "restart"):
            refused = lea(name, version=0, **NEVER)
            assert (refused.ok, refused.data) == (False, {"needs": "ENGINEER", "signed_in": True})
        assert lea.data("setup")["recipe_versions"][0]["number"] == 0
        eva.activated(0, NEVER)
        assert lea.data("setup")["recipe_versions"][0]["by"] == "Eva"


def test_the_newest_deed_counts_also_over_new_defaults_and_over_a_file_changed_before_it(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "station.toml"

    def write(threshold: float) -> StationConfig:
        written = station_content(
            paths={"data_dir": str(data)},
            bus={"kind": "memory", "hub": str(tmp_path)},
            http={"enabled": False},
            recipes={"default": {"threshold": threshold}},
        )
        file.write_text(toml_file(written), encoding="utf-8")
        return read_station(file)

    running = Daemon(write(0.2), file=file)
    written = write(0.9)  # and the station goes on
    content: dict[str, Any] = recipes_content(running._config.recipes)
    content["default"]["threshold"] = 0.4
    versions = running._desk._versions[RECIPES]
    versions.put(versions.following(content, "Eva"))
    running.stop()
    assert settle(written).config.recipes.default.threshold == 0.4
    said: dict[str, Any] = {"default": {"threshold": 0.9}}
    assert versions.now.written == digest_of(said), "what is written; other defaults do not make it void"
    assert settle(write(0.8)).config.recipes.default.threshold == 0.8


def test_a_number_names_one_recipe_also_where_a_full_disk_kept_none_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger has room set aside, the versions have none: an item is judged, and the process ends before that."""

    def judged_under(threshold: float) -> int:
        """The version that an item of this process was judged by."""
        with station(tmp_path, recipes={"default": {"threshold": threshold}}) as ask:
            parts = ask.daemon.parts
            version = parts.judges.recipes.default.version
            item = trigger(round(threshold * 10))
            assert parts.ledger.open_trigger(item)
            judged = replace(verdict(), recipe_version=version)
            assert ask.daemon.station.conclusion.conclude(item, judged, dead=True)
        return version

    def numbers_kept() -> list[int]:
        return [one.number for one in read_versions(versions_file(tmp_path, RECIPES))]

    with monkeypatch.context() as full:
        full.setattr("inspector.config.versions.write_durably", full_disk)
        assert [judged_under(threshold) for threshold in (0.1, 0.2, 0.3)] == [0, 1, 2]
    assert numbers_kept() == []
    assert judged_under(0.4) == 3
    assert numbers_kept() == [3]
    assert judged_under(0.5) == 4
    assert numbers_kept() == [3, 4]
    with pytest.raises(ConfigError, match="version 1 of the recipes is not there"):
        settled_as(config_of(tmp_path, recipes={"default": {"threshold": 0.5}}), 1)


def test_what_the_file_said_at_the_first_start_is_version_0_for_good(tmp_path: Path) -> None:
    with station(tmp_path, recipes={"default": {"threshold": 0.2}}):
        pass
    changed = config_of(tmp_path, recipes={"default": {"threshold": 0.9}})
    settled = settle(changed)
    assert (settled.now(RECIPES).number, settled.config.recipes.default.threshold) == (1, 0.9)
    assert settled_as(changed, 0).recipes.default.threshold == 0.2
