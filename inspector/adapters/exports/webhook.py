"""JSON by POST to one HTTP(S) address, as the Standard Webhooks specification says."""

import base64
import hashlib
import hmac
import http.client
import ssl
import threading
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from inspector.adapters._http_address import http_address
from inspector.adapters._http_connection import connection_to, hang_up, in_words, printable, target_of, where
from inspector.adapters.exports._http_answer import answer_of
from inspector.adapters.exports._secret_file import key_in, token_in
from inspector.config.adapter import AdapterConfig
from inspector.domain.errors import ExportError, StartupError
from inspector.domain.host_name import is_this_machine
from inspector.domain.notice import NoticeAnswer, NoticeOutcome
from inspector.ports.clock import Clock

_READ_BYTES = 4096


class Config(AdapterConfig):
    """Options of the webhook. A secret is in a file, never in this one."""

    url: str = Field(title="Address", description="Where notices are posted: `https://…`; `http://` is for trials.")
    secret_file: Path | None = Field(
        default=None,
        title="Secret file",
        description="File with the key that signs (header `webhook-signature`, HMAC-SHA256); `whsec_` and Base64, or "
        "any text of 16 characters or more. Read anew for each notice.",
    )
    token_file: Path | None = Field(
        default=None,
        title="Token file",
        description="File with a bearer token (header `Authorization`). Read anew for each notice.",
    )
    ca: Path | None = Field(
        default=None, title="Authority", description="PEM file of the server's authority; default: the system's."
    )
    timeout_s: float = Field(
        default=10, gt=0, le=60, title="Time-out", description="Seconds that one attempt may take in all."
    )

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        return http_address(url, instead="must hold no user or password: they would be logged; use token_file")

    @model_validator(mode="after")
    def _authority_needs_tls(self) -> Self:
        if self.ca is not None and not self.url.startswith("https"):
            raise ValueError("ca: means nothing for an address that is not https")
        return self


def build(config: Config, *, clock: Clock) -> "Webhook":
    """Read the files once. Raises `StartupError` that lists all that can not be used."""
    problems = []
    for key, path, read in (("secret_file", config.secret_file, key_in), ("token_file", config.token_file, token_in)):
        try:
            if path is not None:
                read(path)
        except ExportError as error:
            problems.append(f"{key}: {error}")
    try:
        context = ssl.create_default_context(cafile=config.ca)
    except (OSError, ssl.SSLError) as error:
        problems.append(f"ca: {config.ca}: {error.strerror or error}")
    if problems:
        raise StartupError("wms", problems)
    return Webhook(config, clock, context)


def insecure(config: Config) -> list[str]:
    """What the production profile refuses. See `registry.ask`."""
    problems = []
    if not config.url.startswith("https") and not is_this_machine(urlsplit(config.url).hostname or ""):
        problems.append("wms.url: production needs https")
    if config.secret_file is None and config.token_file is None:
        problems.append("wms: production needs secret_file or token_file, or anybody can pretend to be this station")
    return problems


class Webhook:
    """See Export. A connection for each attempt: notices are few, and a kept one is a way to hang."""

    def __init__(self, config: Config, clock: Clock, context: ssl.SSLContext) -> None:
        self._config, self._clock, self._context = config, clock, context
        self._url = urlsplit(config.url)
        self._where = where(self._url)
        self._lock = threading.Lock()
        self._open: http.client.HTTPConnection | None = None
        self._stopped = False

    def deliver(self, key: str, body: bytes) -> NoticeAnswer:
        """See Export."""
        try:
            secrets = self._secrets()
            headers = self._headers(key, body, secrets)
        except ExportError as error:
            return _failed("secret", str(error))
        return self._post(headers, body, secrets)

    def reach(self) -> str:
        """See Export."""
        self._secrets()
        connection = self._connection()
        try:
            with closing(connection):
                connection.connect()
                server = connection.sock
                encrypted = server.version() if isinstance(server, ssl.SSLSocket) else None
        except (OSError, ValueError) as error:
            raise ExportError(f"{self._where}: {in_words(error)}") from error
        return f"{self._where} answers, {encrypted}" if encrypted else f"{self._where} answers, not encrypted"

    def stop(self) -> None:
        """See Export."""
        with self._lock:
            self._stopped = True
            self._hang_up()

    def _connection(self) -> http.client.HTTPConnection:
        return connection_to(self._url, timeout_s=self._config.timeout_s, tls=self._context)

    def _secrets(self) -> Mapping[str, bytes]:
        config, found = self._config, {}
        if config.secret_file is not None:
            found["key"] = key_in(config.secret_file)
        if config.token_file is not None:
            found["token"] = token_in(config.token_file).encode()
        return found

    def _headers(self, key: str, body: bytes, secrets: Mapping[str, bytes]) -> dict[str, str]:
        moment = str(int(self._clock.utc().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "edge-inspector",
            "Connection": "close",
            "Idempotency-Key": key,
            "webhook-id": key,
            "webhook-timestamp": moment,
        }
        if "key" in secrets:
            signed = hmac.digest(secrets["key"], b".".join((key.encode(), moment.encode(), body)), hashlib.sha256)
            headers["webhook-signature"] = f"v1,{base64.b64encode(signed).decode()}"
        if "token" in secrets:
            headers["Authorization"] = f"Bearer {secrets['token'].decode()}"
        return headers

    def _post(self, headers: Mapping[str, str], body: bytes, secrets: Mapping[str, bytes]) -> NoticeAnswer:
        connection, late = self._connection(), threading.Event()
        with self._lock:
            if self._stopped:
                return _failed("stopped", "the station stops")
            self._open = connection
        # The socket's own time-out begins anew with every byte that a slow server sends.
        timer = threading.Timer(self._config.timeout_s, self._too_late, [late])
        timer.daemon = True
        timer.start()
        try:
            connection.request("POST", target_of(self._url), body=body, headers=dict(headers))
            response = connection.getresponse()
            said = b"" if 200 <= response.status < 300 else _beginning(response)
            answer = answer_of(
                response.status,
                retry_after=response.getheader("Retry-After"),
                said=printable(said, secrets.values()),
                now=self._clock.utc(),
            )
        except (OSError, http.client.HTTPException, ValueError) as error:
            answer = _failed(_kind(error), f"{self._where}: {in_words(error)}")
        finally:
            timer.cancel()
            with self._lock:
                self._open = None
            connection.close()
        if late.is_set():  # also where half an answer came: rather told twice under one key than not at all
            return _failed("timeout", f"{self._where}: no answer within {self._config.timeout_s:g} s")
        return answer

    def _too_late(self, late: threading.Event) -> None:
        with self._lock:
            late.set()
            self._hang_up()

    def _hang_up(self) -> None:
        if self._open is not None:
            hang_up(self._open)


def _beginning(response: http.client.HTTPResponse) -> bytes:
    """Why it was not taken, for people; a server that breaks off has still said its status."""
    try:
        return response.read(_READ_BYTES)
    except (OSError, http.client.HTTPException):
        return b""


def _failed(why: str, detail: str) -> NoticeAnswer:
    return NoticeAnswer(outcome=NoticeOutcome.FAILED, why=why, detail=detail)


def _kind(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return "tls"
    if isinstance(error, TimeoutError):
        return "timeout"
    return "connection" if isinstance(error, OSError) else "protocol"
