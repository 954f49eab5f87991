"""The controller's own connection: TLS, passwords, refusals, a lost broker, the older protocol."""

import socket
import subprocess
import time
from itertools import count
from pathlib import Path

import pytest

from inspector.app.broker import EmbeddedBroker
from inspector.plc.link import LinkConfig, PlcLink, Received
from tests.conftest import MosquittoMaker
from tests.support.line_pki import Pki
from tests.support.mosquitto import Mosquitto

pytestmark = pytest.mark.mosquitto

PATIENCE_S = 15.0
_ids = count(1)


def link_to(
    broker: "Mosquitto | EmbeddedBroker",
    *topics: str,
    host: str | None = None,
    username: str | None = None,
    password: str | None = None,
    ca_file: Path | None = None,
    cert_file: Path | None = None,
    key_file: Path | None = None,
) -> PlcLink:
    config = LinkConfig(
        host=host or broker.host,
        port=broker.port,
        client_id=f"link-test-{next(_ids)}",
        username=username,
        password=password,
        ca_file=ca_file,
        cert_file=cert_file,
        key_file=key_file,
    )
    return PlcLink(config, topics=tuple((topic, 1) for topic in topics or ("t/#",)), monotonic_ns=time.monotonic_ns)


def next_message(link: PlcLink) -> Received:
    until = time.monotonic() + PATIENCE_S
    while (left := until - time.monotonic()) > 0:
        news = link.take(left)
        if isinstance(news, Received):
            return news
    raise AssertionError(f"nothing came: {link.problem}")


def test_what_is_published_comes_back_with_its_time(shared_mosquitto: Mosquitto) -> None:
    link = link_to(shared_mosquitto, "link/echo")
    assert link.publish("link/echo", b"early", qos=1) is None
    link.start()
    assert link.wait_up(PATIENCE_S)
    before_ns = time.monotonic_ns()
    assert link.publish("link/echo", b"hello", qos=1) is not None
    news = next_message(link)
    assert (news.topic, news.payload, news.qos, news.retained) == ("link/echo", b"hello", 1, False)
    assert before_ns <= news.at_ns <= time.monotonic_ns()
    assert link.drain(PATIENCE_S)
    assert (link.protocol, link.problem) == ("5", "")
    link.stop()
    assert not link.up


def test_small_messages_are_not_held_back(shared_mosquitto: Mosquitto) -> None:
    link = link_to(shared_mosquitto)
    link.start()
    assert link.wait_up(PATIENCE_S)
    assert link._client is not None
    sock = link._client.socket()
    assert isinstance(sock, socket.socket)
    assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
    link.stop()


def test_a_broker_of_the_older_protocol_is_spoken_to_in_it() -> None:
    with EmbeddedBroker(port=0) as broker:
        link = link_to(broker, "old/echo")
        link.start()
        assert link.wait_up(PATIENCE_S), link.problem
        assert link.protocol == "3.1.1"
        link.publish("old/echo", b"hello", qos=1)
        assert next_message(link).payload == b"hello"
        link.stop()


def test_after_an_outage_it_listens_again_and_repeats_nothing(make_mosquitto: MosquittoMaker) -> None:
    broker = make_mosquitto().start()
    link = link_to(broker, "out/echo")
    link.start()
    assert link.wait_up(PATIENCE_S)
    broker.kill()
    while link.up:
        link.take(PATIENCE_S)
    assert "disconnected" in link.problem
    assert link.publish("out/echo", b"into the void", qos=1) is None
    broker.start()
    assert link.wait_up(PATIENCE_S)
    link.publish("out/echo", b"again", qos=1)
    assert next_message(link).payload == b"again"
    link.stop()


def test_a_wrong_password_is_said_and_tried_again(make_mosquitto: MosquittoMaker, tmp_path: Path) -> None:
    passwords = tmp_path / "passwords"
    subprocess.run(["mosquitto_passwd", "-b", "-c", str(passwords), "plc", "right"], check=True)
    broker = make_mosquitto(anonymous=False, lines=[f"password_file {passwords}"]).start()
    wrong, right = (link_to(broker, username="plc", password=word) for word in ("wrong", "right"))
    for link in (wrong, right):
        link.start()
    assert right.wait_up(PATIENCE_S)
    assert not wrong.wait_up(0)
    wrong.take(PATIENCE_S)
    assert "uthori" in wrong.problem
    for link in (wrong, right):
        link.stop()


def test_a_refused_publish_is_counted(make_mosquitto: MosquittoMaker, tmp_path: Path) -> None:
    acl = tmp_path / "acl"
    acl.write_text("topic read #\ntopic write yes\n")
    broker = make_mosquitto(lines=[f"acl_file {acl}"]).start()
    link = link_to(broker, "#")
    link.start()
    assert link.wait_up(PATIENCE_S)
    link.publish("no", b"1", qos=1)
    link.publish("yes", b"2", qos=1)
    assert next_message(link).payload == b"2"
    assert link.drain(PATIENCE_S)
    assert link.refused_publishes == 1
    assert "ot authorized" in link.problem
    link.stop()


@pytest.fixture
def secure(make_mosquitto: MosquittoMaker, pki: Pki) -> Mosquitto:
    """A broker that talks to holders of a certificate."""
    lines = [
        f"cafile {pki.folder / 'ca.crt'}",
        f"certfile {pki.folder / 'broker.crt'}",
        f"keyfile {pki.folder / 'broker.key'}",
        "require_certificate true",
    ]
    return make_mosquitto(lines=lines).start()


def test_tls_with_a_certificate_of_ones_own(secure: Mosquitto, pki: Pki) -> None:
    link = link_to(
        secure,
        "tls/echo",
        host="localhost",
        ca_file=pki.folder / "ca.crt",
        cert_file=pki.folder / "plc.crt",
        key_file=pki.folder / "plc.key",
    )
    link.start()
    assert link.wait_up(PATIENCE_S), link.problem
    link.publish("tls/echo", b"secret", qos=1)
    assert next_message(link).payload == b"secret"
    link.stop()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # paho leaves the failed socket to gc
def test_a_broker_under_another_name_is_not_trusted(secure: Mosquitto, pki: Pki) -> None:
    link = link_to(
        secure,
        host="127.0.0.1",
        ca_file=pki.folder / "ca.crt",
        cert_file=pki.folder / "plc.crt",
        key_file=pki.folder / "plc.key",
    )
    link.start()
    link.take(PATIENCE_S)
    assert not link.up
    assert "certificate verify failed" in link.problem
    link.stop()


def test_an_absent_broker_is_said_with_its_address(make_mosquitto: MosquittoMaker) -> None:
    broker = make_mosquitto()
    link = link_to(broker)
    link.start()
    link.take(PATIENCE_S)
    assert f"127.0.0.1:{broker.port}" in link.problem
    assert "refused" in link.problem
    link.stop()


def test_a_missing_certificate_file_is_said_at_the_start(shared_mosquitto: Mosquitto, tmp_path: Path) -> None:
    link = link_to(shared_mosquitto, ca_file=tmp_path / "nowhere.crt")
    with pytest.raises(FileNotFoundError):
        link.start()
