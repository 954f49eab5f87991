"""A real mosquitto on a free loopback port: started, frozen, killed and brought back by the tests."""

import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path

_PLACES = ("/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/opt/homebrew/sbin/mosquitto")


def free_port() -> int:
    """A TCP port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def mosquitto_program() -> str:
    """Where the broker's program is."""
    found = shutil.which("mosquitto") or next((place for place in _PLACES if Path(place).exists()), None)
    assert found is not None, "the integration tests need the mosquitto broker: apt-get install mosquitto"
    return found


class Mosquitto:
    """One broker process. `lines` are added to its configuration, after the listener."""

    def __init__(self, folder: Path, *, lines: Sequence[str] = (), anonymous: bool = True) -> None:
        self.host = "127.0.0.1"
        self.port = free_port()
        self._binary = mosquitto_program()
        self._config = folder / "mosquitto.conf"
        self._log = folder / "mosquitto.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._config.write_text(
            "\n".join(
                (
                    f"listener {self.port} {self.host}",
                    f"allow_anonymous {'true' if anonymous else 'false'}",
                    "set_tcp_nodelay true",
                    "persistence false",
                    "user root",  # started by root, it would otherwise become a user who can not read the test's files
                    f"log_dest file {self._log}",
                    "log_type all",
                    *lines,
                )
            )
            + "\n"
        )

    def start(self) -> "Mosquitto":
        """Run it; returns when it accepts connections."""
        assert self._process is None
        self._process = subprocess.Popen([self._binary, "-c", str(self._config)], stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        pause = threading.Event()
        while time.monotonic() < deadline:
            assert self._process.poll() is None, f"mosquitto ended:\n{self.log()}"
            try:
                socket.create_connection((self.host, self.port), 0.5).close()
            except OSError:
                pause.wait(0.01)
            else:
                return self
        raise AssertionError(f"mosquitto does not listen:\n{self.log()}")

    def kill(self) -> None:
        """SIGKILL: it saves nothing and tells nobody."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """SIGTERM; also called when it is gone already."""
        if self._process is not None:
            self._end(signal.SIGTERM)

    def freeze(self) -> None:
        """SIGSTOP: connections stay open, nothing is answered. `kill` works on it, and `thaw`."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def log(self) -> str:
        """What it wrote."""
        return self._log.read_text(errors="replace") if self._log.exists() else "(no log)"

    def _end(self, number: int) -> None:
        assert self._process is not None
        self._process.send_signal(number)
        self._process.send_signal(signal.SIGCONT)  # a frozen one would not even notice
        self._process.wait(10)
        self._process = None
