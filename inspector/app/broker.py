"""The embedded broker: MQTT 3.1.1 by amqtt, in a thread of this process, for the demo and for trying things out.

A line runs on mosquitto: this one has no access control, no TLS, keeps nothing on disk, and speaks no MQTT 5. That is
why it listens on loopback only.
"""

import argparse
import asyncio
import errno
import ipaddress
import logging
import signal
import threading
from types import TracebackType
from typing import Self

from inspector.domain.errors import StartupError

START_S = 10.0
STOP_S = 10.0


class EmbeddedBroker:
    """`start` returns when clients can connect; `port` is then the real one, also when 0 asked for any free port."""

    def __init__(self, host: str = "127.0.0.1", port: int = 1883) -> None:
        self._host = host
        self._port = port
        self._thread: threading.Thread | None = None
        self._settled = threading.Event()
        self._failure: StartupError | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._leave: asyncio.Event | None = None

    @property
    def host(self) -> str:
        """Where it listens."""
        return self._host

    @property
    def port(self) -> int:
        """The TCP port; the one asked for until `start` has returned."""
        return self._port

    def start(self) -> None:
        """Listen. Raises `StartupError` that says what to do."""
        if self._thread is not None:
            raise RuntimeError("an embedded broker is started once")
        _check_loopback(self._host)
        self._thread = threading.Thread(target=self._run, name="embedded-broker", daemon=True)
        self._thread.start()
        if not self._settled.wait(START_S):
            raise StartupError("embedded broker", [f"did not start within {START_S:g} s"])
        if self._failure is not None:
            self._thread.join(STOP_S)
            raise self._failure

    def stop(self) -> None:
        """End all connections and the thread. May be called twice."""
        if self._thread is None:
            return
        if self._loop is not None and self._leave is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._leave.set)
        self._thread.join(STOP_S)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except StartupError as error:
            self._failure = error
        finally:
            self._settled.set()

    async def _serve(self) -> None:
        logging.getLogger("amqtt").setLevel(logging.CRITICAL)  # it warns of every client that tries MQTT 5 first
        logging.getLogger("transitions").setLevel(logging.CRITICAL)
        try:
            from inspector.app._amqtt import LineBroker, broker_config  # noqa: PLC0415 - an optional extra
        except ImportError as error:
            advice = "the embedded broker needs an extra: pip install 'edge-inspector[broker]'"
            raise StartupError("embedded broker", [advice]) from error
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(_note_only)
        self._leave = asyncio.Event()
        broker = LineBroker(broker_config(self._host, self._port))
        try:
            await broker.start()
        except Exception as error:
            raise StartupError("embedded broker", [_advice(error, self._host, self._port)]) from error
        self._port = broker.bound_port()
        self._settled.set()
        await self._leave.wait()
        broker.hang_up()
        await asyncio.sleep(0.01)  # the readers find their end
        await broker.shutdown()


def _check_loopback(host: str) -> None:
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        problem = f"it lets everybody in, so it listens on loopback only, not on {host}; for others run mosquitto"
        raise StartupError("embedded broker", [problem])


def _advice(error: BaseException, host: str, port: int) -> str:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, OSError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, OSError) and cause.errno == errno.EADDRINUSE:
        return f"port {port} is in use by another program; choose another with --port"
    if isinstance(cause, OSError) and cause.errno == errno.EACCES:
        return f"port {port} needs rights that we do not have; choose one above 1023 with --port"
    return f"can not listen on {host}:{port}: {cause or error}"


def _note_only(_loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """A client that hangs up in the middle of something is no event."""
    logging.getLogger(__name__).debug("%s: %r", context.get("message"), context.get("exception"))


def main() -> None:
    """`python -m inspector.app.broker --port 1883`: serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m inspector.app.broker", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=1883)
    options = parser.parse_args()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        with EmbeddedBroker(options.host, options.port) as broker:
            print(f"MQTT 3.1.1 on {broker.host}:{broker.port}; Ctrl+C ends it", flush=True)
            stop.wait()
    except StartupError as error:
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main()
