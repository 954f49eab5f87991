"""DESIGN's table, walked with a real broker: durable before it is sent, sent before its pictures are kept."""

import threading
from pathlib import Path
from typing import Any

import numpy as np

from inspector.adapters.stores import sqlite_ledger
from inspector.app.daemon import Daemon
from inspector.app.machine_clock import make_clock
from inspector.domain.decision import ConfirmResult
from inspector.domain.frame import Frame
from inspector.domain.ledger import Delivery
from inspector.plc.simulator_config import PlcEvent, PlcEventKind
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import line


class Diary:
    """Writes down, per item, what happened in which order."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int]] = []
        self.frames: dict[int, Frame] = {}
        self._lock = threading.Lock()

    def note(self, step: str, track: int) -> None:
        with self._lock:
            self.steps.append((step, track))

    def of(self, track: int) -> list[str]:
        with self._lock:
            return [step for step, number in self.steps if number == track]

    def attach(self, daemon: Daemon) -> None:
        """Wrap the parts that the journey passes; each still does its work."""
        parts: Any = daemon.parts
        self._wrap(parts.ledger, "open_trigger", lambda args, _: args[0].key.track)
        self._wrap(parts.ledger, "close_trigger", lambda args, _: args[1].key.track)
        self._wrap(parts.bus, "send_decision", lambda args, _: args[0].key.track)
        self._wrap(parts.ledger, "acknowledge", lambda args, _: args[0].key.track)
        self._wrap(parts.evidence, "keep", lambda args, _: args[0].key.track)
        self._wrap(parts.judges.detector, "detect", self._seen)

    def _seen(self, args: tuple[Frame, ...], _: Any) -> int:
        frame = args[0]
        assert frame.key is not None
        self.frames[frame.key.track] = frame
        return frame.key.track

    def _wrap(self, target: Any, name: str, track_of: Any) -> None:
        real = getattr(target, name)

        def noted(*args: Any, **named: Any) -> Any:
            track = track_of(args, named)
            answer = real(*args, **named)
            self.note(name, track)
            return answer

        setattr(target, name, noted)


def test_one_item_walks_the_table_in_order(tmp_path: Path, mosquitto: Mosquitto) -> None:
    diary = Diary()
    decided = threading.Event()

    def on_event(event: PlcEvent) -> None:
        if event.kind is PlcEventKind.DECIDED:
            decided.set()

    with line(tmp_path, mosquitto, 3, before=diary.attach, on_event=on_event) as running:
        report = running.finish()
    assert decided.is_set()
    assert (report.triggers, report.answered, report.doubled, report.late) == (3, 3, 0, 0)
    assert report.results.get(ConfirmResult.DEFAULTED, 0) == 0
    for track in (1, 2, 3):
        steps = diary.of(track)
        assert steps[:3] == ["open_trigger", "detect", "close_trigger"]
        assert steps.count("close_trigger") == 1
        assert steps.count("keep") == 1
        assert steps.index("close_trigger") < steps.index("send_decision") < steps.index("acknowledge")
    ledger = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=tmp_path, clock=make_clock())
    counts = ledger.counts()
    ledger.close()
    assert counts.balanced
    assert counts.open == 0
    assert counts.deliveries == {Delivery.ACCEPTED: 3}


def test_the_pixels_at_the_detector_and_in_the_evidence_are_the_camera_s(tmp_path: Path, mosquitto: Mosquitto) -> None:
    """Drawn here again, beside the station: a copy that both of its ends share would not show a change on the way."""
    drawn = Renderer(LineSpec(), view="top", size=(320, 256)).item(0).image
    diary = Diary()
    with line(tmp_path, mosquitto, 1, before=diary.attach) as running:
        running.finish()
        (rid,) = _kept(running.daemon)
        stored = running.daemon.parts.evidence.load(rid)
    assert stored is not None
    assert np.array_equal(diary.frames[1].image, drawn)
    assert np.array_equal(stored.frames[0].image, drawn)


def _kept(daemon: Daemon) -> list[str]:
    daemon.station.fanout.stop()
    assert daemon.station._fanout_stage.join(20)
    return list(daemon.parts.evidence.recent(9))


def test_the_decision_is_not_kept_waiting_by_its_pictures(tmp_path: Path, mosquitto: Mosquitto) -> None:
    """The evidence store hangs; decisions go out all the same, and are accepted before the first picture is kept."""
    release = threading.Event()
    hung = threading.Event()

    def hang(daemon: Daemon) -> None:
        parts: Any = daemon.parts
        real = parts.evidence.keep

        def slow(*args: Any) -> None:
            hung.set()
            release.wait(60)
            real(*args)

        parts.evidence.keep = slow

    with line(tmp_path, mosquitto, 3, before=hang) as running:
        report = running.finish()
        assert hung.is_set()
        release.set()
    assert report.answered == 3
    assert report.defaulted == 0
