"""A small RTSP server: JPEG pictures over RTP (RFC 2435) inside the RTSP connection, as a network camera sends them."""

import base64
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt

SIZE = (160, 128)  # multiples of 8, as the payload format counts
FPS = 25
SDP = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=belt\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n"
    f"m=video 0 RTP/AVP 26\r\na=framerate:{FPS}\r\na=control:track1\r\n"
)
PAYLOAD = 1200


def scene(number: int) -> npt.NDArray[np.uint8]:
    """The number-th picture, (128, 160, 3) uint8 BGR: a grey that rises by 8, and a red square."""
    image = np.full((SIZE[1], SIZE[0], 3), (number * 8) % 200, np.uint8)
    image[32:96, 32:96] = (20, 20, 220)
    return image


class RtspServer:
    """Serves each client in a thread of its own.

    `silent`: accepts and never answers. `frames`: after so many it sends nothing more, but stays. `credentials`:
    user:password that DESCRIBE must bring.
    """

    def __init__(self, *, silent: bool = False, frames: int | None = None, credentials: str | None = None) -> None:
        self._silent = silent
        self._frames = frames
        self._credentials = credentials
        self._stop = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._clients: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._serve)]
        self.requests: list[str] = []

    @property
    def url(self) -> str:
        """Of the stream."""
        return f"rtsp://127.0.0.1:{self._listener.getsockname()[1]}/belt"

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for client in self._clients:
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
        for client in self._clients:
            client.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._clients.append(client)
            if self._silent:
                continue
            thread = threading.Thread(target=self._serve_one, args=(client,))
            self._threads.append(thread)
            thread.start()

    def _serve_one(self, client: socket.socket) -> None:
        with suppress(OSError, EOFError):
            self._talk(client)

    def _talk(self, client: socket.socket) -> None:
        lines = client.makefile("r", encoding="latin-1", newline="\r\n")
        playing = False
        while not playing:
            method, headers = self._request(lines.readline)
            self.requests.append(method)
            body, more = "", ""
            if method == "DESCRIBE" and not self._allowed(headers):
                self._answer(client, headers, "401 Unauthorized", 'WWW-Authenticate: Basic realm="belt"\r\n', "")
                continue
            if method == "OPTIONS":
                more = "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n"
            elif method == "DESCRIBE":
                more, body = f"Content-Type: application/sdp\r\nContent-Base: {self.url}/\r\n", SDP
            elif method == "SETUP":
                more = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 17\r\n"
            playing = method == "PLAY"
            self._answer(client, headers, "200 OK", more, body)
        self._play(client)

    def _request(self, readline: Callable[[], str]) -> tuple[str, dict[str, str]]:
        first = readline()
        if not first:
            raise EOFError
        headers = {}
        while line := readline().strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        return first.split()[0], headers

    def _allowed(self, headers: dict[str, str]) -> bool:
        if self._credentials is None:
            return True
        wanted = "Basic " + base64.b64encode(self._credentials.encode()).decode()
        return headers.get("authorization") == wanted

    def _answer(self, client: socket.socket, headers: dict[str, str], status: str, more: str, body: str) -> None:
        length = f"Content-Length: {len(body)}\r\n" if body else ""
        text = f"RTSP/1.0 {status}\r\nCSeq: {headers.get('cseq', '0')}\r\n{more}{length}\r\n{body}"
        client.sendall(text.encode())

    def _play(self, client: socket.socket) -> None:
        sequence = number = 0
        while not self._stop.wait(1 / FPS):
            if self._frames is not None and number >= self._frames:
                continue
            for packet in packets(scene(number), number * 90000 // FPS, sequence):
                client.sendall(b"$\x00" + struct.pack(">H", len(packet)) + packet)
                sequence += 1
            number += 1


def packets(bgr: npt.NDArray[np.uint8], timestamp: int, sequence: int) -> list[bytes]:
    """One picture as RTP packets: quantisation tables in the first, then the scan in pieces."""
    given, encoded = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, 90])
    assert given
    tables, scan = split_jpeg(encoded.tobytes())
    height, width = bgr.shape[:2]
    made: list[bytes] = []
    for offset in range(0, len(scan), PAYLOAD):
        piece = scan[offset : offset + PAYLOAD]
        last = offset + PAYLOAD >= len(scan)
        rtp = struct.pack(">BBHII", 0x80, 26 | (0x80 if last else 0), (sequence + len(made)) % 65536, timestamp, 77)
        jpeg = struct.pack(">I", offset) + struct.pack(">BBBB", 1, 255, width // 8, height // 8)
        quant = struct.pack(">BBH", 0, 0, len(tables)) + tables if offset == 0 else b""
        made.append(rtp + jpeg + quant + piece)
    return made


def split_jpeg(data: bytes) -> tuple[bytes, bytes]:
    """The two quantisation tables and the scan of a baseline JPEG."""
    tables, place = b"", 2
    while True:
        marker, length = data[place + 1], struct.unpack(">H", data[place + 2 : place + 4])[0]
        segment = data[place + 4 : place + 2 + length]
        if marker == 0xDB:
            for start in range(0, len(segment), 65):
                tables += segment[start + 1 : start + 65]
        place += 2 + length
        if marker == 0xDA:
            return tables, data[place:-2]
