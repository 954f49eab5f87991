"""One kept-open HTTP connection to the daemon's picture service."""

import http.client
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

TIMEOUT_S: Final = 2.0
MAX_BYTES: Final = 64 * 1024 * 1024
# ValueError: a token that no header can carry.
_FAILURES: Final = (OSError, http.client.HTTPException, ValueError)


class PictureError(Exception):
    """No picture; the text says why."""


class NotThere(PictureError):
    """The daemon answers, but has no such picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """What was fetched from where."""

    path: str
    content: bytes


class HttpPictures:
    """Not thread-safe. `base` like `http://127.0.0.1:8080`."""

    def __init__(self, base: str, *, token: str | None = None) -> None:
        self.base = base
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Fetch:
        """Raises `NotThere`, or `PictureError` for everything else that goes wrong."""
        fresh = self._connection is None
        try:
            return self._ask(path)
        except _FAILURES as error:
            self.close()
            if fresh:
                raise PictureError(f"{self.base}{path}: {error or type(error).__name__}") from error
        try:  # a connection that was kept open may have been closed by the other side: once more with a new one
            return self._ask(path)
        except _FAILURES as error:
            self.close()
            raise PictureError(f"{self.base}{path}: {error or type(error).__name__}") from error

    def close(self) -> None:
        """Let the connection go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, path: str) -> Fetch:
        if self._connection is None:
            self._connection = self._opened()
        self._connection.request("GET", urlsplit(self.base).path.rstrip("/") + path, headers=self._headers)
        response = self._connection.getresponse()
        content = response.read(MAX_BYTES + 1)
        if response.status == http.client.NOT_FOUND:
            raise NotThere(f"{path}: not there")
        if response.status != http.client.OK:
            raise PictureError(f"{path}: {response.status} {response.reason}")
        if len(content) > MAX_BYTES:
            self.close()
            raise PictureError(f"{path}: larger than {MAX_BYTES} bytes")
        return Fetch(path=path, content=content)

    def _opened(self) -> http.client.HTTPConnection:
        try:
            parts = urlsplit(self.base)
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise PictureError(f"{self.base}: {error}") from error
        if parts.scheme not in {"http", "https"} or not host:
            raise PictureError(f"{self.base}: not an HTTP address")
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        return kind(host, port, timeout=TIMEOUT_S)
