"""PINs and badge numbers as Argon2id hashes. Slow on purpose: some ten milliseconds, and 19 MiB, for each try."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type, hash_secret_raw

# One lane, 19 MiB, two passes: the OWASP Password Storage Cheat Sheet's least for Argon2id. More would take from the
# judging. What protects a PIN of four digits is the lock-out; the hash protects its file's reader from reading it off.
_TIME, _KIB, _LANES, _BYTES = 2, 19_456, 1, 32
_HASHER = PasswordHasher(time_cost=_TIME, memory_cost=_KIB, parallelism=_LANES, hash_len=_BYTES)


def pin_hash(pin: str) -> str:
    """With a salt of its own, in the PHC string format."""
    return _HASHER.hash(pin)


def pin_fits(encoded: str, pin: str) -> bool:
    """Whether it is that PIN; a hash that can not be read fits nothing."""
    try:
        return _HASHER.verify(encoded, pin)
    except (VerificationError, InvalidHashError):
        return False


def is_pin_hash(text: str) -> bool:
    """Whether this is the hash of a PIN."""
    return text.startswith("$argon2id$") and text.count("$") == 5


def badge_hash(badge: str, salt: str) -> str:
    """Hexadecimal. The salt is the file's and not the badge's: nobody says beforehand whose badge comes."""
    raw = hash_secret_raw(
        badge.encode(),
        bytes.fromhex(salt),
        time_cost=_TIME,
        memory_cost=_KIB,
        parallelism=_LANES,
        hash_len=_BYTES,
        type=Type.ID,
    )
    return raw.hex()
