"""Where the HTTP service listens, under which name it is told to others, and with which token."""

import errno
import ipaddress
import socket

from inspector.config.sections import HttpSection
from inspector.domain.errors import StartupError
from inspector.domain.host_name import is_this_machine

LEAST_TOKEN = 16

_ADVICE = {
    errno.EADDRINUSE: "another program uses it; choose another with http.port, or 0 for any",
    errno.EACCES: "ports below 1024 need rights; choose another with http.port",
    errno.EADDRNOTAVAIL: "this machine has no such address; mend http.host",
}


def bound(host: str, port: int) -> socket.socket:
    """A socket bound to the address; port 0 takes a free one. Raises `StartupError` that says what to do."""
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
    except OSError as error:
        made.close()
        advice = _ADVICE.get(error.errno or 0, "mend http.host and http.port")
        raise StartupError("http", [f"{host}:{port}: {error.strerror}; {advice}"]) from error
    return made


def http_problems(section: HttpSection) -> list[str]:
    """What keeps the service from starting, but for a port that is in use: that may be the daemon that runs now."""
    if not section.enabled:
        return []
    problems: list[str] = []
    try:
        http_token(section)
    except StartupError as error:
        problems += [f"http.token_file: {problem}" for problem in error.problems]
    try:
        bound(section.host, section.port).close()
    except StartupError as error:
        in_use = isinstance(error.__cause__, OSError) and error.__cause__.errno == errno.EADDRINUSE
        problems += [] if in_use else [f"http: {problem}" for problem in error.problems]
    return problems


def http_token(section: HttpSection) -> str | None:
    """The bearer token; None when only this machine can ask. Raises `StartupError`."""
    if section.token_file is not None:
        try:
            token = section.token_file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise StartupError("http.token_file", [f"{section.token_file}: {error.strerror}"]) from error
        except UnicodeDecodeError as error:
            raise StartupError("http.token_file", [f"{section.token_file}: is not UTF-8 text"]) from error
        if len(token) < LEAST_TOKEN:
            raise StartupError("http.token_file", [f"{section.token_file}: holds fewer than {LEAST_TOKEN} characters"])
        if not (token.isascii() and token.isprintable()) or " " in token:
            raise StartupError("http.token_file", [f"{section.token_file}: one line of ASCII without spaces, please"])
        return token
    if not is_this_machine(section.host):
        raise StartupError("http.token_file", [f"{section.host} is not loopback: a token file is needed"])
    return None


def base_url(host: str, port: int) -> str:
    """How others reach the service: by the machine's name where it listens on every address."""
    try:
        everywhere = ipaddress.ip_address(host).is_unspecified
    except ValueError:
        everywhere = False
    name = socket.gethostname() if everywhere else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
