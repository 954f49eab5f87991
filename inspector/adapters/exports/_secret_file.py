"""Secrets in files: read anew for each use, so that a new one needs no restart. What is in them is in no message."""

import base64
import binascii
from pathlib import Path

from inspector.domain.errors import ExportError

LEAST = 16
_BASE64 = "whsec_"  # how the Standard Webhooks specification marks a secret that is written in Base64


def token_in(path: Path) -> str:
    """One line of ASCII without spaces. Raises `ExportError`."""
    text = _text(path)
    if not (text.isascii() and text.isprintable()) or " " in text:
        raise ExportError(f"{path}: one line of ASCII without spaces, please")
    return text


def key_in(path: Path) -> bytes:
    """The key that signs: Base64 behind `whsec_`, or any text as it is. Raises `ExportError`."""
    text = _text(path)
    if not text.startswith(_BASE64):
        return text.encode()
    try:
        key = base64.b64decode(text.removeprefix(_BASE64), validate=True)
    except binascii.Error:
        raise ExportError(f"{path}: what follows {_BASE64} is no Base64") from None
    if len(key) < LEAST:
        raise ExportError(f"{path}: holds a key of fewer than {LEAST} bytes")
    return key


def _text(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ExportError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ExportError(f"{path}: is not UTF-8 text") from None
    if len(text) < LEAST:
        raise ExportError(f"{path}: holds fewer than {LEAST} characters")
    return text
