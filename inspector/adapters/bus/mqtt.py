"""MQTT by paho: version 5 where the broker speaks it, 3.1.1 where it does not."""

import os
import ssl
from dataclasses import replace
from pathlib import Path
from typing import Literal, Self
from uuid import uuid4

from pydantic import Field, SecretStr, model_validator

from inspector.adapters.bus._dial import Dial, Dialler
from inspector.adapters.bus._inbox import FILTERS
from inspector.adapters.bus._paho import MQTT5, MQTT311
from inspector.adapters.bus._station import FirstPauseS, LongestPauseS, Pace, StationBus, TakeoverPauseS
from inspector.config.adapter import AdapterConfig
from inspector.domain.errors import StartupError
from inspector.domain.station import StationInfo
from inspector.ports.clock import Clock
from inspector.wire.topics import Address

_PROTOCOLS = {"auto": None, "5": MQTT5, "3.1.1": MQTT311}


class Tls(AdapterConfig):
    """Certificates. Without `ca` the system's authorities are trusted; `cert` and `key` say who we are."""

    ca: Path | None = Field(default=None, title="Authority", description="PEM file of the broker's authority.")
    cert: Path | None = Field(default=None, title="Certificate", description="PEM file of this station's certificate.")
    key: Path | None = Field(default=None, title="Key", description="PEM file of the certificate's private key.")

    @model_validator(mode="after")
    def _certificate_has_its_key(self) -> Self:
        if (self.cert is None) != (self.key is None):
            raise ValueError("cert and key are given together or not at all")
        return self


class Config(AdapterConfig):
    """Options of the kind `mqtt`."""

    host: str = Field(default="127.0.0.1", title="Host", description="Name or address of the broker.", min_length=1)
    port: int = Field(default=1883, title="Port", description="TCP port of the broker; 8883 with TLS.", ge=1, le=65535)
    tls: Tls | None = Field(default=None, title="TLS", description="Encrypts the link; off when absent.")
    username: str | None = Field(default=None, title="User", description="User name, if the broker wants one.")
    password_env: str | None = Field(
        default=None, title="Password variable", description="Environment variable that holds the password."
    )
    password_file: Path | None = Field(
        default=None, title="Password file", description="File that holds the password, one line."
    )
    protocol: Literal["auto", "5", "3.1.1"] = Field(
        default="auto", title="Protocol", description="MQTT version; auto takes 5 where the broker speaks it."
    )
    client_id: str | None = Field(
        default=None,
        title="Client id",
        description="Must be this station's alone; fc-{site}-{line}-{station} when absent.",
        min_length=1,
        max_length=120,
    )
    keepalive_s: int = Field(
        default=5, title="Keep-alive", description="Seconds; a dead link is noticed within twice that.", ge=1, le=60
    )
    connect_timeout_s: float = Field(
        default=5.0, title="Connect time-out", description="Seconds for one attempt to connect.", gt=0, le=60
    )
    reconnect_min_s: FirstPauseS = 1.0
    reconnect_max_s: LongestPauseS = 5.0
    takeover_pause_s: TakeoverPauseS = 30.0
    session_expiry_s: int = Field(
        default=120,
        title="Session expiry",
        description="Seconds that the broker keeps arrivals, acks and confirms for us while we are away; 0 keeps "
        "nothing. MQTT 3.1.1 knows no such time: there the broker's own setting rules (mosquitto: "
        "persistent_client_expiration).",
        ge=0,
        le=3600,
    )

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.password_env is not None and self.password_file is not None:
            raise ValueError("give password_env or password_file, not both")
        if self.username is None and (self.password_env is not None or self.password_file is not None):
            raise ValueError("a password needs a username")
        if self.reconnect_max_s < self.reconnect_min_s:
            raise ValueError("reconnect_max_s must not be less than reconnect_min_s")
        return self


def build(config: Config, *, address: Address, clock: Clock, boot: int, info: StationInfo) -> StationBus:
    """A bus that is not started yet.

    `boot` is any number that changes with each start of the process; `info` is published at every new link.
    Raises `StartupError` that lists every file or variable that can not be used.
    """
    dial = _dial(config, address)
    pace = Pace(
        reconnect_min_s=config.reconnect_min_s,
        reconnect_max_s=config.reconnect_max_s,
        takeover_pause_s=config.takeover_pause_s,
    )
    return StationBus(connector=Dialler(dial, clock), address=address, clock=clock, boot=boot, info=info, pace=pace)


def reach(config: Config, *, address: Address, clock: Clock) -> str:
    """Connect and subscribe as the station would, and leave again: says where to and in which protocol.

    Under a client id of its own and without a will: a daemon that runs is not disturbed. Raises `StartupError`, and
    `BusError` for a broker that does not answer, is none, or does not want us.
    """
    dial = replace(_dial(config, address), client_id=f"fc-look-{uuid4().hex[:12]}", session_expiry_s=0)
    filters = [(address.topic(suffix), qos) for suffix, qos in FILTERS]
    connection = Dialler(dial, clock).connect(
        will=None, own_status=address.topic("status"), filters=filters, cancelled=lambda: False
    )
    connection.close()
    return connection.detail


def _dial(config: Config, address: Address) -> Dial:
    problems: list[str] = []
    password = _password(config, problems)
    tls = tls_context(config.tls, problems) if config.tls is not None else None
    if problems:
        raise StartupError(f"MQTT to {config.host}:{config.port}", problems)
    return Dial(
        host=config.host,
        port=config.port,
        client_id=config.client_id or f"fc-{address.site}-{address.line}-{address.station}",
        protocol=_PROTOCOLS[config.protocol],
        keepalive_s=config.keepalive_s,
        timeout_s=config.connect_timeout_s,
        session_expiry_s=config.session_expiry_s,
        username=config.username,
        password=password,
        tls=tls,
    )


def tls_context(tls: Tls, problems: list[str]) -> ssl.SSLContext | None:
    """What these files make; every one that can not be used is added to `problems`, and None comes back."""
    missing = [
        f"tls.{name}: {path} can not be read"
        for name, path in (("ca", tls.ca), ("cert", tls.cert), ("key", tls.key))
        if path is not None and not os.access(path, os.R_OK)
    ]
    problems.extend(missing)
    if missing:
        return None
    context: ssl.SSLContext | None = None
    try:
        context = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, cafile=tls.ca)
    except (OSError, ValueError) as error:
        problems.append(f"tls.ca: {tls.ca}: holds no certificate of an authority: {error}")
    if tls.cert is None:
        return context
    try:
        # Never asks at a terminal that a daemon does not have: a key with a password is refused.
        (context or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)).load_cert_chain(tls.cert, tls.key, password="")
    except (OSError, ValueError) as error:
        named = f"{tls.cert} with {tls.key}"
        problems.append(f"tls.cert, tls.key: {named}: are no certificate and its key without a password: {error}")
        return None
    return context


def _password(config: Config, problems: list[str]) -> SecretStr | None:
    if config.password_env is not None:
        value = os.environ.get(config.password_env)
        if not value:
            problems.append(f"password_env: the environment has no variable {config.password_env}")
        return SecretStr(value or "")
    if config.password_file is not None:
        try:
            return SecretStr(config.password_file.read_text(encoding="utf-8").rstrip("\r\n"))
        except (OSError, UnicodeDecodeError) as error:
            problems.append(f"password_file: {config.password_file} can not be read: {error}")
    return None
