"""A small HTTP server of pictures, as the daemon's, that tests fill and look into."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class PictureShop:
    """`pictures` from path to bytes; `asked` lists the paths asked for; a `hold` that is clear makes requests wait."""

    def __init__(self) -> None:
        self.pictures: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.tokens: list[str | None] = []
        self.hold = threading.Event()
        self.hold.set()
        self.status = 200
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self._answer))
        self._server.daemon_threads = False  # joined at the end: no thread is left behind
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="picture shop")
        self._thread.start()

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        """End it."""
        self.hold.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _answer(self, path: str, token: str | None) -> tuple[int, bytes]:
        self.asked.append(path)
        self.tokens.append(token)
        self.hold.wait(10)
        if self.status != 200:
            return self.status, b"no"
        content = self.pictures.get(path)
        return (200, content) if content is not None else (404, b"")


def _handler(answer: Callable[[str, str | None], tuple[int, bytes]]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 5

        def do_GET(self) -> None:
            status, content = answer(self.path, self.headers.get("Authorization"))
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    return Handler
