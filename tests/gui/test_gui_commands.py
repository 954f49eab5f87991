"""What the window asks of the station over a real broker, and what becomes of it when the cable is out."""

import json
import socket
from collections.abc import Iterator

import paho.mqtt.client as mqtt
import pytest
from inspector_gui.link.bus import LOST_AFTER_MS, BusLink
from inspector_gui.link.news import Connected
from inspector_gui.viewmodels.request import ANSWER_WITHIN_S
from paho.mqtt.enums import CallbackAPIVersion
from pytestqt.qtbot import QtBot

from inspector.domain.review import Answer, Review
from inspector.wire.line import CommandMessage
from tests.support import gui_line
from tests.support.mosquitto import Mosquitto
from tests.support.tcp_proxy import TcpProxy


class Station:
    """Hears commands as the station does, and keeps them."""

    def __init__(self, broker: Mosquitto) -> None:
        self.heard: list[str] = []
        self.qos: list[int] = []
        self.subscribed = False
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2)
        self._client.on_message = self._on_message
        self._client.on_subscribe = self._on_subscribe
        self._client.connect(broker.host, broker.port)
        self._client.subscribe(gui_line.ADDRESS.topic("cmd/+"), qos=1)
        self._client.loop_start()

    def close(self) -> None:
        """Leave."""
        self._client.disconnect()
        self._client.loop_stop()

    def _on_message(self, _client: mqtt.Client, _data: object, message: mqtt.MQTTMessage) -> None:
        self.qos.append(message.qos)
        self.heard.append(json.loads(message.payload)["name"])

    def _on_subscribe(self, *_: object) -> None:
        self.subscribed = True


@pytest.fixture
def cable(mosquitto: Mosquitto) -> Iterator[TcpProxy]:
    """Between window and broker."""
    made = TcpProxy(mosquitto.host, mosquitto.port)
    yield made
    made.close()


@pytest.fixture
def station(mosquitto: Mosquitto, qtbot: QtBot) -> Iterator[Station]:
    made = Station(mosquitto)
    qtbot.waitUntil(lambda: made.subscribed, timeout=5000)
    yield made
    made.close()


@pytest.fixture
def link(cable: TcpProxy, qtbot: QtBot) -> Iterator[BusLink]:
    made = BusLink(gui_line.ADDRESS, host="127.0.0.1", port=cable.port)
    made.start()
    wait_connected(made, qtbot)
    yield made
    made.stop()


def wait_connected(link: BusLink, qtbot: QtBot) -> None:
    """Until the link says so."""
    qtbot.waitUntil(lambda: any(isinstance(news, Connected) for news in link.inbox.take()), timeout=10_000)


def test_a_press_that_the_cable_lost_is_not_sent_when_it_is_back(
    link: BusLink, cable: TcpProxy, station: Station, qtbot: QtBot
) -> None:
    cable.swallow()
    assert link.command("alarm.ack", {"id": "camera-lost", "operator": "Kim"}), "nobody knows yet that it is out"
    qtbot.waitUntil(lambda: b"alarm.ack" in cable.swallowed, timeout=5000)
    cable.heal()
    cable.cut()
    wait_connected(link, qtbot)
    assert link.command("alarm.unshelve", {"id": "camera-lost", "operator": "Kim"})
    qtbot.waitUntil(lambda: station.heard != [], timeout=5000)
    assert station.heard == ["alarm.unshelve"]
    assert station.qos == [CommandMessage.qos]


def test_the_kernel_gives_a_press_up_before_the_window_says_that_it_failed(link: BusLink) -> None:
    sock = link._client.socket()
    assert isinstance(sock, socket.socket)
    assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == LOST_AFTER_MS
    assert LOST_AFTER_MS < ANSWER_WITHIN_S * 1000


def test_an_answer_that_the_cable_lost_still_comes(
    link: BusLink, cable: TcpProxy, station: Station, qtbot: QtBot
) -> None:
    cable.swallow()
    answer = Review(
        review_id="review-1",
        record_id="record-1",
        answer=Answer.CONFIRMED,
        operator="Kim",
        answered_utc="2026-09-21T14:00:00.000Z",
        label="spillage",
    )
    assert link.submit(answer)
    qtbot.waitUntil(lambda: b"review-1" in cable.swallowed, timeout=5000)
    cable.heal()
    cable.cut()
    qtbot.waitUntil(lambda: station.heard == ["review"], timeout=10_000)
    assert station.qos == [1]
