"""Who the broker is, and who we are: PEM files, read once at the start."""

import ssl
from pathlib import Path


class TlsError(Exception):
    """A file can not be used; the text names it and says why."""


def tls_context(*, ca: Path, cert: Path | None, key: Path | None) -> ssl.SSLContext:
    """Trusts brokers of this authority alone; `cert` and `key` show who we are. Raises `TlsError`."""
    if (cert is None) != (key is None):
        raise TlsError("a certificate and its key are given together or not at all")
    for path in (ca, cert, key):
        _readable(path)
    try:
        context = ssl.create_default_context(cafile=ca)
    except (OSError, ValueError) as error:
        raise TlsError(f"{ca}: holds no certificate of an authority: {error}") from error
    if cert is not None:
        try:
            # Never asks at a terminal that the window does not have: a key with a password is refused.
            context.load_cert_chain(cert, key, password="")
        except (OSError, ValueError) as error:
            raise TlsError(f"{cert} with {key}: are no certificate and its key without a password: {error}") from error
    return context


def _readable(path: Path | None) -> None:
    """OpenSSL's own message does not name the file."""
    if path is None:
        return
    try:
        path.read_bytes()
    except OSError as error:
        raise TlsError(f"{path}: {error.strerror}") from error
