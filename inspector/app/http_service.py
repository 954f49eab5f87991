"""Health, metrics, items and pictures over HTTP: starlette on uvicorn, in a thread of its own."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from inspector.app.http_address import bound
from inspector.app.http_guard import Guard
from inspector.app.http_protocol import ImpatientProtocol, end_what_nobody_takes
from inspector.domain.errors import StoreError

STOP_S = 2.0
MJPEG_PERIOD_S = 0.1
MJPEG_REPEAT_S = 5.0
MOST_STREAMS = 4
MOST_REQUESTS = 64
MOST_OPEN = 200  # each costs a look into its evidence
MOST_CAME_BACK = 50  # each costs up to 20 of them
MOST_LINES = 500
MOST_CODE = 200
MOST_DIGITS = 6
MULTIPART = "multipart/x-mixed-replace; boundary=frame"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where the answers come from; all are called from worker threads, may block briefly and may raise `StoreError`.

    `items(limit, before)` gives newest first, each with its `number`; `before` is the number that a page starts
    after. `live` gives the same object as long as it shows the same frame. `unanswered(limit, after, code)` gives
    isolated items that wait for a person, in their order, each with its `number`; with a `code` those that it means,
    `relabelled(limit)` those that are being relabelled, `came_back(limit)` complaints that wait to be looked at again.
    `journal(limit, before)` is the alarms', newest first. `golden(sku, camera, number)` is a PNG of how the product
    should look, `draft(sku, camera)` a JPEG of what a lesson was given that is not active.
    """

    unready: Callable[[], Sequence[str]]
    state: Callable[[], dict[str, Any]]
    metrics: Callable[[], bytes]
    items: Callable[[int, int | None], list[dict[str, Any]]]
    item: Callable[[str], dict[str, Any] | None]
    picture: Callable[[str, str], tuple[str, bytes] | None]
    live: Callable[[str], bytes | None]
    draft: Callable[[str, str], bytes | None] = field(default=lambda _sku, _camera: None)
    journal: Callable[[int, int | None], list[dict[str, Any]]] = field(default=lambda _limit, _before: [])
    golden: Callable[[str, str, int], bytes | None] = field(default=lambda _sku, _camera, _number: None)
    unanswered: Callable[[int, int, str], dict[str, Any]] = field(
        default=lambda _limit, _after, _code: {"total": 0, "items": []}
    )
    relabelled: Callable[[int], dict[str, Any]] = field(default=lambda _limit: {"total": 0, "items": []})
    came_back: Callable[[int], dict[str, Any]] = field(default=lambda _limit: {"total": 0, "complaints": []})


