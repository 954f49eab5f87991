"""Records that wait for the broker, in the ledger's file. Too many are given up oldest first, and counted."""

import sqlite3


def queue_record(db: sqlite3.Connection, record_id: str, body: bytes, *, queued_utc: str, most_bytes: int) -> None:
    """Add a record, within the caller's transaction; those that no longer fit go."""
    db.execute("INSERT INTO record (record_id, body, queued_utc) VALUES (?,?,?)", (record_id, body, queued_utc))
    while waiting_bytes(db) > most_bytes:
        db.execute("DELETE FROM record WHERE id = (SELECT min(id) FROM record)")
        count_dropped(db)


def take_record(db: sqlite3.Connection, record_id: str, *, delivered: bool) -> None:
    """It waits no more; what was not delivered is counted."""
    found = db.execute("DELETE FROM record WHERE record_id=?", (record_id,)).rowcount
    if found and not delivered:
        count_dropped(db)


def count_dropped(db: sqlite3.Connection) -> None:
    """One more record will never be delivered."""
    db.execute("UPDATE tally SET n = n + 1 WHERE what='record' AND name='dropped'")


def waiting_bytes(db: sqlite3.Connection) -> int:
    """Bytes of all records that wait."""
    (size,) = db.execute("SELECT n FROM tally WHERE what='record' AND name='bytes'").fetchone()
    return int(size)
