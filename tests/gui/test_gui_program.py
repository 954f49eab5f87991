"""The whole program against a real broker and a real HTTP server; the command line; the binding's guard."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import paho.mqtt.client as mqtt
import pytest
from inspector_gui import binding
from inspector_gui.app import Options, Program, main, parse
from inspector_gui.viewmodels.line import Beating, Condition
from inspector_gui.viewmodels.picture import Caption
from paho.mqtt.enums import CallbackAPIVersion
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.domain.verdict import Disposition
from inspector.wire.codec import encode
from inspector.wire.header import Message
from tests.support import gui_line
from tests.support.gui_program import Programs
from tests.support.gui_shop import PictureShop
from tests.support.mosquitto import Mosquitto


class Edge:
    """A station that says what the test wants, over a real broker."""

    def __init__(self, broker: Mosquitto) -> None:
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2)
        self._client.connect(broker.host, broker.port)
        self._client.loop_start()
        self.beats = 0

    def say(self, message: Message, suffix: str | None = None) -> None:
        """Publish, as the message's type wants it."""
        topic = gui_line.ADDRESS.topic(suffix or message.suffix)
        self._client.publish(topic, encode(message), qos=message.qos, retain=message.retain).wait_for_publish(5)

    def raw(self, suffix: str, payload: bytes, *, retain: bool = False) -> None:
        """Publish anything."""
        self._client.publish(gui_line.ADDRESS.topic(suffix), payload, qos=1, retain=retain).wait_for_publish(5)

    def greet(self, http: str | None) -> None:
        """Everything retained."""
        for message in (gui_line.online(), gui_line.info(http), gui_line.state()):
            self.say(message)

    def beat(self) -> None:
        """Both heartbeats, each with a new number."""
        self.beats += 1
        self.say(gui_line.beat(self.beats))
        self.say(gui_line.plc_beat(self.beats))

    def close(self) -> None:
        """Leave."""
        self._client.disconnect()
        self._client.loop_stop()


@pytest.fixture
def make_edge() -> Iterator[Callable[[Mosquitto], Edge]]:
    made: list[Edge] = []

    def make(broker: Mosquitto) -> Edge:
        made.append(Edge(broker))
        return made[-1]

    yield make
    for edge in made:
        edge.close()


@pytest.fixture
def make_program(programs: Programs) -> Callable[[Mosquitto], Program]:
    return lambda broker: programs.start(broker, address=gui_line.ADDRESS)


EdgeMaker = Callable[[Mosquitto], Edge]
ProgramMaker = Callable[[Mosquitto], Program]


def runs(program: Program, edge: Edge, qtbot: QtBot) -> None:
    """Until the window says that the line runs."""

    def running() -> bool:
        edge.beat()
        return program.model.line.view.condition is Condition.RUNNING

    qtbot.waitUntil(running, timeout=8000)


def test_items_arrive_with_their_pictures(
    mosquitto: Mosquitto, shop: PictureShop, make_edge: EdgeMaker, make_program: ProgramMaker, qtbot: QtBot
) -> None:
    edge = make_edge(mosquitto)
    edge.greet(shop.base)
    damaged = gui_line.canned_item(58)
    shop.pictures["/live/top.jpg"] = gui_line.encoded(gui_line.to_image(damaged.frames["top"]), "JPG")
    shop.pictures[f"/items/{damaged.result.rid}/top.png"] = gui_line.encoded(gui_line.to_image(damaged.frames["top"]))
    program = make_program(mosquitto)
    runs(program, edge, qtbot)
    edge.say(damaged.result)
    qtbot.waitUntil(lambda: program.model.picture.view.caption is Caption.STORED, timeout=5000)
    assert program.window.live.verdict.word == "DIVERT"
    assert program.model.picture.view.image.width() == 640
    qtbot.waitUntil(lambda: program.model.line.view.plc is Beating.ALIVE, timeout=5000)
    edge.say(gui_line.plain_result(59, Disposition.PASS))
    qtbot.waitUntil(lambda: program.model.picture.view.caption is Caption.LIVE, timeout=5000)
    assert program.window.live.verdict.word == "PASS"
    assert program.model.counters.view.inspected == 2


def test_a_broker_that_is_killed_is_said_and_its_return_rebuilds_everything(
    mosquitto: Mosquitto, make_edge: EdgeMaker, make_program: ProgramMaker, qtbot: QtBot
) -> None:
    edge = make_edge(mosquitto)
    edge.greet(None)
    edge.say(gui_line.alarm("camera-lost"), "alarm/camera-lost")
    program = make_program(mosquitto)
    runs(program, edge, qtbot)
    qtbot.waitUntil(lambda: [alarm.id for alarm in program.model.alarms.alarms] == ["camera-lost"], timeout=5000)
    edge.say(gui_line.plain_result(1))
    qtbot.waitUntil(lambda: program.model.counters.view.inspected == 1, timeout=5000)
    mosquitto.kill()
    qtbot.waitUntil(lambda: program.model.line.view.condition is Condition.NO_BROKER, timeout=5000)
    assert program.window.bar.plate.word.text() == "NO CONNECTION"
    edge.close()
    mosquitto.start()  # it forgot everything, as a broker without persistence does
    edge = make_edge(mosquitto)
    edge.greet(None)
    edge.beats = 1000
    runs(program, edge, qtbot)
    assert program.model.alarms.alarms == (), "the alarm ended while nobody was told"
    assert program.model.counters.view.inspected == 1, "what was known is kept"


