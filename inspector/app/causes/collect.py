"""Collects what a station kept about a subject, beside the running daemon. Nothing is written."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from inspector.adapters.stores import sqlite_journal
from inspector.adapters.stores._ledger_cases import read_items, read_last_seen, read_span
from inspector.adapters.stores._ledger_dispositions import read_steps
from inspector.adapters.stores._ledger_lots import read_holds
from inspector.app import registry
from inspector.app.causes.complaints import complaints_about, of_subject, with_complaints
from inspector.app.ledger_file import ledger_file
from inspector.app.machine_clock import make_clock
from inspector.config.station import StationConfig
from inspector.domain.alarm_journal import NumberedEntry
from inspector.domain.cause.gathered import Gathered, Observation, Subject, SubjectKind, Trace, observation
from inspector.domain.cause.trace import trace_of
from inspector.domain.errors import InspectorError, StartupError, StoreError
from inspector.domain.utc import iso_ms
from inspector.ports.evidence import EvidenceStore

log = logging.getLogger(__name__)

MOST_ITEMS = 100_000
MOST_TRACES = 60
MOST_ALARMS = 50
DAYS = 7
_AFTER_ITEM = timedelta(days=1)


class UnknownSubject(InspectorError):
    """The station knows no such item, lot or product; the text says what it does know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`name` of the kind; `sku` tells whose lot is meant. Without `since` it is `DAYS` days up to `until`.

    Without `until` it is now, for an item a day after it.
    """

    kind: SubjectKind
    name: str
    sku: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def gather(config: StationConfig, asked: Asked, *, now: datetime) -> tuple[Gathered, EvidenceStore]:
    """All that is kept; and the store that has the pictures.

    Raises `UnknownSubject`, `StoreError` for a ledger that can not be read, `StartupError` for records that can not be
    opened. What else can not be read is named in `unread`.
    """
    path = ledger_file(config, "investigate")
    if not path.exists():
        raise StoreError(f"{path}: there is no ledger: the station has not run yet, or data_dir is another one")
    subject, seen_utc = _subject(path, asked)
    until = asked.until or (now if seen_utc is None else seen_utc + _AFTER_ITEM)
    since = asked.since or until - timedelta(days=DAYS)
    span = iso_ms(since), iso_ms(until)
    unread: list[str] = []
    complaints = complaints_about(config, unread)
    items = with_complaints(_observations(config, path, span, unread), complaints)
    own = [seen for seen in items if subject.has(seen)]
    if not own:
        raise UnknownSubject(f"{subject}: no item between {span[0][:16]} and {span[1][:16]} UTC{_last(path, subject)}")
    store: EvidenceStore = registry.build("stores", config.evidence, data_dir=config.paths.data_dir, clock=make_clock())
    record_ids = {seen.record_id for seen in own}
    return (
        Gathered(
            subject=subject,
            since_utc=span[0],
            until_utc=span[1],
            items=tuple(items),
            traces=_traces(store, own, _kinds(config), unread),
            holds=tuple(hold for hold in read_holds(path) if hold.raised_utc <= span[1]),
            steps=tuple(one for one in read_steps(path) if one.step.record_id in record_ids),
            complaints=of_subject(complaints, subject, own),
            alarms=_alarms(config.paths.data_dir, span, unread),
            unread=tuple(unread),
        ),
        store,
    )


def _kinds(config: StationConfig) -> dict[str, str]:
    return {check.name: check.kind for check in config.checks}


def _subject(path: Path, asked: Asked) -> tuple[Subject, datetime | None]:
    """The subject, and when it was seen where it is one item."""
    if asked.kind is SubjectKind.ITEM:
        rows = [row for row in read_items(path, asked.name) if row.decision is not None]
        if not rows:
            raise UnknownSubject(f"{asked.name}: no item has this record id, licence plate, serial or epoch/track")
        newest = rows[0]
        record_id = newest.decision.record_id if newest.decision is not None else ""
        if newest.trigger.simulated:
            raise UnknownSubject(f"{asked.name}: the item was simulated, it was never on the belt")
        return Subject(kind=asked.kind, name=record_id), datetime.fromisoformat(newest.opened_utc)
    if asked.kind is SubjectKind.LOT and asked.sku is None:
        skus = [sku for sku, _ in read_last_seen(path, "lot", asked.name)]
        if len(skus) > 1:
            known = ", ".join(sku or "(no SKU)" for sku in sorted(skus))
            raise UnknownSubject(
                f"lot {asked.name}: several products have a lot of this number: say --sku as well: {known}"
            )
        return Subject(kind=asked.kind, name=asked.name, sku=(skus[0] or None) if skus else None), None
    return Subject(kind=asked.kind, name=asked.name, sku=asked.sku), None


def _last(path: Path, subject: Subject) -> str:
    """When the newest one was seen, for people who asked for the wrong span."""
    if subject.kind is SubjectKind.ITEM:
        return ""
    found = read_last_seen(path, subject.kind.value, subject.name)
    return f"; the newest is of {found[0][1][:16]} UTC" if found else "; none was ever seen"


def _observations(config: StationConfig, path: Path, span: tuple[str, str], unread: list[str]) -> list[Observation]:
    kinds = _kinds(config)
    rows = read_span(path, *span, most=MOST_ITEMS)
    if len(rows) == MOST_ITEMS:
        unread.append(f"only the newest {MOST_ITEMS} items of the span were looked at; --since makes it shorter")
    found = (observation(row, review, kinds) for row, review in rows)
    return [seen for seen in found if seen is not None]


def _traces(
    store: EvidenceStore, own: Iterable[Observation], kinds: Mapping[str, str], unread: list[str]
) -> dict[str, Trace]:
    """Of the newest calls; records that made room for others are counted and not more."""
    found: dict[str, Trace] = {}
    calls = [seen for seen in own if seen.signs][-MOST_TRACES:]
    gone = broken = 0
    for seen in calls:
        try:
            report = store.report(seen.record_id)
            if report is None:
                gone += 1
            else:
                found[seen.record_id] = trace_of(seen.record_id, report, kinds)
        except (StoreError, ValueError) as error:
            log.warning("%s", error)
            broken += 1
    if gone:
        unread.append(
            f"of {len(calls)} records of calls {gone} are not kept (any more): what their checks read is unknown"
        )
    if broken:
        unread.append(f"of {len(calls)} records of calls {broken} can not be read")
    return found


def _alarms(data_dir: Path, span: tuple[str, str], unread: list[str]) -> tuple[NumberedEntry, ...]:
    file = data_dir / sqlite_journal.Config().file
    try:
        return tuple(sqlite_journal.read_entries(file, span[0][:19], span[1][:19], MOST_ALARMS))
    except (StoreError, StartupError) as error:
        unread.append(f"the alarms' journal can not be read: {error}")
        return ()
