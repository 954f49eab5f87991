"""Where it is kept who is signed in, and who tried in vain: it outlives the process."""

from typing import Protocol

from inspector.domain.lockout import Tries
from inspector.domain.session import Session


class SessionBook(Protocol):
    """Thread-safe. Every call that returns has reached the disk. Raises `StoreError`."""

    def tries(self, key: str) -> Tries:
        """Wrong tries in a row under this key."""
        ...

    def keep_tries(self, key: str, tries: Tries) -> None:
        """Instead of those before; with none wrong it is forgotten."""
        ...

    def session(self, digest: str) -> Session | None:
        """Also one that has ended, as long as it is kept: the newest 500 are."""
        ...

    def keep_session(self, session: Session) -> None:
        """A new one, or what became of it."""
        ...
