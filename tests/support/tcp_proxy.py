"""A TCP relay that can be cut, or made to swallow everything: the cable between a client and its broker."""

import socket
import threading


class TcpProxy:
    """Relays to (host, port). `cut` resets all connections; `swallow` keeps them open and passes nothing on.

    `heal` ends the swallowing. `swallowed` is what did not get through, from both sides.
    """

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._swallowing = threading.Event()
        self.swallowed = bytearray()
        self._closing = False
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._spawn(self._accept)

    def cut(self) -> None:
        """Pull the plug: both sides see their connection break."""
        with self._lock:
            sockets, self._sockets = self._sockets, []
        for sock in sockets:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:  # it broke before
                continue

    def swallow(self) -> None:
        """From now on nothing gets through, and nobody is told."""
        self._swallowing.set()

    def heal(self) -> None:
        """From now on things get through again; what was swallowed is lost."""
        self._swallowing.clear()

    def close(self) -> None:
        """Stop relaying."""
        self._closing = True
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        for thread in self._threads:
            thread.join(5)

    def _spawn(self, work: object, *args: object) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._closing:
            try:
                near, _ = self._listener.accept()
                far = socket.create_connection(self._target, 5)
            except OSError:
                continue
            for sock in (near, far):
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                sock.settimeout(None)
            with self._lock:
                self._sockets += [near, far]
            self._spawn(self._relay, near, far)
            self._spawn(self._relay, far, near)

    def _relay(self, source: socket.socket, sink: socket.socket) -> None:
        with source:
            try:
                while data := source.recv(65536):
                    if self._swallowing.is_set():
                        self.swallowed += data
                    else:
                        sink.sendall(data)
                sink.shutdown(socket.SHUT_RDWR)
            except OSError:
                return
