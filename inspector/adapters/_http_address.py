"""An address that a configuration may name to be asked over HTTP."""

from urllib.parse import urlsplit


def http_address(url: str, *, instead: str) -> str:
    """The address as written. Raises ValueError saying what is wrong with it.

    `instead`: what to say of a user or a password in it.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"is no address: {error}") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must begin with https:// or http:// and name a host")
    if parts.username is not None or parts.password is not None:
        raise ValueError(instead)
    if parts.fragment or port == 0 or not (url.isascii() and url.isprintable()) or " " in url:
        raise ValueError("must be ASCII without spaces and without #, with a port from 1 to 65535 if any")
    return url
