"""The bearer token of the daemon's HTTP service, as its own `http.token_file` holds it."""

from pathlib import Path


class TokenError(Exception):
    """The file holds no token; the text names it and says why."""


def read_token(file: Path) -> str:
    """One line of ASCII without spaces, as the daemon itself wants it: no header carries more. Raises `TokenError`."""
    try:
        token = file.read_bytes().strip()
    except OSError as error:
        raise TokenError(f"{file}: {error.strerror}") from error
    if not token or not all(0x21 <= byte <= 0x7E for byte in token):
        raise TokenError(f"{file}: one line of ASCII without spaces, please")
    return token.decode("ascii")
