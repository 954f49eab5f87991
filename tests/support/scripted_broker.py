"""A broker that answers with exactly the bytes it was told to: for what real brokers do rarely or in other versions."""

import socket
import threading
from collections.abc import Callable

CONNECT, PUBLISH, SUBSCRIBE, DISCONNECT = 1, 3, 8, 14
Answer = Callable[[int, bytes], bytes | None]  # (connection number from 0, packet) → bytes to send; None hangs up


class ScriptedBroker:
    """`answer` is asked for every packet; b"" says nothing. Wire bytes are kept in `heard` as (connection, packet)."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.host, self.port = "127.0.0.1", int(self._listener.getsockname()[1])
        self.heard: list[tuple[int, bytes]] = []
        self._threads: list[threading.Thread] = []
        self._open: list[socket.socket] = []
        self._spawn(self._accept)

    def close(self) -> None:
        """Hang up on everybody."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for sock in self._open:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:  # the other side was quicker
                continue
        for thread in self._threads:
            thread.join(5)

    def _spawn(self, work: Callable[..., None], *args: object) -> None:
        self._threads.append(threading.Thread(target=work, args=args, daemon=True))
        self._threads[-1].start()

    def _accept(self) -> None:
        number = 0
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(sock)
            self._spawn(self._serve, number, sock)
            number += 1

    def _serve(self, number: int, sock: socket.socket) -> None:
        with sock, sock.makefile("rb") as stream:
            try:
                while packet := _read_packet(stream.read):
                    self.heard.append((number, packet))
                    answer = self._answer(number, packet)
                    if answer is None:
                        return
                    sock.sendall(answer)
            except OSError:
                return


def _read_packet(read: Callable[[int], bytes]) -> bytes:
    """Fixed header and body; b"" at the end."""
    head = read(1)
    length, shift = 0, 0
    while head:
        digit = read(1)
        if not digit:
            return b""
        head += digit
        length |= (digit[0] & 0x7F) << shift
        shift += 7
        if digit[0] < 0x80:
            return head + read(length)
    return b""


def kind_of(packet: bytes) -> int:
    """The packet type."""
    return packet[0] >> 4


def is_mqtt5(packet: bytes) -> bool:
    """Whether a CONNECT asks for MQTT 5."""
    return packet[8] == 5


def suback5(packet: bytes, reason: int = 0) -> bytes:
    """MQTT 5: grants (or refuses) every topic of a SUBSCRIBE."""
    body = packet[2:] if packet[1] < 0x80 else packet[3:]
    position, topics = 3 + body[2], 0
    while position < len(body):
        position += 2 + int.from_bytes(body[position : position + 2], "big") + 1
        topics += 1
    return bytes((0x90, 3 + topics)) + body[:2] + b"\x00" + bytes([reason] * topics)


def suback311(packet: bytes, reason: int = 0) -> bytes:
    """MQTT 3.1.1: the same."""
    body = packet[2:] if packet[1] < 0x80 else packet[3:]
    position, topics = 2, 0
    while position < len(body):
        position += 2 + int.from_bytes(body[position : position + 2], "big") + 1
        topics += 1
    return bytes((0x90, 2 + topics)) + body[:2] + bytes([reason] * topics)


def puback(packet: bytes) -> bytes:
    """Takes a QoS 1 publish of less than 16 kB; b"" for QoS 0."""
    if not packet[0] & 0x02:
        return b""
    body = packet[2:] if packet[1] < 0x80 else packet[3:]
    position = 2 + int.from_bytes(body[:2], "big")
    return b"\x40\x02" + body[position : position + 2]
