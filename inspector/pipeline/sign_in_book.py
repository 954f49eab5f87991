"""Sessions and wrong tries: in force at once, and kept as soon as the ledger can be written."""

import threading

from inspector.domain.lockout import Tries
from inspector.domain.session import Session
from inspector.pipeline.arrears import Arrears
from inspector.ports.sessions import SessionBook

MOST = 2000


class SignInBook:
    """Thread-safe. On a disk that is full somebody can still sign in and acknowledge the alarm that says so."""

    def __init__(self, book: SessionBook, arrears: Arrears) -> None:
        self._book = book
        self._arrears = arrears
        self._lock = threading.Lock()
        self._tries: dict[str, Tries] = {}
        self._sessions: dict[str, Session] = {}

    def session(self, digest: str) -> Session | None:
        """Also one that has ended. Raises `StoreError`."""
        with self._lock:
            known = self._sessions.get(digest)
        return known if known is not None else self._book.session(digest)

    def keep(self, session: Session) -> None:
        """From now on."""
        with self._lock:
            self._sessions[session.digest] = session
            for oldest in list(self._sessions)[:-MOST]:
                del self._sessions[oldest]
        self._arrears.write("who is signed in", lambda: self._book.keep_session(session))

    def tries(self, key: str) -> Tries:
        """Wrong ones in a row. Raises `StoreError`."""
        with self._lock:
            known = self._tries.get(key)
        return known if known is not None else self._book.tries(key)

    def keep_tries(self, key: str, tries: Tries) -> None:
        """From now on."""
        with self._lock:
            self._tries[key] = tries
        self._arrears.write("wrong tries to sign in", lambda: self._book.keep_tries(key, tries))

    def forget_tries(self, key: str) -> None:
        """It was the right one."""
        if self.tries(key).wrong:
            self.keep_tries(key, Tries())
