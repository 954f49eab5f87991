"""A connection to an address that the configuration names, and what people are told when it fails.

`http.client` of the standard library: it follows no redirect, takes no proxy and no password from the environment, and
one POST at a time needs nothing else.
"""

import http.client
import socket
import ssl
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import SplitResult

_SHOWN = 200


def connection_to(url: SplitResult, *, timeout_s: float, tls: ssl.SSLContext) -> http.client.HTTPConnection:
    """Not open yet. `timeout_s` is for each byte, not for all of it: whoever asks has a timer of its own."""
    if url.scheme == "https":
        return http.client.HTTPSConnection(url.hostname or "", url.port, timeout=timeout_s, context=tls)
    return http.client.HTTPConnection(url.hostname or "", url.port, timeout=timeout_s)


def target_of(url: SplitResult) -> str:
    """What is asked of the server: the path, and what follows `?`."""
    return (url.path or "/") + (f"?{url.query}" if url.query else "")


def where(url: SplitResult) -> str:
    """Host and port, as people write them."""
    host = f"[{url.hostname}]" if ":" in (url.hostname or "") else url.hostname
    return f"{host}:{url.port or (443 if url.scheme == 'https' else 80)}"


def hang_up(connection: http.client.HTTPConnection) -> None:
    """Whoever waits for the socket wakes up; any thread. By the plain method: TLS's own would go on in clear text."""
    if connection.sock is not None:
        with suppress(OSError):
            socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)


def in_words(error: Exception) -> str:
    """Why there was no answer."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return str(getattr(error, "strerror", None) or error or type(error).__name__)


def printable(said: bytes, secrets: Iterable[bytes]) -> str:
    """The beginning of what a server said, on one line. It may repeat what it was sent: our secrets go nowhere."""
    for secret in secrets:
        said = said.replace(secret, b"***")
    text = said.decode("utf-8", "replace")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_SHOWN]
