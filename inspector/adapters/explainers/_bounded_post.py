"""One POST of JSON that is bounded in time and in size whatever the other side does."""

import http.client
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult

from inspector.adapters._http_connection import connection_to, hang_up, in_words, target_of, where
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
    connection = connection_to(url, timeout_s=timeout_s, tls=tls)
    late = threading.Event()
    # The socket's own time-out begins anew with every byte that a slow server sends.
    timer = threading.Timer(timeout_s, _hang_up, [connection, late])
    timer.daemon = True
    timer.start()
    try:
        connection.request("POST", target_of(url), body=body, headers=dict(headers))
        response = connection.getresponse()
        answer = Answer(status=response.status, body=_read(response, most_bytes))
    except (OSError, http.client.HTTPException, ValueError) as error:
        why = f"no answer within {timeout_s:g} s" if late.is_set() else in_words(error)
        raise ExplainerError(f"{where(url)}: {why}") from None
    finally:
        timer.cancel()
        connection.close()
    if late.is_set():
        raise ExplainerError(f"{where(url)}: no answer within {timeout_s:g} s")
    return answer


def _read(response: http.client.HTTPResponse, most_bytes: int) -> bytes:
    found = bytearray()
    while chunk := response.read(_CHUNK):
        found += chunk
        if len(found) > most_bytes:
            raise ValueError(f"the answer is larger than {most_bytes} bytes")
    return bytes(found)


def _hang_up(connection: http.client.HTTPConnection, late: threading.Event) -> None:
    late.set()
    hang_up(connection)
