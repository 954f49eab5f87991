"""Short ids that sort by time: 8 characters of milliseconds, 8 of chance (Crockford's base 32, as in ULID)."""

import secrets
from collections.abc import Callable

from inspector.ports.clock import Clock

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def _base32(number: int, length: int) -> str:
    return "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(length)))


def id_maker(clock: Clock) -> Callable[[], str]:
    """A function that gives a new 16-character id at each call; unique across processes for all practical purposes."""

    def new_id() -> str:
        milliseconds = int(clock.utc().timestamp() * 1000)
        return _base32(milliseconds, 8) + _base32(secrets.randbits(40), 8)

    return new_id
