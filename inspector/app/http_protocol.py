"""How long the HTTP service waits for a client: a few that say nothing must not keep the others out."""

import asyncio
import socket

import h11
from starlette.datastructures import Headers
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_S = 5.0
UNTAKEN_S = 15.0


class ImpatientProtocol(H11Protocol):
    """Closes a connection whose request's head is not complete in time, from its start, however slowly it drips.

    Uvicorn alone waits for ever, and counts such a connection among the few that it serves.
    """

    _head_due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See asyncio.Protocol."""
        super().connection_made(transport)
        self._watch_head()

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        super().data_received(data)
        self._watch_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        self._forget_head()
        super().connection_lost(exc)

    def _watch_head(self) -> None:
        if self.conn.their_state is not h11.IDLE or self.transport.is_closing():
            self._forget_head()
        elif self._head_due is None:
            self._head_due = self.loop.call_later(HEAD_S, self.transport.abort)

    def _forget_head(self) -> None:
        if self._head_due is not None:
            self._head_due.cancel()
            self._head_due = None


def end_what_nobody_takes(listening: socket.socket) -> None:
    """Every connection that it accepts ends when the client takes nothing of an answer for so long."""
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(UNTAKEN_S * 1000))


def has_body(headers: Headers) -> bool:
    """A request that brings something: nothing here takes it, and waiting for its end could take for ever."""
    return headers.get("content-length", "0").strip() not in {"", "0"} or "transfer-encoding" in headers
