"""A product is taught beside a running line: learnt, tried, active, rolled back, and what stands in the way of it."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest

from inspector.app.daemon import Daemon
from inspector.app.replay_item import replay_item
from inspector.config.load import parse_config
from inspector.domain.audit import Result
from inspector.domain.item import Identity
from inspector.domain.lesson import Refusal, TeachState, Unfit
from inspector.domain.station import Command, Response
from inspector.wire.teaching import candidates_from, refusals_from, teach_state_from
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import PATIENCE_S, Running, content, line

SKU = "CT-1001"
T = TypeVar("T")
ITEMS = 8
OPTIONS: dict[str, Any] = {
    "scorer": {"kind": "mean_colour"},
    "cameras": [
        {"name": "top", "kind": "synthetic", "width": 320, "height": 256, "trigger": "software", "skus": [SKU]},
    ],
}
PLC: dict[str, Any] = {"identity": lambda _index: Identity(sku=SKU)}


@dataclass
class Window:
    """Whoever asks the station."""

    running: Running
    session: str = ""

    def send(self, name: str, **arguments: object) -> Response:
        given = {"operator": "Ana", "session_id": self.session, "sku": SKU, "camera": "top", **arguments}
        command = Command(name=f"teach.{name}", request_id="request", arguments=given)
        return self.running.daemon.station.reception.answer(command)

    def state(self, name: str = "look", **arguments: object) -> TeachState:
        response = self.send(name, **arguments)
        assert response.ok, response.detail
        return teach_state_from(plain(response))

    def begin(self, **arguments: object) -> TeachState:
        state = self.state("begin", **arguments)
        assert state.session is not None
        self.session = state.session.session_id
        return state

    def refused(self, name: str, **arguments: object) -> tuple[Refusal, ...]:
        response = self.send(name, **arguments)
        assert not response.ok
        return refusals_from(plain(response))

    def stored(self, least: int) -> list[str]:
        """The record ids, as soon as there are so many: pictures are written after the decision."""

        def listed() -> list[str]:
            return [one.record_id for one in candidates_from(plain(self.send("items", limit=60)))]

        return wait_for(listed, lambda found: len(found) >= least)

    def done(self) -> TeachState:
        """When nothing goes on any more."""
        return wait_for(self.state, lambda state: state.work is None)

    def learn(self, records: Sequence[str], **arguments: object) -> TeachState:
        self.state("learn", records=list(records), **arguments)
        return self.done()


def plain(response: Response) -> Any:
    return response.data


def wait_for(look: Callable[[], T], enough: Callable[[T], bool]) -> T:
    pause, waited = threading.Event(), 0.0
    while not enough(found := look()):
        assert waited < PATIENCE_S, found
        pause.wait(0.1)
        waited += 0.1
    return found


@pytest.fixture
def window(tmp_path: Path, mosquitto: Mosquitto) -> Iterator[Window]:
    """Beside a line over which all items have gone."""
    with line(tmp_path, mosquitto, ITEMS, plc=PLC, **OPTIONS) as running:
        running.finish()
        yield Window(running)


def again(folder: Path, broker: Mosquitto) -> Daemon:
    """The station after a restart."""
    return Daemon(parse_config(content(folder, broker, **OPTIONS), subject="again"))


def test_a_draft_is_learnt_tried_made_active_survives_a_restart_and_rolled_back(
    window: Window, tmp_path: Path, mosquitto: Mosquitto
) -> None:
    daemon = window.running.daemon
    before = window.begin()
    assert (before.draft, before.previous) == (None, None)
    assert before.active is not None
    assert before.active.fingerprint == ("", "")
    stored = window.stored(ITEMS)
    state = window.learn(stored)
    assert state.refusals == ()
    draft = state.draft
    assert draft is not None
    assert draft.given == tuple(stored)
    assert {*draft.learnt, *draft.left_out} == set(stored)
    assert (draft.by, draft.judged) == ("Ana", len(draft.learnt))
    assert 0 <= draft.low <= draft.isolated / draft.judged <= draft.high <= 1
    assert daemon.parts.teaching.preview(SKU, "top") is not None
    assert daemon.parts.judges.scorer.references() == (), "a draft judges nothing"

    state = window.state("try", items=5)
    tried = window.done()
    assert tried.refusals == ()
    trial = tried.trial
    assert trial is not None
    assert [one.record_id for one in trial.items] == stored[:5]

    active = window.state("activate", draft_id=draft.draft_id).active
    assert active is not None
    assert active.fingerprint == (draft.golden, draft.memory)
    assert daemon.parts.judges.scorer.references() == ((SKU, "top"),)
    golden = daemon.parts.judges.golden.find(Identity(sku=SKU), "top")
    assert golden is not None
    assert golden.digest == draft.golden
    replayed = replay_item(parse_config(content(tmp_path, mosquitto, **OPTIONS), subject="again"), stored[0])
    assert replayed is not None
    assert replayed.differences == (), "it was judged before the product was known, and is judged so again"

    state = window.state("rollback", number=0)
    assert state.active is not None
    assert state.active.fingerprint == ("", "")
    assert daemon.parts.judges.scorer.references() == ()
    entries = [numbered.entry for numbered in daemon.parts.ledger.audit.entries(50)]
    rolled, activated, learnt = entries[:3]
    assert [one.action for one in entries[:3]] == ["teach.rollback", "teach.activate", "teach.learn"]
    assert (activated.before["pictures"], activated.after["pictures"]) == (0, len(draft.learnt))
    assert (rolled.before, rolled.after) == (activated.after, activated.before)
    assert {one.result for one in (rolled, activated, learnt)} == {Result.DONE}


def test_two_windows_are_told_of_each_other_and_bad_pictures_are_named(window: Window) -> None:
    window.begin()
    other = Window(window.running)
    assert other.refused("begin", operator="Berta") == (Refusal(code=Unfit.BUSY, pictures=(SKU, "top"), detail="Ana"),)
    stored = window.stored(ITEMS)
    assert [one.code for one in window.refused("learn", records=stored[:3])] == [Unfit.TOO_FEW]
    assert [one.code for one in window.refused("learn", records=[*stored, stored[0]])] == [Unfit.TWICE]
    assert [one.code for one in window.refused("activate", draft_id="none")] == [Unfit.NO_DRAFT]
    assert [one.code for one in window.refused("begin", camera="left", take_over=True)] == [Unfit.NO_CAMERA]
    gone = window.learn([*stored, "never-seen"]).refusals
    assert gone == (Refusal(code=Unfit.GONE, pictures=("never-seen",)),)
    other.begin(operator="Berta", take_over=True)
    told = window.refused("learn", records=stored)
    assert told == (Refusal(code=Unfit.NO_SESSION, pictures=(SKU, "top"), detail="Berta"),)
    assert other.state().draft is None


def test_items_are_collected_as_they_come_although_they_pass(tmp_path: Path, mosquitto: Mosquitto) -> None:
    begun = threading.Event()
    evidence = {"kind": "folder_evidence", "pass_share": 0.0, "min_free_bytes": 0}
    plc = PLC | {"belt": None}
    del plc["belt"]

    def collect_first(daemon: Daemon) -> None:
        teaching = daemon.parts.teaching
        session = teaching.begin(SKU, "top", "Ana", take_over=False)
        teaching.collect(session.session_id, on=True)
        begun.set()

    with line(tmp_path, mosquitto, ITEMS, plc=plc, before=collect_first, **OPTIONS, evidence=evidence) as running:
        running.finish()
        window = Window(running)
        state = window.state()
        assert (state.collecting, state.session is not None) == (True, True)
        assert state.session is not None
        window.session = state.session.session_id
        rows = {row.decision.record_id for row in running.daemon.parts.ledger.recent(ITEMS) if row.decision}
        assert set(window.stored(ITEMS)) == rows
        assert running.daemon.parts.evidence.picture(next(iter(rows)), "top.png") is not None
        assert window.state("collect", on=False).collecting is False
