"""Tables of the ledger, version by version. A new file takes every step; an older one those that it lacks.

Totals are kept by SQL triggers in the same transaction as the rows they count, so that asking for them costs nothing
however long the book is, and removing old rows does not change them.
"""

_FIRST = """
CREATE TABLE trigger (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    epoch INTEGER NOT NULL,
    track INTEGER NOT NULL,
    delivery TEXT NOT NULL,
    boot_id TEXT NOT NULL,
    opened_utc TEXT NOT NULL,
    encoder INTEGER NOT NULL,
    until_encoder INTEGER NOT NULL,
    deadline_ns INTEGER NOT NULL,
    triggered_at_ns INTEGER NOT NULL,
    counter INTEGER,
    identity TEXT NOT NULL,
    simulated INTEGER NOT NULL,
    disposition TEXT,
    did TEXT,
    record_id TEXT,
    lane INTEGER,
    why INTEGER,
    score REAL,
    verdict TEXT,
    decided_at_ns INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    ack TEXT,
    acked_at_ns INTEGER,
    confirm TEXT,
    confirmed_lane INTEGER,
    UNIQUE (epoch, track)
);
CREATE INDEX trigger_delivery ON trigger (delivery) WHERE delivery IN ('OPEN', 'READY', 'SENT');
CREATE TABLE record (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    record_id TEXT NOT NULL UNIQUE,
    body BLOB NOT NULL
);
"""

_TOTALS_AND_GUARDS = """
ALTER TABLE "trigger" ADD COLUMN confirmed_at_ns INTEGER;
ALTER TABLE record ADD COLUMN queued_utc TEXT;
CREATE INDEX trigger_record ON "trigger" (record_id) WHERE record_id IS NOT NULL;

CREATE TABLE tally (what TEXT NOT NULL, name TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (what, name)) WITHOUT ROWID;
INSERT INTO tally SELECT 'delivery', delivery, count(*) FROM "trigger" GROUP BY delivery;
INSERT INTO tally SELECT 'outcome', disposition, count(*) FROM "trigger" WHERE disposition IS NOT NULL
    GROUP BY disposition;
INSERT INTO tally SELECT 'confirm', confirm, count(*) FROM "trigger" WHERE confirm IS NOT NULL GROUP BY confirm;
INSERT INTO tally SELECT 'record', 'waiting', count(*) FROM record;
INSERT INTO tally SELECT 'record', 'bytes', coalesce(sum(length(body)), 0) FROM record;
INSERT INTO tally VALUES ('record', 'dropped', 0);

CREATE TRIGGER trigger_opened AFTER INSERT ON "trigger" BEGIN
    INSERT INTO tally VALUES ('delivery', NEW.delivery, 1) ON CONFLICT (what, name) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER trigger_delivered AFTER UPDATE OF delivery ON "trigger" WHEN OLD.delivery <> NEW.delivery BEGIN
    UPDATE tally SET n = n - 1 WHERE what = 'delivery' AND name = OLD.delivery;
    INSERT INTO tally VALUES ('delivery', NEW.delivery, 1) ON CONFLICT (what, name) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER trigger_closed AFTER UPDATE OF disposition ON "trigger" WHEN OLD.disposition IS NULL BEGIN
    INSERT INTO tally VALUES ('outcome', NEW.disposition, 1) ON CONFLICT (what, name) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER trigger_confirmed AFTER UPDATE OF confirm ON "trigger" WHEN OLD.confirm IS NOT NEW.confirm BEGIN
    UPDATE tally SET n = n - 1 WHERE what = 'confirm' AND name = OLD.confirm;
    INSERT INTO tally VALUES ('confirm', NEW.confirm, 1) ON CONFLICT (what, name) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER record_queued AFTER INSERT ON record BEGIN
    UPDATE tally SET n = n + 1 WHERE what = 'record' AND name = 'waiting';
    UPDATE tally SET n = n + length(NEW.body) WHERE what = 'record' AND name = 'bytes';
END;
CREATE TRIGGER record_gone AFTER DELETE ON record BEGIN
    UPDATE tally SET n = n - 1 WHERE what = 'record' AND name = 'waiting';
    UPDATE tally SET n = n - length(OLD.body) WHERE what = 'record' AND name = 'bytes';
END;

CREATE TRIGGER one_outcome BEFORE UPDATE OF disposition, did ON "trigger" WHEN OLD.disposition IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'a trigger has one outcome');
END;
CREATE TRIGGER unfinished_stay BEFORE DELETE ON "trigger" WHEN OLD.delivery IN ('OPEN', 'READY', 'SENT') BEGIN
    SELECT RAISE(ABORT, 'an unfinished trigger is not removed');
END;
"""

