"""The last items with what is kept of them: enough to say what other recipes would have made of each."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
    only a sample is. `costs` are the catalogue's for its product, `answer` is a person's. `by_others`: other
    models than those of now judged it, and neither what they found nor their score says what these would.
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
    by_others: bool = False

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
        return not self.known and not self.by_others and self.told is Disposition.PASS

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


_Found = tuple[KeptItem, dict[str, str] | None]  # with the models that its record names; None: it has none


def kept_items(
    ledger: Ledger, evidence: EvidenceStore, catalogue: Catalogue, limit: int, models: Mapping[str, str]
) -> list[KeptItem]:
    """The last `limit` items that have an outcome, newest first. Raises `StoreError` where the ledger can not be read.

    Simulated items were never on the belt and are left out. `models` are those of now, as records name them.
    """
    found: list[_Found] = []
    before: int | None = None
    while len(found) < limit:
        rows = ledger.recent(min(PAGE, 2 * limit), before)
        if not rows:
            break
        found += [item for row in rows if (item := _kept(row, ledger, evidence, catalogue)) is not None]
        before = rows[-1].number
    return _of_these_models(found[:limit], bundles_in(models))


def bundles_in(hashes: Mapping[str, str]) -> dict[str, str]:
    """Of what shaped a score, the models: calibrations are the recipes' and are asked anew."""
    return {name: sha256 for name, sha256 in hashes.items() if not name.startswith("calibration:")}


def _of_these_models(found: Sequence[_Found], models: Mapping[str, str]) -> list[KeptItem]:
    """An item without a record was judged by the models of the next older one that has one: models change at a start,
    and nothing else is kept of when.
    """
    known = [models_then for _, models_then in found if models_then is not None]
    then = known[-1] if known else models
    items: list[KeptItem] = []
    for item, told in reversed(found):
        then = then if told is None else told
        items.append(item if then == models else replace(item, evidence=None, by_others=True))
    return items[::-1]


def _kept(row: LedgerRow, ledger: Ledger, evidence: EvidenceStore, catalogue: Catalogue) -> _Found | None:
    decision, verdict = row.decision, row.verdict
    if decision is None or verdict is None or row.trigger.simulated:
        return None
    entry = catalogue.find(row.trigger.identity.sku)
    report = _report(evidence, decision.record_id)
    answer = ledger.standing_answer(decision.record_id) if decision.disposition in ASKED else None
    item = KeptItem(
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
    return item, None if report is None else bundles_in(report.get("model_hashes", {}))


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
