"""Sessions and wrong tries: in force at once, and kept as soon as the ledger can be written."""

import logging
import threading

from inspector.domain.errors import StoreError
from inspector.domain.lockout import Tries
from inspector.domain.session import Session
from inspector.pipeline.arrears import Arrears
from inspector.ports.sessions import SessionBook

log = logging.getLogger(__name__)

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
        """Also one that has ended. One that can not be looked up is none: people sign in anew, and see to the disk."""
        with self._lock:
            known = self._sessions.get(digest)
        if known is not None:
            return known
        try:
            return self._book.session(digest)
        except StoreError as error:
            log.warning("a session can not be looked up: %s", error)
            return None

    def keep(self, session: Session) -> None:
        """From now on."""
        with self._lock:
            self._sessions[session.digest] = session
            for oldest in list(self._sessions)[:-MOST]:
                del self._sessions[oldest]
        self._arrears.write("who is signed in", lambda: self._book.keep_session(session), lesser=True)

    def tries(self, key: str) -> Tries:
        """Wrong ones in a row; those that can not be looked up are counted from now on."""
        with self._lock:
            known = self._tries.get(key)
        if known is not None:
            return known
        try:
            return self._book.tries(key)
        except StoreError as error:
            log.warning("wrong tries can not be looked up: %s", error)
            return Tries()

    def keep_tries(self, key: str, tries: Tries) -> None:
        """From now on."""
        with self._lock:
            self._tries[key] = tries
        self._arrears.write("wrong tries to sign in", lambda: self._book.keep_tries(key, tries), lesser=True)

    def forget_tries(self, key: str) -> None:
        """It was the right one."""
        if self.tries(key).wrong:
            self.keep_tries(key, Tries())