# `review_id` is the answer that stands. Items from before there were answers are not asked for: they are long gone.
_REVIEWS = """
ALTER TABLE "trigger" ADD COLUMN review_id TEXT;
UPDATE "trigger" SET review_id = '' WHERE disposition IS NOT NULL;
CREATE INDEX trigger_unanswered ON "trigger" (id) WHERE disposition IN ('DIVERT', 'REVIEW') AND review_id IS NULL;
CREATE TABLE review (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    review_id TEXT NOT NULL UNIQUE,
    record_id TEXT NOT NULL,
    answer TEXT NOT NULL,
    operator TEXT NOT NULL,
    answered_utc TEXT NOT NULL,
    label TEXT,
    reason TEXT,
    supersedes TEXT,
    after_s REAL,
    booked_utc TEXT NOT NULL,
    disposition TEXT NOT NULL,
    score REAL NOT NULL,
    sku TEXT,
    material TEXT
);
CREATE TRIGGER review_stays BEFORE DELETE ON review BEGIN
    SELECT RAISE(ABORT, 'an answer is not removed');
END;
CREATE TRIGGER review_is_final BEFORE UPDATE ON review BEGIN
    SELECT RAISE(ABORT, 'an answer is not changed');
END;
"""

# `lot_state` holds pieces of the lot watch by name. A group stands held for one finding at most once.
_LOTS = """
CREATE TABLE lot_state (name TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE lot_hold (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hold_id TEXT NOT NULL UNIQUE,
    dimension TEXT NOT NULL,
    name TEXT NOT NULL,
    finding TEXT NOT NULL,
    action TEXT NOT NULL,
    raised_utc TEXT NOT NULL,
    raised_by TEXT NOT NULL,
    why TEXT NOT NULL,
    facts TEXT,
    released_utc TEXT,
    released_by TEXT,
    released_why TEXT
);
CREATE UNIQUE INDEX lot_hold_once ON lot_hold (dimension, name, finding) WHERE released_utc IS NULL;
CREATE TRIGGER lot_hold_stays BEFORE DELETE ON lot_hold BEGIN
    SELECT RAISE(ABORT, 'a hold is not removed');
END;
CREATE TRIGGER lot_hold_is_final BEFORE UPDATE ON lot_hold WHEN OLD.released_utc IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'a hold is released once');
END;
CREATE TRIGGER lot_hold_is_not_changed
BEFORE UPDATE OF hold_id, dimension, name, finding, action, raised_utc, raised_by, why, facts ON lot_hold BEGIN
    SELECT RAISE(ABORT, 'a hold is not changed');
END;
"""

# `earlier` is the item's state before the step; the newest step of a record is where it stands.
_DISPOSITIONS = """
CREATE TABLE disposition (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    step_id TEXT NOT NULL UNIQUE,
    record_id TEXT NOT NULL,
    fate TEXT NOT NULL,
    operator TEXT NOT NULL,
    why TEXT NOT NULL,
    grade TEXT,
    value REAL,
    earlier TEXT NOT NULL,
    proposed TEXT,
    booked_utc TEXT NOT NULL,
    identity TEXT NOT NULL,
    finding TEXT
);
CREATE INDEX disposition_record ON disposition (record_id, id);
CREATE TRIGGER disposition_stays BEFORE DELETE ON disposition BEGIN
    SELECT RAISE(ABORT, 'a disposition is not removed');
END;
CREATE TRIGGER disposition_is_final BEFORE UPDATE ON disposition BEGIN
    SELECT RAISE(ABORT, 'a disposition is not changed');
END;
"""

# A span of time is found without reading the whole book.
_SPANS = """
CREATE INDEX trigger_opened ON "trigger" (opened_utc);
"""

# One row for each thing that can be ordered of the station; empty: nobody ordered anything.
_ORDERS = """
CREATE TABLE standing_order (name TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
"""

# `audit_begun` holds what is being done now: empty but for moments. `session` and `wrong_try` hold no secret.
_ACCESS = """
CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    audit_id TEXT NOT NULL UNIQUE,
    time TEXT NOT NULL,
    who TEXT NOT NULL,
    role TEXT,
    how TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    reason TEXT NOT NULL,
    result TEXT NOT NULL,
    detail TEXT NOT NULL,
    "before" TEXT NOT NULL,
    "after" TEXT NOT NULL
);
CREATE TABLE audit_begun (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    audit_id TEXT NOT NULL UNIQUE,
    time TEXT NOT NULL,
    who TEXT NOT NULL,
    role TEXT,
    how TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    reason TEXT NOT NULL,
    result TEXT NOT NULL,
    detail TEXT NOT NULL,
    "before" TEXT NOT NULL,
    "after" TEXT NOT NULL
);
CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log is not shortened');
END;
CREATE TRIGGER audit_is_final BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log is not changed');
END;
CREATE TABLE session (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    digest TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    how TEXT NOT NULL,
    stamp TEXT NOT NULL,
    opened_ns INTEGER NOT NULL,
    boot_id TEXT NOT NULL,
    ended INTEGER NOT NULL
);
CREATE TABLE wrong_try (
    name TEXT PRIMARY KEY, wrong INTEGER NOT NULL, at_ns INTEGER NOT NULL, boot_id TEXT NOT NULL
) WITHOUT ROWID;
"""

