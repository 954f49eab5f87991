"""Who may ask the HTTP service: whoever has the token, or, without one, programs of this machine."""

import secrets
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from inspector.app.http_protocol import has_body

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})


class Guard:
    """ASGI middleware. With a token, every request must carry it: `Authorization: Bearer …`, else 401.

    Without one, the name that the request was sent to must be this machine's own, else 403: a web page that is open
    in a browser here could otherwise read the pictures through a name that it lets point to 127.0.0.1.
    """

    def __init__(self, app: ASGIApp, *, token: str | None, names: Collection[str] = ()) -> None:
        self._app = app
        self._expected = None if token is None else token.encode()
        self._names = LOOPBACK_NAMES | {name.lower() for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        refusal = self._refusal(Headers(scope=scope)) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, headers: Headers) -> JSONResponse | None:
        if self._expected is not None:
            scheme, _, given = headers.get("authorization", "").partition(" ")
            if scheme.lower() == "bearer" and secrets.compare_digest(given.strip().encode(), self._expected):
                return _too_much(headers)
            challenge = {"WWW-Authenticate": "Bearer"}
            return JSONResponse({"error": "a bearer token is needed"}, status_code=401, headers=challenge)
        host = headers.get("host", "").lower()
        name = host if host.endswith("]") else host.rpartition(":")[0] or host
        if name in self._names:
            return _too_much(headers)
        return JSONResponse({"error": f"this is not {host or 'a nameless host'}"}, status_code=403)


def _too_much(headers: Headers) -> JSONResponse | None:
    if not has_body(headers):
        return None
    return JSONResponse({"error": "no request here has a body"}, status_code=413, headers={"Connection": "close"})
