"""What a client may try: tricks with paths and names, bodies, silence, answers that it does not take."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from inspector.app import http_protocol, http_service
from inspector.app.http_service import MOST_REQUESTS, MOST_STREAMS, HttpService, Sources

TOKEN = "0123456789abcdef"  # noqa: S105 - of this test
HOST = b"Host: 127.0.0.1\r\n"
PATIENCE_S = 20.0


class Asked:
    """What the service asked of the station."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def sources(self, live: bytes = b"jpeg") -> Sources:
        def item(rid: str) -> None:
            self.calls.append((rid,))

        def picture(rid: str, name: str) -> None:
            self.calls.append((rid, name))

        return Sources(
            unready=tuple,
            state=dict,
            metrics=lambda: b"x 1\n",
            items=lambda _limit, _before: [],
            item=item,
            picture=picture,
            live=lambda _: live,
        )


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def service(asked: Asked) -> Iterator[HttpService]:
    made = HttpService(asked.sources(), host="127.0.0.1", port=0, token=None)
    made.start()
    yield made
    made.stop()


def connect(service: HttpService) -> socket.socket:
    return socket.create_connection(("127.0.0.1", service.port), PATIENCE_S)


def answer(service: HttpService, request: bytes) -> bytes:
    """All that comes back until the service closes."""
    received = b""
    with connect(service) as client:
        try:
            client.sendall(request)
            while more := client.recv(65536):
                received += more
        except ConnectionResetError:  # it closed while there was more to read: what came before counts
            pass
    return received


def status(service: HttpService, request: bytes) -> int:
    return int(answer(service, request).split(b" ", 2)[1])


def get(path: bytes, *headers: bytes) -> bytes:
    return b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"Connection: close\r\n" + b"".join(headers) + b"\r\n"


@pytest.mark.parametrize(
    "path",
    [
        b"/items/../../etc/passwd",
        b"/items/%2e%2e%2f%2e%2e%2fx",
        b"/items/a/%2e%2e%2fb.png",
        b"/items/a/..",
        b"/items/a%00b",
        b"/items/" + b"a" * 50_000,
        b"//items",
        b"/live/..%2f..%2fx.jpg",
        b"http://evil.example/items",
        b"/items/%ff%fe/%c0%ae",
    ],
)
def test_a_path_is_a_name_and_never_a_way(service: HttpService, asked: Asked, path: bytes) -> None:
    assert status(service, get(path)) == 404
    assert all("/" not in part for call in asked.calls for part in call)
    assert status(service, get(b"/healthz")) == 200


@pytest.mark.parametrize(
    "hosts",
    [
        b"Host: evil.example\r\nHost: 127.0.0.1\r\n",
        b"Host: 127.0.0.1\r\nHost: evil.example\r\n",
        b"Host: evil.example:127.0.0.1\r\n",
        b"Host: localhost@evil.example\r\n",
        b"Host: localhost:1:2\r\n",
        b"X-Forwarded-Host: 127.0.0.1\r\nHost: evil.example\r\n",
    ],
)
def test_a_name_is_not_hidden_behind_another(service: HttpService, hosts: bytes) -> None:
    request = b"GET /healthz HTTP/1.1\r\n" + hosts + b"Connection: close\r\n\r\n"
    assert status(service, request) in {400, 403}
    assert status(service, b"GET /healthz HTTP/1.0\r\n\r\n") == 403


def test_head_is_answered_without_a_body_and_ends(service: HttpService) -> None:
    for path in (b"/healthz", b"/metrics", b"/live/top.jpg", b"/live/top.mjpg"):
        received = answer(service, get(path).replace(b"GET", b"HEAD", 1))
        assert received.startswith(b"HTTP/1.1 200"), path
        assert received.endswith(b"\r\n\r\n"), path


