"""Complaints that came back: imported, matched to what the station decided, looked at again, and counted."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector.adapters.stores import sqlite_escapes
from inspector.adapters.stores._ledger_sightings import Passed, read_passed, read_sightings
from inspector.app import registry
from inspector.app.accounts import machine_user
from inspector.app.ids import id_maker
from inspector.app.ledger_file import ledger_file
from inspector.app.machine_clock import make_clock
from inspector.config.complaint_file import ComplaintFile
from inspector.config.sections import AdapterSection
from inspector.config.station import StationConfig
from inspector.domain.complaint import Complaint, Escape, Match, MatchStatus, Relabel, Sighting
from inspector.domain.complaint_reading import read_complaint
from inspector.domain.errors import ConfigError, StoreError
from inspector.domain.escape_matching import KEYS, Matcher
from inspector.domain.escape_rate import EscapeRate, escape_rates
from inspector.domain.relabelling import Said, meant, relabel_of
from inspector.domain.review import Answer
from inspector.ports.escapes import EscapeBook
from inspector.ports.evidence import EvidenceStore

WITHIN_DAYS = 90.0
SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did: `new` complaints by how they were matched, and those that were known."""

    new: int
    known: int
    repeated: int
    matches: Mapping[str, int]
    findings: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The rates of a period, and what they rest on."""

    passed: Passed
    complaints: int
    answered: int
    rates: tuple[EscapeRate, ...]


def escape_book(config: StationConfig) -> EscapeBook:
    """The complaints of this station."""
    book: EscapeBook = registry.build(
        "stores",
        AdapterSection(kind="sqlite_escapes"),
        data_dir=config.paths.data_dir,
        clock=make_clock(),
    )
    return book


def escapes_file(config: StationConfig) -> Path:
    """Where they are kept; it is made by the first import."""
    return config.paths.data_dir / sqlite_escapes.Config().file


def escapes_kept(config: StationConfig) -> bool:
    """Whether any complaint was ever imported."""
    return escapes_file(config).exists()


def import_complaints(
    config: StationConfig, file: Path, read: ComplaintFile, *, within_days: float = WITHIN_DAYS
) -> Imported:
    """Match and keep all that are new, or none.

    Raises `ConfigError` for complaints that are known with other content, `StoreError`.
    """
    book = escape_book(config)
    known = book.known()
    wrong = [
        f"{one.complaint_id}: is known with other content ({_differences(one, known[one.complaint_id])}); "
        "what was imported is not changed: give what is new an id of its own"
        for one in read.complaints
        if one.complaint_id in known and known[one.complaint_id] != one
    ]
    if wrong:
        more = [f"and {len(wrong) - SHOWN} more"] if len(wrong) > SHOWN else []
        raise ConfigError(str(file), wrong[:SHOWN] + more)
    new = [one for one in read.complaints if one.complaint_id not in known]
    matcher = _matcher(config, new, within_days)
    escapes = [_escape(one, matcher.match(one)) for one in new]
    added = book.add(escapes) if escapes else 0
    return Imported(
        new=added,
        known=len(read.complaints) - added,
        repeated=len(read.repeated),
        matches=Counter(one.match.status.value for one in escapes),
        findings=dict(Counter(one.finding for one in escapes).most_common()),
    )


def match_again(config: StationConfig, *, within_days: float = WITHIN_DAYS) -> Mapping[str, int]:
    """Look again for the items of complaints that had not one; how all stand now. Raises `StoreError`."""
    book = escape_book(config)
    escapes = book.escapes()
    open_ = [one.complaint for one in escapes if one.match.status is not MatchStatus.MATCHED]
    matcher = _matcher(config, open_, within_days)
    found = {one.complaint_id: matcher.match(one) for one in open_}
    better = {name: match for name, match in found.items() if match.status is not MatchStatus.UNMATCHED}
    if better:
        book.rematch(better)
    return Counter(better.get(one.complaint.complaint_id, one.match).status.value for one in escapes)


def standing_relabels(book: EscapeBook) -> dict[str, Relabel]:
    """The answer that stands, by complaint."""
    return {one.relabel.complaint_id: one.relabel for one in book.relabels()}


def report(config: StationConfig, *, from_utc: str | None, until_utc: str | None) -> Report:
    """The escape rate by class. Raises `StoreError`."""
    book = escape_book(config)
    answers, escapes = standing_relabels(book), book.escapes()
    passed = read_passed(ledger_file(config, "count passed items in"), from_utc=from_utc, until_utc=until_utc)
    rates = escape_rates(
        escapes, answers, passed=passed.items, from_utc=passed.from_utc, until_utc=passed.until_utc + "~"
    )
    return Report(passed=passed, complaints=len(escapes), answered=len(answers), rates=rates)


def answer(
    config: StationConfig,
    complaint_id: str,
    *,
    said: Answer,
    label: str | None,
    record_id: str | None,
    operator: str,
    why: str,
    again: bool,
) -> Relabel:
    """Book what a person found on looking again. Raises `RelabelRefused`, ValueError or `StoreError`."""
    book = escape_book(config)
    found = book.find(complaint_id)
    asked = Said(
        complaint_id=complaint_id,
        record_id=record_id,
        answer=said,
        label=label,
        operator=operator,
        why=why,
        again=again,
    )
    pictured = found is not None and bool(pictures_of(evidence_of(config), meant(found, record_id).record_id))
    relabel = relabel_of(asked, found, relabel_id=id_maker(make_clock())(), user=machine_user(), pictures=pictured)
    book.relabel(relabel, again=again)
    return relabel


def evidence_of(config: StationConfig) -> EvidenceStore:
    """The pictures and records. Raises `StartupError`."""
    store: EvidenceStore = registry.build("stores", config.evidence, data_dir=config.paths.data_dir, clock=make_clock())
    return store


def pictures_of(evidence: EvidenceStore, record_id: str) -> tuple[str, ...]:
    """Cameras of which there is a picture; empty where the record has made room for others or can not be read."""
    try:
        record: Mapping[str, Any] | None = evidence.report(record_id)
        cameras = [] if record is None else [str(frame["camera"]) for frame in record.get("frames", [])]
        return tuple(camera for camera in cameras if evidence.picture(record_id, f"{camera}.png") is not None)
    except StoreError:
        return ()


def _matcher(config: StationConfig, complaints: Sequence[Complaint], within_days: float) -> Matcher:
    wanted = {key: {value for one in complaints if (value := getattr(one, key)) is not None} for key in KEYS}
    wanted["sku"] = {one.sku for one in complaints if one.sku is not None and not any(getattr(one, k) for k in KEYS)}
    sightings: Iterable[Sighting] = ()
    if any(wanted.values()):
        sightings = read_sightings(ledger_file(config, "look for items in"), wanted)
    return Matcher(sightings, within_days=within_days)


def _escape(complaint: Complaint, match: Match) -> Escape:
    read = read_complaint(complaint.text)
    return Escape(number=0, complaint=complaint, finding=read.finding, words=read.words, match=match, imported_utc="")


def _differences(one: Complaint, other: Complaint) -> str:
    names = [name for name in Complaint.__dataclass_fields__ if getattr(one, name) != getattr(other, name)]
    return ", ".join(names)