class HttpService:
    """`start` returns when the port is bound; `stop` when the thread has ended."""

    def __init__(self, sources: Sources, *, host: str, port: int, token: str | None) -> None:
        self._sources = sources
        self._host = host
        self._port = port
        routes = [
            Route("/healthz", self._healthz),
            Route("/readyz", self._readyz),
            Route("/metrics", self._metrics),
            Route("/state", self._state),
            Route("/items", self._items),
            Route("/items/open", self._unanswered),
            Route("/items/relabelled", self._relabelled),
            Route("/items/{rid}", self._item),
            Route("/items/{rid}/{name}", self._picture),
            Route("/escapes", self._came_back),
            Route("/golden/{camera}.png", self._golden),
            Route("/drafts/{camera}.jpg", self._draft),
            Route("/alarms/journal", self._journal),
            Route("/live/{camera}.jpg", self._live),
            Route("/live/{camera}.mjpg", self._stream),
        ]
        app = Starlette(
            routes=routes,
            middleware=[Middleware(Guard, token=token, names=(host,))],
            exception_handlers={HTTPException: _http_problem, StoreError: _store_problem},
        )
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
                http=ImpatientProtocol,
                ws="none",
                log_config=None,
                log_level="error",  # anybody who connects could fill the log with warnings
                access_log=False,
                lifespan="off",
                server_header=False,
                limit_concurrency=MOST_REQUESTS,
                timeout_graceful_shutdown=1,
            )
        )
        self._streams = 0
        self._thread: threading.Thread | None = None
        self._stopping = False

    @property
    def port(self) -> int:
        """The bound port."""
        return self._port

    def start(self) -> None:
        """Bind, listen and serve. Raises `StartupError` when the address can not be had."""
        listening = bound(self._host, self._port)
        end_what_nobody_takes(listening)
        listening.listen(MOST_REQUESTS)  # from now on requests wait instead of being refused
        self._port = int(listening.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, args=(listening,), name="http", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End all connections; may be called twice."""
        self._stopping = True
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(STOP_S)
            self._thread = None

    def _serve(self, listening: socket.socket) -> None:
        with listening:
            asyncio.run(self._server.serve(sockets=[listening]))

    async def _healthz(self, _: Request) -> Response:
        return JSONResponse({"ok": True})

    async def _readyz(self, _: Request) -> Response:
        reasons = list(await run_in_threadpool(self._sources.unready))
        return JSONResponse({"ready": not reasons, "reasons": reasons}, status_code=503 if reasons else 200)

    async def _metrics(self, _: Request) -> Response:
        body = await run_in_threadpool(self._sources.metrics)
        return Response(body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _state(self, _: Request) -> Response:
        return JSONResponse(await run_in_threadpool(self._sources.state))

    async def _items(self, request: Request) -> Response:
        limit = _number(request, "limit", 50)
        before = _number(request, "before", None)
        if limit is None or limit > 1000:
            raise HTTPException(400, "limit must be 1 to 1000")
        found = await run_in_threadpool(self._sources.items, limit, before)
        headers = {}
        if len(found) == limit:
            headers["Link"] = f'</items?limit={limit}&before={found[-1]["number"]}>; rel="next"'
        return JSONResponse(found, headers=headers)

    async def _unanswered(self, request: Request) -> Response:
        limit = _number(request, "limit", 50)
        after = _number(request, "after", None)
        code = request.query_params.get("code", "")
        if limit is None or limit > MOST_OPEN or len(code) > MOST_CODE:
            raise HTTPException(400, f"limit must be 1 to {MOST_OPEN}, code at most {MOST_CODE} characters")
        found = await run_in_threadpool(self._sources.unanswered, limit, after or 0, code)
        headers = {"Cache-Control": "no-store"}
        if len(found["items"]) == limit and not code:
            headers["Link"] = f'</items/open?limit={limit}&after={found["items"][-1]["number"]}>; rel="next"'
        return JSONResponse(found, headers=headers)

    async def _relabelled(self, request: Request) -> Response:
        limit = _number(request, "limit", 50)
        if limit is None or limit > MOST_OPEN:
            raise HTTPException(400, f"limit must be 1 to {MOST_OPEN}")
        found = await run_in_threadpool(self._sources.relabelled, limit)
        return JSONResponse(found, headers={"Cache-Control": "no-store"})

    async def _came_back(self, request: Request) -> Response:
        limit = _number(request, "limit", 20)
        if limit is None or limit > MOST_CAME_BACK:
            raise HTTPException(400, f"limit must be 1 to {MOST_CAME_BACK}")
        found = await run_in_threadpool(self._sources.came_back, limit)
        return JSONResponse(found, headers={"Cache-Control": "no-store"})

    async def _journal(self, request: Request) -> Response:
        limit, before = _number(request, "limit", 50), _number(request, "before", None)
        if limit is None or limit > MOST_LINES:
            raise HTTPException(400, f"limit must be 1 to {MOST_LINES}")
        found = await run_in_threadpool(self._sources.journal, limit, before)
        headers = {"Cache-Control": "no-store"}
        if len(found) == limit:
            headers["Link"] = f'</alarms/journal?limit={limit}&before={found[-1]["number"]}>; rel="next"'
        return JSONResponse({"lines": found}, headers=headers)

    async def _item(self, request: Request) -> Response:
        found = await run_in_threadpool(self._sources.item, request.path_params["rid"])
        if found is None:
            raise HTTPException(404, "no such item")
        return JSONResponse(found)

    async def _picture(self, request: Request) -> Response:
        rid, name = request.path_params["rid"], request.path_params["name"]
        found = await run_in_threadpool(self._sources.picture, rid, name)
        if found is None:
            raise HTTPException(404, "no such picture")
        media_type, body = found
        return Response(body, media_type=media_type, headers={"Cache-Control": "max-age=86400, immutable"})

    async def _golden(self, request: Request) -> Response:
        sku, number = request.query_params.get("sku", ""), request.query_params.get("number", "0")
        if not sku or not (number.isascii() and number.isdecimal() and len(number) < MOST_DIGITS):
            raise HTTPException(400, "sku must be given, and number must be a whole number from 0 on")
        found = await run_in_threadpool(self._sources.golden, sku, request.path_params["camera"], int(number))
        if found is None:
            raise HTTPException(404, "no golden picture of this product from this camera")
        return Response(found, media_type="image/png", headers={"Cache-Control": "no-cache"})

    async def _draft(self, request: Request) -> Response:
        sku = request.query_params.get("sku", "")
        found = await run_in_threadpool(self._sources.draft, sku, request.path_params["camera"])
        if found is None:
            raise HTTPException(404, "no draft of this product from this camera")
        return Response(found, media_type="image/jpeg", headers={"Cache-Control": "no-store"})

    async def _live(self, request: Request) -> Response:
        body = await run_in_threadpool(self._sources.live, request.path_params["camera"])
        if body is None:
            raise HTTPException(404, "no frame of this camera")
        return Response(body, media_type="image/jpeg", headers={"Cache-Control": "no-store"})

    async def _stream(self, request: Request) -> Response:
        camera = request.path_params["camera"]
        if await run_in_threadpool(self._sources.live, camera) is None:
            raise HTTPException(404, "no frame of this camera")
        if request.method == "HEAD":
            return Response(media_type=MULTIPART)
        if self._streams >= MOST_STREAMS:
            raise HTTPException(503, f"{MOST_STREAMS} streams are served already; /live/{camera}.jpg is not limited")
        self._streams += 1  # from here to the answer's end nothing else gets a turn that could count as well
        return _Counted(self._pictures(request, camera), media_type=MULTIPART, ended=self._stream_ended)

    def _stream_ended(self) -> None:
        self._streams -= 1

    async def _pictures(self, request: Request, camera: str) -> AsyncIterator[bytes]:
        """New frames as they come; an old one now and then, so that a client that is gone is noticed."""
        shown, idle_s = None, 0.0
        while not self._stopping and not await request.is_disconnected():
            body = await run_in_threadpool(self._sources.live, camera)
            if body is not None and (body is not shown or idle_s >= MJPEG_REPEAT_S):
                shown, idle_s = body, 0.0
                yield b"--frame\r\nContent-Type: image/jpeg\r\n\r\n" + body + b"\r\n"
            await asyncio.sleep(MJPEG_PERIOD_S)
            idle_s += MJPEG_PERIOD_S


class _Counted(StreamingResponse):
    """Says when it is over, also when the client went before its first byte."""

    def __init__(self, content: AsyncIterator[bytes], *, media_type: str, ended: Callable[[], None]) -> None:
        super().__init__(content, media_type=media_type)
        self._ended = ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._ended()


def _number(request: Request, name: str, default: int | None) -> int | None:
    """A whole number from 1 on out of the query. Raises 400."""
    text = request.query_params.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) < 16 and int(text) >= 1):
        raise HTTPException(400, f"{name} must be a whole number from 1 on")
    return int(text)


async def _http_problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for these only
    return JSONResponse({"error": error.detail}, status_code=error.status_code, headers=error.headers)


async def _store_problem(_: Request, error: Exception) -> Response:
    return JSONResponse({"error": str(error)}, status_code=503)
