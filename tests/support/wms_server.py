"""The warehouse's side: a real HTTP server that answers as it is told, and remembers what it was sent."""

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from inspector.wire.wms import WmsNotice, read_wms_body


@dataclass(frozen=True)
class Post:
    """One request. Header names are lower case."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def key(self) -> str:
        return self.headers["idempotency-key"]

    @property
    def notice(self) -> WmsNotice:
        return read_wms_body(self.body)


@dataclass
class WmsServer:
    """`answer` gives (status, headers, body) for each request; `hang` makes it wait until the test is over."""

    port: int = 0
    answer: Callable[[Post], tuple[int, Mapping[str, str], bytes]] = lambda _: (204, {}, b"")
    hang: bool = False
    drip: bool = False
    posts: list[Post] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)
    over: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/hook", *, scheme: str = "http") -> str:
        return f"{scheme}://localhost:{self.port}{path}"

    def wait(self, count: int) -> list[Post]:
        """Until so many requests came."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.posts) >= count, 60), self.posts
            return list(self.posts)


@contextmanager
def wms_server(*, tls: ssl.SSLContext | None = None) -> Iterator[WmsServer]:
    """On a free port of this machine."""
    state = WmsServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            post = Post(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            with state.changed:
                state.posts.append(post)
                state.changed.notify_all()
            if state.hang:
                state.over.wait(60)
                return
            if state.drip:
                self._drip()
                return
            status, headers, said = state.answer(post)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def do_GET(self) -> None:
            with state.changed:
                state.posts.append(Post(self.path, {}, b"GET"))
            self.send_response(200)
            self.end_headers()

        def _drip(self) -> None:
            """A byte now and then, for ever: each keeps a plain socket's time-out from coming."""
            try:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                while not state.over.wait(0.02):
                    self.wfile.write(b"a")
            except OSError:
                return  # hung up on us: that is what is wanted

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that does not trust us hangs up: no news."""

    server = Server(("localhost", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    state.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.over.set()
        server.shutdown()
        server.server_close()
        thread.join(10)
