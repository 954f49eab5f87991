"""One POST of JSON that is bounded in time and in size whatever the other side does.

`http.client` of the standard library: it follows no redirect, takes no proxy and no password from the environment.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult

from inspector.domain.errors import ExplainerError

_CHUNK = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status and body as they came."""

    status: int
    body: bytes


def post(
    url: SplitResult, headers: Mapping[str, str], body: bytes, *, timeout_s: float, most_bytes: int, tls: ssl.SSLContext
) -> Answer:
    """Raises `ExplainerError` for no answer in time, one that is too large, and a connection that fails."""
    where = f"{url.hostname}:{url.port or (443 if url.scheme == 'https' else 80)}"
    connection = _connection(url, timeout_s, tls)
    late = threading.Event()
    # The socket's own time-out begins anew with every byte that a slow server sends.
    timer = threading.Timer(timeout_s, _hang_up, [connection, late])
    timer.daemon = True
    timer.start()
    try:
        target = (url.path or "/") + (f"?{url.query}" if url.query else "")
        connection.request("POST", target, body=body, headers=dict(headers))
        response = connection.getresponse()
        answer = Answer(status=response.status, body=_read(response, most_bytes))
    except (OSError, http.client.HTTPException, ValueError) as error:
        why = f"no answer within {timeout_s:g} s" if late.is_set() else _in_words(error)
        raise ExplainerError(f"{where}: {why}") from None
    finally:
        timer.cancel()
        connection.close()
    if late.is_set():
        raise ExplainerError(f"{where}: no answer within {timeout_s:g} s")
    return answer


def _connection(url: SplitResult, timeout_s: float, tls: ssl.SSLContext) -> http.client.HTTPConnection:
    if url.scheme == "https":
        return http.client.HTTPSConnection(url.hostname or "", url.port, timeout=timeout_s, context=tls)
    return http.client.HTTPConnection(url.hostname or "", url.port, timeout=timeout_s)


def _read(response: http.client.HTTPResponse, most_bytes: int) -> bytes:
    found = bytearray()
    while chunk := response.read(_CHUNK):
        found += chunk
        if len(found) > most_bytes:
            raise ValueError(f"the answer is larger than {most_bytes} bytes")
    return bytes(found)


def _hang_up(connection: http.client.HTTPConnection, late: threading.Event) -> None:
    """Whoever waits for the socket wakes up. By the plain method: TLS's own would go on in clear text."""
    late.set()
    if connection.sock is not None:
        with suppress(OSError):
            socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)


def _in_words(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return str(getattr(error, "strerror", None) or error or type(error).__name__)