def test_a_broker_that_hangs_is_no_news(
    mosquitto: Mosquitto, make_edge: EdgeMaker, make_program: ProgramMaker, qtbot: QtBot
) -> None:
    edge = make_edge(mosquitto)
    edge.greet(None)
    program = make_program(mosquitto)
    runs(program, edge, qtbot)
    mosquitto.freeze()
    try:
        qtbot.waitUntil(lambda: not program.model.line.view.condition.trustworthy, timeout=5000)
        assert program.window.bar.plate.word.text() == "NO NEWS"
    finally:
        mosquitto.thaw()


def test_rubbish_on_the_bus_is_counted_and_hurts_nobody(
    mosquitto: Mosquitto, make_edge: EdgeMaker, make_program: ProgramMaker, qtbot: QtBot
) -> None:
    edge = make_edge(mosquitto)
    edge.greet(None)
    program = make_program(mosquitto)
    runs(program, edge, qtbot)
    for payload in (b"{", b"\xff\xfe", b"[]", b'{"v":2}', b"x" * 300_000):
        edge.raw("result", payload)
    edge.raw("alarm/unknown", b"nonsense")
    qtbot.waitUntil(lambda: program.model.unreadable == 6, timeout=5000)
    edge.say(gui_line.plain_result(5))
    qtbot.waitUntil(lambda: program.model.counters.view.inspected == 1, timeout=5000)


def test_an_alarm_comes_and_is_cleared(
    mosquitto: Mosquitto, make_edge: EdgeMaker, make_program: ProgramMaker, qtbot: QtBot
) -> None:
    edge = make_edge(mosquitto)
    edge.greet(None)
    program = make_program(mosquitto)
    runs(program, edge, qtbot)
    qtbot.waitUntil(lambda: program.model.alarms.alarms == (), timeout=5000)
    edge.say(gui_line.alarm("divert-rate"), "alarm/divert-rate")

    def shown() -> list[str]:
        edge.beat()
        return [alarm.id for alarm in program.model.alarms.alarms]

    qtbot.waitUntil(lambda: shown() == ["divert-rate"], timeout=5000)
    edge.raw("alarm/divert-rate", b"", retain=True)
    qtbot.waitUntil(lambda: shown() == [], timeout=5000)


def test_it_starts_without_a_broker_and_leaves_no_thread_behind(
    make_mosquitto: Callable[[], Mosquitto], qapp: QApplication
) -> None:
    absent = make_mosquitto()
    threads = set(threading.enumerate())
    program = Program(qapp, Options(address=gui_line.ADDRESS, host=absent.host, port=absent.port))
    program.start()
    program.model.tick(time.monotonic())
    assert program.window.bar.plate.word.text() == "NO CONNECTION"
    program.window.close()
    program.stop()
    assert set(threading.enumerate()) <= threads
    program.window.deleteLater()


def test_the_command_line() -> None:
    options = parse(["--station", "demo/l1/st01", "--port", "4711", "--theme", "dark", "--lang", "es"])
    assert (options.address.topic("result"), options.port) == ("fc/v1/demo/l1/st01/result", 4711)
    assert (options.theme, options.language, options.host) == ("dark", "es", "127.0.0.1")


@pytest.mark.parametrize("station", ["demo", "a/b/c/d", "demo/l1/st 01", "demo//st01"])
def test_a_station_that_is_none_is_refused(station: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(["--station", station])
    assert ended.value.code == 2
    assert "--station" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--port", "0"], "--port: 0 is no port: 1 to 65535"),
        (["--port", "65536"], "--port: 65536 is no port"),
        (["--port", "mqtt"], "--port: mqtt is no port"),
        (["--host", ""], "--host: is empty"),
        (["--host", "broker..example"], "--host: 'broker..example' is no name of a machine"),
        (["--token-file", "{gone}"], "gone: No such file or directory"),
        (["--token-file", "{two-lines}"], "two-lines: one line of ASCII without spaces, please"),
        (["--token-file", "{bom}"], "bom: one line of ASCII without spaces, please"),
        (["--token-file", "{bytes}"], "bytes: one line of ASCII without spaces, please"),
        (["--token-file", "{empty}"], "empty: one line of ASCII without spaces, please"),
    ],
)
def test_what_could_not_work_is_refused_at_the_start(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    contents = {"two-lines": b"a-token\nanother\n", "bom": b"\xef\xbb\xbfa-token", "bytes": b"\xff\xfe", "empty": b"\n"}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    paths = {name: str(tmp_path / name) for name in (*contents, "gone")}
    with pytest.raises(SystemExit) as ended:
        parse(["--station", "demo/l1/st01", *(word.format(**paths) for word in words)])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_a_token_is_one_line_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("a-token\n")
    assert parse(["--station", "demo/l1/st01", "--token-file", str(tmp_path / "token")]).token == "a-token"  # noqa: S105


def test_a_binding_that_breaks_python_is_refused_before_it_can(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    counts = iter((10_000, 10_000 - binding.CALLS))
    monkeypatch.setattr("sys.getrefcount", lambda _value: next(counts))
    assert main(["--station", "demo/l1/st01"]) == 2
    assert "pip install" in capsys.readouterr().err


def test_it_is_a_module_with_help_and_needs_no_daemon() -> None:
    code = (
        "import sys, inspector_gui.app as app\n"
        "ours = [m for m in sys.modules if m.startswith('inspector.')]\n"
        "foreign = [m for m in ours if m.split('.')[1] not in {'wire', 'domain'}]\n"
        "assert not foreign, foreign\n"
        "assert 'cv2' not in sys.modules and 'onnxruntime' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    shown = subprocess.run(
        [sys.executable, "-m", "inspector_gui", "--help"], check=True, timeout=60, capture_output=True, text=True
    )
    assert "--station" in shown.stdout
