"""The window and the broker of a production line: the shipped mosquitto configuration and ACL, with certificates."""

from collections.abc import Callable, Iterator
from pathlib import Path

import paho.mqtt.client as mqtt
import pytest
from inspector_gui.app import parse
from inspector_gui.link.bus import BusLink
from inspector_gui.link.news import Connected, Disconnected, Heard, News
from paho.mqtt.enums import CallbackAPIVersion
from pytestqt.qtbot import QtBot

from inspector.wire.codec import encode
from inspector.wire.line import Status
from tests.support import gui_line
from tests.support.line_pki import Pki, make_pki
from tests.support.shipped_broker import STATION

LinkMaker = Callable[[list[str]], BusLink]


@pytest.fixture
def make_link(secure_broker: int) -> Iterator[LinkMaker]:
    """Links as the program makes them of its command line; all are stopped after the test."""
    made: list[BusLink] = []

    def make(words: list[str]) -> BusLink:
        options = parse(["--station", STATION, "--host", "localhost", "--port", str(secure_broker), *words])
        made.append(BusLink(options.address, host=options.host, port=options.port, tls=options.tls))
        made[-1].start()
        return made[-1]

    yield make
    for link in made:
        link.stop()


class Edge:
    """The station's end, with its own certificate."""

    def __init__(self, pki: Pki, port: int) -> None:
        self.commands: list[str] = []
        self.subscribed = False
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2)
        self._client.tls_set(pki.path("ca.crt"), certfile=pki.path("edge.crt"), keyfile=pki.path("edge.key"))
        self._client.on_message = lambda _c, _u, message: self.commands.append(message.topic.rsplit("/", 1)[-1])
        self._client.on_subscribe = self._on_subscribe
        self._client.connect("localhost", port)
        self._client.subscribe(f"fc/v1/{STATION}/cmd/+")
        self._client.loop_start()

    def say(self, message: Status) -> None:
        """Publish it."""
        self._client.publish(f"fc/v1/{STATION}/{message.suffix}", encode(message), qos=1, retain=message.retain)

    def close(self) -> None:
        """Leave."""
        self._client.disconnect()
        self._client.loop_stop()

    def _on_subscribe(self, *_: object) -> None:
        self.subscribed = True


@pytest.fixture
def edge(pki: Pki, secure_broker: int, qtbot: QtBot) -> Iterator[Edge]:
    made = Edge(pki, secure_broker)
    qtbot.waitUntil(lambda: made.subscribed, timeout=5000)
    yield made
    made.close()


def wait_for(link: BusLink, wanted: Callable[[News], bool], qtbot: QtBot) -> None:
    """Until such news comes."""
    qtbot.waitUntil(lambda: any(wanted(news) for news in link.inbox.take()), timeout=10_000)


def test_with_its_certificate_the_window_hears_the_station_and_its_commands_are_let_through(
    pki: Pki, make_link: LinkMaker, edge: Edge, qtbot: QtBot
) -> None:
    link = make_link(pki.options("hmi"))
    wait_for(link, lambda news: isinstance(news, Connected), qtbot)
    edge.say(gui_line.online())
    wait_for(link, lambda news: isinstance(news, Heard) and isinstance(news.message, Status), qtbot)
    assert link.command("alarm.ack", {"id": "camera-lost", "operator": "Kim"})
    qtbot.waitUntil(lambda: edge.commands == ["alarm.ack"], timeout=5000)


def test_without_a_certificate_it_is_not_let_in_and_says_so(pki: Pki, make_link: LinkMaker, qtbot: QtBot) -> None:
    link = make_link(["--ca-file", pki.path("ca.crt")])
    wait_for(link, lambda news: isinstance(news, Disconnected) and news.detail != "", qtbot)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # paho leaves the failed socket to gc
def test_a_broker_of_another_authority_is_not_trusted_and_the_window_says_why(
    pki: Pki, make_link: LinkMaker, tmp_path: Path, qtbot: QtBot
) -> None:
    other = make_pki(tmp_path)
    link = make_link(["--ca-file", other.path("ca.crt")])
    wait_for(link, lambda news: isinstance(news, Disconnected) and "certificate verify failed" in news.detail, qtbot)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--ca-file", "{gone}"], "gone.pem: No such file or directory"),
        (["--ca-file", "{hmi.key}"], "hmi.key: holds no certificate"),
        (["--ca-file", "{ca.crt}", "--cert-file", "{hmi.crt}"], "together or not at all"),
        (["--ca-file", "{ca.crt}", "--cert-file", "{hmi.crt}", "--key-file", "{edge.key}"], "edge.key: are no"),
        (["--ca-file", "{ca.crt}", "--cert-file", "{hmi.crt}", "--key-file", "{gone}"], "gone.pem: No such file"),
        (
            ["--ca-file", "{ca.crt}", "--cert-file", "{hmi.crt}", "--key-file", "{hmi.locked.key}"],
            "hmi.locked.key: are no certificate and its key without a password",
        ),
        (["--cert-file", "{hmi.crt}", "--key-file", "{hmi.key}"], "--ca-file is missing"),
    ],
)
def test_files_that_can_not_be_used_are_named_at_the_start(
    words: list[str], said: str, pki: Pki, capsys: pytest.CaptureFixture[str]
) -> None:
    known = {"{gone}": pki.path("gone.pem")} | {"{" + path.name + "}": str(path) for path in pki.folder.iterdir()}
    with pytest.raises(SystemExit) as ended:
        parse(["--station", STATION, *(known.get(word, word) for word in words)])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err
