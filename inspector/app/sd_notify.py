"""systemd's notify protocol (sd_notify(3)): datagrams to the socket that $NOTIFY_SOCKET names; nothing without it."""

import os
import socket

STEP_S = 120  # that one step of the start may take


class Notifier:
    """Thread-safe. A datagram that can not be delivered is dropped: systemd then sees silence, which is the message."""

    def __init__(self, address: str | None) -> None:
        self._address = None if not address else ("\0" + address[1:] if address.startswith("@") else address)

    @classmethod
    def from_environment(cls) -> "Notifier":
        """The socket that systemd gave this process, if any."""
        return cls(os.environ.get("NOTIFY_SOCKET"))

    def ready(self) -> None:
        """The service can do its work."""
        usual = os.environ.get("WATCHDOG_USEC")
        self._send("READY=1" if usual is None else f"WATCHDOG_USEC={usual}\nREADY=1")

    def restarting(self) -> None:
        """The same process starts its line anew: until `ready` the watchdog waits as long as for a step of a start."""
        self._send(f"WATCHDOG_USEC={STEP_S * 1_000_000}\nWATCHDOG=1\nSTATUS=starting anew")

    def still_starting(self, what: str) -> None:
        """The start goes on: it may take `STEP_S` more from now, whatever the unit allows it as a whole."""
        self._send(f"EXTEND_TIMEOUT_USEC={STEP_S * 1_000_000}\nSTATUS={what}")

    def watchdog(self) -> None:
        """All stages made progress."""
        self._send("WATCHDOG=1")

    def status(self, text: str) -> None:
        """One line for `systemctl status`."""
        self._send("STATUS=" + text.replace("\n", " "))

    def stopping(self) -> None:
        """The service is on its way down."""
        self._send("STOPPING=1")

    def _send(self, message: str) -> None:
        if self._address is None:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as outgoing:
            outgoing.setblocking(False)  # noqa: FBT003 - the library's signature
            try:
                outgoing.sendto(message.encode(), self._address)
            except OSError:
                return
