"""How a command is told where its broker is, who that broker is, and who connects to it."""

import ssl
from pathlib import Path
from typing import Annotated

import typer

from inspector.app.cli.output import fail
from inspector.domain.host_name import host_name


def _host(text: str) -> str:
    try:
        return host_name(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


Host = Annotated[str, typer.Option("--host", callback=_host, help="The broker's address.")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="The broker's port.")]
CaFile = Annotated[
    Path | None,
    typer.Option("--ca-file", help="Certificate of the broker's authority: connect with TLS.", metavar="FILE"),
]
CertFile = Annotated[
    Path | None,
    typer.Option("--cert-file", help="Our certificate, for a broker that wants one.", metavar="FILE"),
]
KeyFile = Annotated[Path | None, typer.Option("--key-file", help="That certificate's private key.", metavar="FILE")]


def broker_tls(ca: Path | None, cert: Path | None, key: Path | None) -> ssl.SSLContext | None:
    """None without any of them. Ends the command, exit 2, naming what can not be used."""
    from inspector.adapters.bus.mqtt import Tls, tls_context

    if ca is None and cert is None and key is None:
        return None
    problems: list[str] = []
    if ca is None:
        problems.append("a certificate is shown to a broker whose authority is known: --ca-file is missing")
    if (cert is None) != (key is None):
        problems.append("--cert-file and --key-file are given together or not at all")
    if problems:
        raise fail("\n".join(problems), 2)
    context = tls_context(Tls(ca=ca, cert=cert, key=key), problems)
    if problems:
        raise fail("\n".join(problems), 2)
    return context
