"""Who is signed in, in memory: forgotten with the process, as the memory ledger is."""

from collections.abc import Callable

from inspector.domain.lockout import Tries
from inspector.domain.session import Session


class MemorySessions:
    """See SessionBook. `check` raises where the ledger must fail."""

    def __init__(self, check: Callable[[], None]) -> None:
        self._check = check
        self._tries: dict[str, Tries] = {}
        self._sessions: dict[str, Session] = {}

    def tries(self, key: str) -> Tries:
        """See SessionBook."""
        self._check()
        return self._tries.get(key, Tries())

    def keep_tries(self, key: str, tries: Tries) -> None:
        """See SessionBook."""
        self._check()
        self._tries[key] = tries

    def session(self, digest: str) -> Session | None:
        """See SessionBook."""
        self._check()
        return self._sessions.get(digest)

    def keep_session(self, session: Session) -> None:
        """See SessionBook."""
        self._check()
        self._sessions[session.digest] = session
