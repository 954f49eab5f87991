"""Items as a search for a cause sees them, in short; and a station's ledger and records with a bad vendor in them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from inspector.adapters.clocks import manual
from inspector.adapters.stores import folder_evidence, sqlite_ledger
from inspector.domain.cause.gathered import Gathered, Observation, Subject, SubjectKind
from inspector.domain.cause.sign import signs_of
from inspector.domain.check import CheckOutcome, CheckResult, Finding, Reading
from inspector.domain.item import Identity
from inspector.domain.ledger import Delivery
from inspector.domain.lot_group import groups_of
from inspector.domain.policy import Evidence
from inspector.domain.reason import Reason, ReasonCode
from inspector.domain.review import Answer, OverruleReason, Review
from inspector.domain.utc import iso_ms
from inspector.domain.verdict import Disposition, Verdict
from tests.support.line_values import decision, frame, report, trigger

BEGIN = datetime(2026, 1, 5, 10, tzinfo=UTC)
BAD, GOOD = "V-bad", "V-good"
KINDS = {"codes": "barcode", "looks": "wrong_item", "count": "count", "size": "size", "expiry": "expiry"}
CHECKS = '[[checks]]\nname = "codes"\nkind = "barcode"\n[[checks]]\nname = "looks"\nkind = "wrong_item"\n'


def verdict_of(code: ReasonCode | None, detail: str = "") -> Verdict:
    """PASS without a code; faults of pictures are NO_DECISION, the rest is diverted."""
    if code is None:
        reason, disposition = Reason(code=ReasonCode.INTACT), Disposition.PASS
    else:
        reason = Reason(code=code, score=0.9, camera="top", detail=detail)
        disposition = Disposition.NO_DECISION if code < 200 else Disposition.DIVERT
    return Verdict(disposition=disposition, score=0.5, reasons=(reason,), recipe="default")


def answer_of(record_id: str, said: Answer) -> Review:
    """What a person said."""
    return Review(
        review_id=f"a-{record_id}",
        record_id=record_id,
        answer=said,
        operator="Ana",
        answered_utc=iso_ms(BEGIN),
        reason=OverruleReason.PRINT if said is Answer.OVERRULED else None,
    )


def observed(
    number: int, code: ReasonCode | None, identity: Identity, *, said: Answer | None = None, hour: int = 0
) -> Observation:
    """One item."""
    verdict, record_id, seen = verdict_of(code), f"r{number}", iso_ms(BEGIN + timedelta(hours=hour))
    return Observation(
        number=number,
        record_id=record_id,
        identity=identity,
        seen_utc=seen,
        disposition=verdict.disposition,
        score=verdict.score,
        reasons=verdict.reasons,
        signs=signs_of(verdict, said, KINDS),
        groups=groups_of(identity, seen),
        review=None if said is None else answer_of(record_id, said),
    )


def gathered(items: Sequence[Observation], subject: Subject | None = None) -> Gathered:
    """All of them; about the product A where nothing else is said."""
    return Gathered(
        subject=subject or Subject(kind=SubjectKind.SKU, name="A"),
        since_utc=iso_ms(BEGIN),
        until_utc=iso_ms(BEGIN + timedelta(days=1)),
        items=tuple(items),
    )


def mislabelled_checks(*, looks: bool = True) -> tuple[CheckResult, ...]:
    """What codes and looks say of an item with another's label."""
    read = Reading(
        name="gtin", text="04006381333931", confidence=0.9, camera="top", xyxy=(10, 10, 30, 20), source="EAN-13"
    )
    codes = CheckResult(
        check="codes",
        outcome=CheckOutcome.FAILED,
        confidence=0.9,
        value=read.text,
        camera="top",
        xyxy=read.xyxy,
        detail="code 04006381333931 is B's, the controller says A",
        finding=Finding.MISLABELLED,
        readings=(read,),
    )
    outcome = CheckOutcome.OK if looks else CheckOutcome.FAILED
    return codes, CheckResult(check="looks", outcome=outcome, confidence=0.9, value="A", detail="looks like A")


def bad_vendor_station(folder: Path, *, items: int = 90, records: bool = True) -> datetime:
    """Every third item is the bad vendor's, and most of those carry another's label. When the last one was seen."""
    clock = manual.build(manual.Config(utc=BEGIN))
    ledger = sqlite_ledger.build(sqlite_ledger.Config(reserve_bytes=0), data_dir=folder, clock=clock)
    store = folder_evidence.build(folder_evidence.Config(min_free_bytes=0), data_dir=folder, clock=clock)
    for track in range(1, items + 1):
        bad = track % 3 == 0
        identity = Identity(
            sku="A" if track % 2 else "B",
            lot=f"L{track % 5}",
            lpn=f"LPN{track}",
            vendor=BAD if bad else GOOD,
            upstream=f"dock-{track % 4}",
        )
        wrong = bad and track % 4 != 0
        detail = f"codes: code of another product; licence plate LPN{track}"
        verdict = verdict_of(ReasonCode.MISLABELLED if wrong else None, detail)
        told = replace(trigger(track), identity=identity)
        chosen = decision(track, did=f"d-{track}", disposition=verdict.disposition)
        ledger.open_trigger(told)
        ledger.close_trigger(verdict, chosen, decided_at_ns=3, delivery=Delivery.READY, body=None)
        if wrong and records:
            evidence = Evidence(checks=mislabelled_checks())
            kept = replace(
                report(day=iso_ms(BEGIN)[:10]),
                record_id=chosen.record_id,
                trigger=told,
                verdict=verdict,
                decision=chosen,
                evidence=evidence,
            )
            store.keep(kept, [frame(level=track)])
        clock.advance_ms(60_000)
    ledger.book_review(answer_of("record-d-3", Answer.CONFIRMED))
    ledger.close()
    return clock.utc()