@pytest.mark.parametrize("body", [b"Content-Length: 999999999999\r\n", b"Transfer-Encoding: chunked\r\n"])
def test_a_body_is_not_waited_for(service: HttpService, body: bytes) -> None:
    request = b"GET /healthz HTTP/1.1\r\n" + HOST + body + b"\r\n"
    assert answer(service, request).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 1_000_000 + b"\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: a\r\n" * 50_000 + b"\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET /healthz\r\n\r\n",
        b"/\xff\xfe\r\n\r\n",
    ],
)
def test_what_is_too_large_or_no_http_is_refused_and_the_next_one_served(service: HttpService, request_: bytes) -> None:
    received = answer(service, request_)
    assert received == b"" or received.startswith(b"HTTP/1.1 400")
    assert status(service, get(b"/healthz")) == 200


@pytest.mark.parametrize("said", [b"", b"GET /healthz HTTP/1.1\r\nHost: 127"])
def test_clients_that_say_too_little_do_not_keep_others_out(
    service: HttpService, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    monkeypatch.setattr(http_protocol, "HEAD_S", 0.5)
    with ExitStack() as silent:
        clients = [silent.enter_context(connect(service)) for _ in range(MOST_REQUESTS + 8)]
        for client in clients:
            client.sendall(said)
        for client in clients:  # each is shown out
            try:
                assert client.recv(1) == b""
            except ConnectionResetError:
                continue
        assert status(service, get(b"/healthz")) == 200


def test_a_head_that_drips_is_not_waited_for_either(service: HttpService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "HEAD_S", 0.5)
    pause = threading.Event()
    with connect(service) as client:
        client.sendall(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
        assert client.recv(65536).startswith(b"HTTP/1.1 200")  # the second request of a connection is no other
        client.settimeout(0.05)
        for number in range(100):
            try:
                client.sendall(b"GET /healthz HTTP/1.1\r\n" if number == 0 else b"X: a\r\n")
                if client.recv(1) == b"":
                    return
            except TimeoutError:
                pause.wait(0.02)
            except OSError:
                return
    pytest.fail("it waited for a head that never ended")


def test_streams_asked_for_at_once_are_not_more_than_there_are(service: HttpService) -> None:
    with ExitStack() as watching:
        clients = [watching.enter_context(connect(service)) for _ in range(MOST_STREAMS + 4)]
        for client in clients:
            client.sendall(get(b"/live/top.mjpg"))
        answers = sorted(client.recv(12) for client in clients)
    assert answers == [b"HTTP/1.1 200"] * MOST_STREAMS + [b"HTTP/1.1 503"] * 4


def test_a_stream_that_nobody_takes_ends(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "UNTAKEN_S", 1.0)
    monkeypatch.setattr(http_service, "MJPEG_REPEAT_S", 0.0)
    made = HttpService(asked.sources(live=b"x" * 4_000_000), host="127.0.0.1", port=0, token=None)
    made.start()
    try:
        with ExitStack() as deaf:
            for _ in range(MOST_STREAMS):
                client = deaf.enter_context(connect(made))
                client.sendall(get(b"/live/top.mjpg"))
                assert client.recv(12) == b"HTTP/1.1 200"  # and then nothing more is taken
            assert made._streams == MOST_STREAMS
            pause = threading.Event()
            for _ in range(200):
                if not made._streams:
                    return
                pause.wait(0.1)
            pytest.fail("they are served for ever")
    finally:
        made.stop()


def test_a_token_counts_in_its_header_alone(asked: Asked) -> None:
    made = HttpService(asked.sources(), host="127.0.0.1", port=0, token=TOKEN)
    made.start()
    token = TOKEN.encode()
    try:
        for path, headers in (
            (b"/healthz?token=" + token, b""),
            (b"/healthz?access_token=" + token, b""),
            (b"/healthz", b"Cookie: token=" + token + b"\r\n"),
            (b"/healthz", b"Authorization: Basic " + token + b"\r\n"),
            (b"/healthz", b"Authorization: Bearer\r\n"),
            (b"/healthz", b"Authorization: Bearer " + token[:-1] + b"\r\n"),
            (b"/healthz", b"Authorization: Bearer \xff\xfe\r\n"),
            (b"/healthz", b"X-Forwarded-For: 127.0.0.1\r\n"),
        ):
            assert status(made, get(path, headers)) == 401
        assert status(made, get(b"/healthz", b"authorization: bearer " + token + b"\r\n")) == 200
    finally:
        made.stop()
