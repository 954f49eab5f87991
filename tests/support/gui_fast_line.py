"""A line that is faster than any real one, in a process of its own: results, their pictures, and inputs by the clock.

Results come over a real broker and pictures over HTTP, as from a station. An input is the time at which it was made,
sent through a pipe that Qt's loop waits on, as it waits for those of a screen's server: what it waits in the window is
counted from there, by one clock for both processes.
"""

import itertools
import multiprocessing
import struct
import threading
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from socket import socket

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from inspector.domain.verdict import Disposition
from inspector.wire.codec import encode
from inspector.wire.header import Message
from inspector.wire.result import Result
from tests.support import gui_line
from tests.support.gui_shop import PictureShop

STAMP = struct.Struct("<q")
BEAT_EVERY_S = 0.25
DIFFERENT = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How much comes in a second."""

    results_hz: float
    inputs_hz: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the line did, and how late its own clock woke it at the worst: what the machine does to any program."""

    results: int
    inputs: int
    pictures: int
    latest_wake_ms: float


class AnyItem(dict[str, bytes]):
    """Every item's picture, from a few that go round; so is the live one."""

    def __init__(self, pictures: list[bytes]) -> None:
        super().__init__()
        self._round = itertools.cycle(pictures)

    def get(self, path: str, default: object = None) -> bytes | None:  # type: ignore[override]
        """None where no picture is asked for."""
        return next(self._round) if path.endswith((".png", ".jpg")) and not path.startswith("/golden") else None


def give(port: int, pace: Pace, inputs: socket, control: Connection) -> None:
    """The process: says that it is ready, goes until it is told to stop, and says what it did."""
    items = [gui_line.canned_item(index) for index in range(DIFFERENT)]
    shop = PictureShop()
    shop.pictures = AnyItem([gui_line.encoded(gui_line.to_image(item.frames["top"])) for item in items])
    client = mqtt.Client(CallbackAPIVersion.VERSION2)
    client.connect("127.0.0.1", port)
    client.loop_start()

    def say(message: Message) -> None:
        client.publish(gui_line.ADDRESS.topic(message.suffix), encode(message), qos=message.qos, retain=message.retain)

    for message in (gui_line.online(), gui_line.info(shop.base), gui_line.state()):
        say(message)
    stop = threading.Event()
    typing = _Inputs(inputs, pace.inputs_hz, stop)
    control.send(shop.base)
    control.recv()  # the window is there
    typing.start()
    start, sent, beats = time.monotonic(), 0, 0
    while not control.poll(max(0.0, start + sent / pace.results_hz - time.monotonic())):
        template = items[sent % DIFFERENT].result
        say(_numbered(template, sent))
        sent += 1
        if (time.monotonic() - start) / BEAT_EVERY_S > beats:
            beats += 1
            say(gui_line.beat(beats))
            say(gui_line.plc_beat(beats))
    stop.set()
    typing.join()
    asked = len(shop.asked)
    client.disconnect()
    client.loop_stop()
    shop.close()
    control.send(Given(results=sent, inputs=typing.sent, pictures=asked, latest_wake_ms=1000 * typing.latest_s))


def _numbered(template: Result, number: int) -> Result:
    track = gui_line.FIRST_TRACK + number
    changes = {"rid": f"fast-{number:08d}", "did": f"fast-d-{number:08d}", "track": track, "seq": number}
    if template.disp in {Disposition.DIVERT, Disposition.REVIEW}:
        return template.model_copy(update=changes)
    return template.model_copy(update=changes | {"disp": Disposition.PASS})


class _Inputs(threading.Thread):
    """Sends the time, over and over."""

    def __init__(self, inputs: socket, hertz: float, stop: threading.Event) -> None:
        super().__init__(name="inputs", daemon=True)
        self._inputs, self._hertz, self._stop_now = inputs, hertz, stop
        self.sent = 0
        self.latest_s = 0.0

    def run(self) -> None:
        """Until it is stopped."""
        start = time.monotonic()
        while not self._stop_now.wait(max(0.0, (due := start + self.sent / self._hertz) - time.monotonic())):
            self.latest_s = max(self.latest_s, time.monotonic() - due)
            self._inputs.send(STAMP.pack(time.monotonic_ns()))
            self.sent += 1


class FastLine:
    """Starts that process and ends it."""

    def __init__(self, port: int, pace: Pace, inputs: socket) -> None:
        context = multiprocessing.get_context("spawn")
        self._control, theirs = context.Pipe()
        self._process = context.Process(target=give, args=(port, pace, inputs, theirs), daemon=True)
        self._process.start()

    def ready(self) -> str:
        """Waits for it; where its pictures are."""
        return str(self._control.recv())

    def go(self) -> None:
        """Let everything come."""
        self._control.send(None)

    def stop(self) -> Given:
        """No more; what it did."""
        self._control.send(None)
        given: Given = self._control.recv()
        self._process.join(10)
        return given
