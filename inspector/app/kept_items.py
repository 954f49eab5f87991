"""The last items with what is kept of them: enough to say what other recipes would have made of each."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from inspector.app.replay import NOT_BY_THE_MODELS
from inspector.domain.catalogue import completed
from inspector.domain.errors import StoreError
from inspector.domain.findings_reading import evidence_of
from inspector.domain.item import Identity
from inspector.domain.ledger import LedgerRow
from inspector.domain.policy import Evidence, by_score, decide, item_scores
from inspector.domain.recipe import Costs, Recipe, RecipeBook
from inspector.domain.review import ASKED, Answer
from inspector.domain.verdict import Disposition
from inspector.ports.catalogue import Catalogue
from inspector.ports.evidence import EvidenceStore
from inspector.ports.ledger import Ledger

log = logging.getLogger(__name__)

PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptItem:
    """`told` is its outcome then, `score` its score then. `evidence` is None where no record was kept: of good items
    only a sample is. `costs` are the catalogue's for its product, `answer` is a person's.
    """

    rid: str
    opened: datetime
    identity: Identity
    told: Disposition
    score: float
    evidence: Evidence | None
    costs: Costs | None
    answer: Answer | None
    cameras: tuple[str, ...] = ()
    fixed: bool = False

    def recipe(self, book: RecipeBook) -> Recipe:
        """The recipe of a book that judges it."""
        return book.for_item(self.identity, self.costs)

    @property
    def known(self) -> bool:
        """Whether the word of any recipes about it can be told."""
        return self.fixed or self.evidence is not None

    @property
    def known_by_score(self) -> bool:
        """Whether the word of recipes that score as before can be told: of a good item its score says enough."""
        return not self.known and self.told is Disposition.PASS

    def outcome(self, recipe: Recipe) -> Disposition:
        """What this recipe makes of it; what the models did not decide stays."""
        if self.fixed:
            return self.told
        if self.evidence is not None:
            return decide(self.evidence, recipe).disposition
        return by_score(self.score, recipe) if self.told is Disposition.PASS else self.told

    def scored(self, recipe: Recipe) -> float:
        """Its score by this recipe; without a record the one that it had."""
        return self.score if self.evidence is None else item_scores(self.evidence, recipe).score


def kept_items(ledger: Ledger, evidence: EvidenceStore, catalogue: Catalogue, limit: int) -> list[KeptItem]:
    """The last `limit` items that have an outcome, newest first. Raises `StoreError` where the ledger can not be read.

    Simulated items were never on the belt and are left out.
    """
    found: list[KeptItem] = []
    before: int | None = None
    while len(found) < limit:
        rows = ledger.recent(min(PAGE, 2 * limit), before)
        if not rows:
            break
        found += [item for row in rows if (item := _kept(row, ledger, evidence, catalogue)) is not None]
        before = rows[-1].number
    return found[:limit]


def _kept(row: LedgerRow, ledger: Ledger, evidence: EvidenceStore, catalogue: Catalogue) -> KeptItem | None:
    decision, verdict = row.decision, row.verdict
    if decision is None or verdict is None or row.trigger.simulated:
        return None
    entry = catalogue.find(row.trigger.identity.sku)
    report = _report(evidence, decision.record_id)
    answer = ledger.standing_answer(decision.record_id) if decision.disposition in ASKED else None
    return KeptItem(
        rid=decision.record_id,
        opened=datetime.fromisoformat(row.opened_utc),
        identity=completed(row.trigger.identity, entry),
        told=decision.disposition,
        score=decision.score,
        evidence=None if report is None else _evidence(report),
        costs=None if entry is None else entry.costs,
        answer=None if answer is None else answer.answer,
        cameras=() if report is None else tuple(frame["camera"] for frame in report["frames"]),
        fixed=any(reason.code in NOT_BY_THE_MODELS for reason in verdict.reasons),
    )


def _report(evidence: EvidenceStore, record_id: str) -> dict[str, Any] | None:
    try:
        report: dict[str, Any] | None = evidence.report(record_id)
    except StoreError as error:
        log.warning("evidence of %s: %s", record_id, error)
        return None
    return report


def _evidence(report: dict[str, Any]) -> Evidence | None:
    try:
        return evidence_of(report)
    except (KeyError, TypeError, ValueError) as error:
        log.warning("a record of another program: %s: %s", type(error).__name__, error)
        return None


def hours_of(items: Sequence[KeptItem]) -> float:
    """From the first to the last of them; 0 where there are fewer than two."""
    return (items[0].opened - items[-1].opened).total_seconds() / 3600 if len(items) > 1 else 0.0