# `fate` is where the item stands; NULL: nobody decided. Nobody is asked about items that were answered before.
_FATES = """
ALTER TABLE "trigger" ADD COLUMN fate TEXT;
UPDATE "trigger" SET fate = '' WHERE review_id IS NOT NULL;
UPDATE "trigger" SET fate = (
    SELECT d.fate FROM disposition d WHERE d.record_id = "trigger".record_id ORDER BY d.id DESC LIMIT 1
) WHERE record_id IN (SELECT record_id FROM disposition);
CREATE INDEX trigger_undecided ON "trigger" (id)
    WHERE disposition IN ('DIVERT', 'REVIEW') AND review_id IS NOT NULL AND (fate IS NULL OR fate = 'RELABELLED');
CREATE TRIGGER disposition_decides AFTER INSERT ON disposition BEGIN
    UPDATE "trigger" SET fate = NEW.fate WHERE record_id = NEW.record_id;
END;
"""

# What another system is still to be told; `ref` is the row of `disposition` or `lot_hold`, which never go.
_OUTGOING = """
CREATE TABLE outgoing (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    ref INTEGER NOT NULL,
    stream TEXT NOT NULL,
    queued_utc TEXT NOT NULL,
    UNIQUE (kind, ref)
);
INSERT INTO tally VALUES ('outgoing', 'sent', 0), ('outgoing', 'given_up', 0);
"""

# `boxes` is JSON: where people saw the damage, in pixels of the original frames.
_BOXES = """
ALTER TABLE review ADD COLUMN boxes TEXT;
"""

# `draw`: where an answered item falls in the sample for second looks; `again_id` is the second answer that stands.
_SECOND_LOOKS = """
CREATE TABLE second_look (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    review_id TEXT NOT NULL UNIQUE,
    record_id TEXT NOT NULL,
    answer TEXT NOT NULL,
    operator TEXT NOT NULL,
    answered_utc TEXT NOT NULL,
    label TEXT,
    reason TEXT,
    supersedes TEXT,
    after_s REAL,
    booked_utc TEXT NOT NULL,
    boxes TEXT
);
CREATE INDEX second_look_record ON second_look (record_id);
CREATE INDEX review_record ON review (record_id);
CREATE TRIGGER second_look_stays BEFORE DELETE ON second_look BEGIN
    SELECT RAISE(ABORT, 'an answer is not removed');
END;
CREATE TRIGGER second_look_is_final BEFORE UPDATE ON second_look BEGIN
    SELECT RAISE(ABORT, 'an answer is not changed');
END;
ALTER TABLE "trigger" ADD COLUMN draw REAL;
ALTER TABLE "trigger" ADD COLUMN again_id TEXT;
CREATE INDEX trigger_drawn ON "trigger" (draw) WHERE draw IS NOT NULL AND again_id IS NULL;
"""

# The first thousands of a long queue, and how many there are, come out of an index alone.
_LONG_QUEUES = """
DROP INDEX trigger_unanswered;
CREATE INDEX trigger_unanswered ON "trigger" (id, disposition, review_id, simulated)
    WHERE disposition IN ('DIVERT', 'REVIEW') AND review_id IS NULL AND simulated = 0;
DROP INDEX trigger_undecided;
CREATE INDEX trigger_undecided ON "trigger" (fate, id, review_id, disposition, simulated)
    WHERE disposition IN ('DIVERT', 'REVIEW') AND review_id IS NOT NULL AND (fate IS NULL OR fate = 'RELABELLED')
    AND simulated = 0;
CREATE INDEX review_booked ON review (booked_utc);
"""

_OUTGOING_COUNTED = """
CREATE INDEX outgoing_by_time ON outgoing (queued_utc);
INSERT INTO tally SELECT 'outgoing', 'waiting', count(*) FROM outgoing;
CREATE TRIGGER outgoing_queued AFTER INSERT ON outgoing BEGIN
    UPDATE tally SET n = n + 1 WHERE what = 'outgoing' AND name = 'waiting';
END;
CREATE TRIGGER outgoing_gone AFTER DELETE ON outgoing BEGIN
    UPDATE tally SET n = n - 1 WHERE what = 'outgoing' AND name = 'waiting';
END;
"""

# When somebody signed out, by the monotonic clock; NULL: nobody did, or before this was kept.
_SESSION_ENDS = """
ALTER TABLE session ADD COLUMN ended_ns INTEGER;
"""

STEPS = (
    _FIRST,
    _TOTALS_AND_GUARDS,
    _REVIEWS,
    _LOTS,
    _DISPOSITIONS,
    _SPANS,
    _ORDERS,
    _ACCESS,
    _FATES,
    _OUTGOING,
    _BOXES,
    _SECOND_LOOKS,
    _LONG_QUEUES,
    _OUTGOING_COUNTED,
    _SESSION_ENDS,
)
SCHEMA_VERSION = len(STEPS)


def steps_from(version: int) -> str:
    """SQL that brings a file of `version` (0: an empty one) to today's format, all or nothing."""
    return f"BEGIN IMMEDIATE; {''.join(STEPS[version:])} PRAGMA user_version={SCHEMA_VERSION}; COMMIT;"
