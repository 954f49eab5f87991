"""Health, metrics, items and pictures over HTTP: starlette on uvicorn, in a thread of its own."""

import asyncio
import secrets
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from inspector.domain.errors import StartupError

STOP_S = 3.0
MJPEG_PERIOD_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where the answers come from; all are called from worker threads and may block briefly."""

    unready: Callable[[], Sequence[str]]
    state: Callable[[], dict[str, Any]]
    metrics: Callable[[], bytes]
    items: Callable[[int], list[dict[str, Any]]]
    item: Callable[[str], dict[str, Any] | None]
    picture: Callable[[str, str], tuple[str, bytes] | None]
    live: Callable[[str], bytes | None]


class HttpService:
    """`start` returns when the port is bound; `stop` when the thread has ended."""

    def __init__(self, sources: Sources, *, host: str, port: int, token: str | None) -> None:
        self._sources = sources
        self._host = host
        self._port = port
        middleware = [Middleware(BaseHTTPMiddleware, dispatch=_guard(token))] if token is not None else []
        routes = [
            Route("/healthz", self._healthz),
            Route("/readyz", self._readyz),
            Route("/metrics", self._metrics),
            Route("/state", self._state),
            Route("/items", self._items),
            Route("/items/{rid}", self._item),
            Route("/items/{rid}/{name}", self._picture),
            Route("/live/{camera}.jpg", self._live),
            Route("/live/{camera}.mjpg", self._stream),
        ]
        app = Starlette(routes=routes, middleware=middleware)
        self._server = uvicorn.Server(
            uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1)
        )
        self._thread: threading.Thread | None = None
        self._stopping = False

    @property
    def port(self) -> int:
        """The bound port."""
        return self._port

    def start(self) -> None:
        """Bind and serve. Raises `StartupError` when the address can not be had."""
        bound = socket.socket(socket.AF_INET6 if ":" in self._host else socket.AF_INET, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((self._host, self._port))
        except OSError as error:
            bound.close()
            advice = "another program uses it; choose another with http.port, or 0 for any"
            raise StartupError("http", [f"{self._host}:{self._port}: {error.strerror}; {advice}"]) from error
        self._port = int(bound.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, args=(bound,), name="http", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End all connections; may be called twice."""
        self._stopping = True
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(STOP_S)
            self._thread = None

    def _serve(self, bound: socket.socket) -> None:
        with bound:
            asyncio.run(self._server.serve(sockets=[bound]))

    async def _healthz(self, _: Request) -> Response:
        return JSONResponse({"ok": True})

    async def _readyz(self, _: Request) -> Response:
        reasons = list(await run_in_threadpool(self._sources.unready))
        return JSONResponse({"ready": not reasons, "reasons": reasons}, status_code=503 if reasons else 200)

    async def _metrics(self, _: Request) -> Response:
        body = await run_in_threadpool(self._sources.metrics)
        return Response(body, media_type="text/plain; version=0.0.4; charset=utf-8")

    async def _state(self, _: Request) -> Response:
        return JSONResponse(await run_in_threadpool(self._sources.state))

    async def _items(self, request: Request) -> Response:
        text = request.query_params.get("limit", "50")
        if not text.isdecimal() or not 1 <= int(text) <= 1000:
            return JSONResponse({"error": "limit must be 1 to 1000"}, status_code=400)
        return JSONResponse(await run_in_threadpool(self._sources.items, int(text)))

    async def _item(self, request: Request) -> Response:
        found = await run_in_threadpool(self._sources.item, request.path_params["rid"])
        return _missing("item") if found is None else JSONResponse(found)

    async def _picture(self, request: Request) -> Response:
        rid, name = request.path_params["rid"], request.path_params["name"]
        found = await run_in_threadpool(self._sources.picture, rid, name)
        if found is None:
            return _missing("picture")
        media_type, body = found
        return Response(body, media_type=media_type, headers={"Cache-Control": "max-age=86400, immutable"})

    async def _live(self, request: Request) -> Response:
        body = await run_in_threadpool(self._sources.live, request.path_params["camera"])
        if body is None:
            return _missing("frame of this camera")
        return Response(body, media_type="image/jpeg", headers={"Cache-Control": "no-store"})

    async def _stream(self, request: Request) -> Response:
        camera = request.path_params["camera"]
        if await run_in_threadpool(self._sources.live, camera) is None:
            return _missing("frame of this camera")
        return StreamingResponse(
            self._pictures(request, camera), media_type="multipart/x-mixed-replace; boundary=frame"
        )

    async def _pictures(self, request: Request, camera: str) -> AsyncIterator[bytes]:
        while not self._stopping and not await request.is_disconnected():
            body = await run_in_threadpool(self._sources.live, camera)
            if body is not None:
                yield b"--frame\r\nContent-Type: image/jpeg\r\n\r\n" + body + b"\r\n"
            await asyncio.sleep(MJPEG_PERIOD_S)


def _missing(what: str) -> JSONResponse:
    return JSONResponse({"error": f"no such {what}"}, status_code=404)


def _guard(token: str) -> Callable[[Request, Callable[[Request], Awaitable[Response]]], Awaitable[Response]]:
    async def check(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        given = request.headers.get("authorization", "")
        if not secrets.compare_digest(given.encode(), f"Bearer {token}".encode()):
            return JSONResponse({"error": "a bearer token is needed"}, status_code=401)
        return await call_next(request)

    return check
