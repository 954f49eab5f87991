"""Who is signed in, and who tried in vain, in the ledger's file: no secret, only digests."""

import sqlite3

from inspector.adapters.stores._ledger_file import LedgerFile
from inspector.domain.access import How
from inspector.domain.lockout import Tries
from inspector.domain.session import Session

KEPT = 500
_PUT = (
    "INSERT INTO session (digest, name, how, stamp, opened_ns, boot_id, ended, ended_ns) VALUES (?,?,?,?,?,?,?,?)"
    " ON CONFLICT (digest) DO UPDATE SET ended = excluded.ended, ended_ns = excluded.ended_ns"
)
_FORGET = "DELETE FROM session WHERE id <= (SELECT max(id) FROM session) - ?"


class SqliteSessions:
    """See SessionBook."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def tries(self, key: str) -> Tries:
        """See SessionBook."""
        with self._file.read() as db:
            found = db.execute("SELECT wrong, at_ns, boot_id FROM wrong_try WHERE name=?", (key,)).fetchone()
        return Tries() if found is None else Tries(wrong=found[0], at_ns=found[1], boot_id=found[2])

    def keep_tries(self, key: str, tries: Tries) -> None:
        """See SessionBook."""
        if tries.wrong:
            row = (key, tries.wrong, tries.at_ns, tries.boot_id)
            self._file.write(lambda db: db.execute("INSERT OR REPLACE INTO wrong_try VALUES (?,?,?,?)", row))
        else:
            self._file.write(lambda db: db.execute("DELETE FROM wrong_try WHERE name=?", (key,)))

    def session(self, digest: str) -> Session | None:
        """See SessionBook."""
        with self._file.read() as db:
            row = db.execute("SELECT * FROM session WHERE digest=?", (digest,)).fetchone()
        if row is None:
            return None
        return Session(
            digest=row["digest"],
            name=row["name"],
            how=How(row["how"]),
            stamp=row["stamp"],
            opened_ns=row["opened_ns"],
            boot_id=row["boot_id"],
            ended=bool(row["ended"]),
            ended_ns=row["ended_ns"],
        )

    def keep_session(self, session: Session) -> None:
        """See SessionBook."""
        row = (
            session.digest,
            session.name,
            session.how.value,
            session.stamp,
            session.opened_ns,
            session.boot_id,
            int(session.ended),
            session.ended_ns,
        )

        def put(db: sqlite3.Connection) -> None:
            db.execute(_PUT, row)
            db.execute(_FORGET, (KEPT,))

        self._file.write(put)
