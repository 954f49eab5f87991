"""Everything that waits for a person, in its order, and the pages of it that windows ask for."""

import logging
import threading
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from inspector.app.open_items import Judged, has_pictures, open_item
from inspector.app.wiring import Assembled
from inspector.config.station import StationConfig
from inspector.domain.errors import StoreError
from inspector.domain.item import Identity
from inspector.domain.ledger import LedgerRow
from inspector.domain.proposing import FateRule
from inspector.domain.second_look import SecondLookRule
from inspector.domain.utc import iso_ms
from inspector.domain.waiting import (
    BEHIND_ALL_S,
    HOUR_S,
    STILL_DECIDING_S,
    AgainSpan,
    OrderRule,
    Waiting,
    WaitingFacts,
    WaitsFor,
)
from inspector.ports.clock import Clock
from inspector.ports.evidence import EvidenceStore
from inspector.ports.ledger import Ledger
from inspector.wire.review import OpenItem, OpenItems

log = logging.getLogger(__name__)

MOST_LISTED = 2000  # of each kind: one page, and more than what is isolated in the time of a head start


def waiting_list(config: StationConfig, parts: Assembled) -> "WaitingList":
    """The list of a station: an item is worth what missing its damage costs, by its own costs or its recipe's."""
    catalogue = parts.judges.catalogue

    def worth(identity: Identity) -> float:
        try:
            entry = catalogue.find(identity.sku)
        except StoreError as error:
            log.warning("worth of %s: %s", identity.sku, error)
            entry = None
        return parts.in_force.now.book.for_item(identity, None if entry is None else entry.costs).costs.missed_damage

    return WaitingList(
        parts.ledger,
        parts.evidence,
        clock=parts.clock,
        order=config.reviews.order(),
        worth=worth,
        fates=config.dispositions.to_domain() if config.dispositions.asked else None,
        second=config.reviews.second_look(),
    )


class WaitingList:
    """Any thread. What does not change of an item while it waits is read once.

    What an item is worth is looked up when it is first listed: another price counts for items that come later.
    `fates` None: nobody is asked what becomes of an item.
    """

    def __init__(
        self,
        ledger: Ledger,
        evidence: EvidenceStore,
        *,
        clock: Clock,
        order: OrderRule | None = None,
        worth: Callable[[Identity], float] = lambda _identity: 0.0,
        fates: Sequence[FateRule] | None = None,
        second: SecondLookRule | None = None,
    ) -> None:
        self._ledger, self._evidence, self._clock = ledger, evidence, clock
        self._order = order if order is not None else OrderRule()
        self._worth, self._fates = worth, fates
        self._second = second if second is not None else SecondLookRule(share=0.0)
        self._lock = threading.Lock()
        self._known: Mapping[int, Judged] = {}
        self._pictured: Mapping[int, bool] = {}

    def page(self, limit: int, after: int = 0, code: str = "") -> dict[str, Any]:
        """`OpenItems` as plain JSON: those behind number `after`, or with `code` those that a barcode means.

        Raises `StoreError` when the ledger can not be read.
        """
        now = self._clock.utc()
        listed, known = self._listed(now, most=None if after else MOST_LISTED)
        total = len(listed) if after else self._total(listed, now)
        found, known = (listed, known) if not code else self._meant(now, known, code)
        start = self._behind(found, known, after) if after else 0
        some = found[start : start + limit]
        rows = {row.number: row for row in self._ledger.waiting.rows([one.number for one in some])}
        items = [self._item(one, rows[one.number], known[one.number]) for one in some if one.number in rows]
        told = [item for item in items if item is not None]
        page = OpenItems(total=total, items=told, time=iso_ms(now), relabelled=_relabelled(listed, most=not after))
        return page.model_dump(mode="json")

    def relabelled(self, limit: int) -> dict[str, Any]:
        """As `page`, of those alone that are being relabelled, however far behind they wait."""
        now = self._clock.utc()
        listed, known = self._listed(now, most=None)
        late = [one for one in listed if one.late]
        rows = {row.number: row for row in self._ledger.waiting.rows([one.number for one in late[:limit]])}
        items = [self._item(one, rows[one.number], known[one.number]) for one in late[:limit] if one.number in rows]
        told = [item for item in items if item is not None]
        page = OpenItems(total=len(listed), items=told, time=iso_ms(now), relabelled=len(late))
        return page.model_dump(mode="json")

    def _item(self, waiting: Waiting, row: LedgerRow, judged: Judged) -> OpenItem | None:
        decision = row.decision if waiting.waits_for is WaitsFor.FATE else None
        return open_item(
            row,
            waiting,
            self._evidence,
            replace(judged, order=self._order_of(waiting, judged)),
            standing=None if decision is None else self._ledger.standing_answer(decision.record_id),
            rules=self._fates,
        )

    def _listed(self, now: datetime, *, most: int | None) -> tuple[list[Waiting], Mapping[int, Judged]]:
        """In order, each with what is known of it: of each kind the `most` that came first."""
        book = self._ledger.waiting
        waiting = self._seen(book.waiting(fates_before=self._fates_before(now), again=self._span(now), most=most))
        with self._lock:
            self._known = known = self._judged(waiting, self._known)
        return self._sorted(waiting, known), known

    def _meant(
        self, now: datetime, known: Mapping[int, Judged], code: str
    ) -> tuple[list[Waiting], Mapping[int, Judged]]:
        """Those that a barcode means, however far behind they wait; none for a second look: it is gone."""
        some = self._ledger.waiting.waiting(fates_before=self._fates_before(now), code=code)
        known = self._judged(some, known)
        return _meant(self._sorted(some, known), known, code), known

    def _judged(self, waiting: Sequence[Waiting], known: Mapping[int, Judged]) -> Mapping[int, Judged]:
        new = [one.number for one in waiting if one.number not in known]
        judged = {facts.number: self._judge(facts) for facts in self._ledger.waiting.facts(new)}
        every = {**known, **judged}
        return {one.number: every[one.number] for one in waiting if one.number in every}

    def _sorted(self, waiting: Sequence[Waiting], known: Mapping[int, Judged]) -> list[Waiting]:
        return sorted((one for one in waiting if one.number in known), key=lambda one: self._key(one, known))

    def _total(self, listed: Sequence[Waiting], now: datetime) -> int:
        """Also those that are not listed, because too many came before them."""
        again = sum(one.waits_for is WaitsFor.AGAIN for one in listed)
        if len(listed) - again < MOST_LISTED:
            return len(listed)
        return again + self._ledger.waiting.count(fates_before=self._fates_before(now))

    def _fates_before(self, now: datetime) -> str | None:
        return None if self._fates is None else iso_ms(now - timedelta(seconds=STILL_DECIDING_S))

    def _span(self, now: datetime) -> AgainSpan:
        rule = self._second
        since, before = (iso_ms(now - timedelta(hours=hours)) for hours in (rule.until_h, rule.after_h))
        return AgainSpan(share=rule.share, since_utc=since, before_utc=before)

    def _seen(self, waiting: Sequence[Waiting]) -> list[Waiting]:
        """A second look is one at pictures: items without any are left out. Evidence is asked once."""
        again = [one.number for one in waiting if one.waits_for is WaitsFor.AGAIN]
        new = [number for number in again if number not in self._pictured]
        found = {row.number: has_pictures(row, self._evidence) for row in self._ledger.waiting.rows(new)}
        with self._lock:
            every = {**self._pictured, **found}
            self._pictured = pictured = {number: every.get(number, False) for number in again}
        return [one for one in waiting if pictured.get(one.number, True)]

    def _key(self, one: Waiting, known: Mapping[int, Judged]) -> tuple[float, int]:
        return self._order_of(one, known[one.number]), one.number

    def _order_of(self, one: Waiting, judged: Judged) -> float:
        """A second look waits since it became due."""
        if one.waits_for is WaitsFor.AGAIN:
            return datetime.fromisoformat(one.first_utc).timestamp() + self._second.after_h * HOUR_S
        return judged.order + (BEHIND_ALL_S if one.late else 0.0)

    def _judge(self, facts: WaitingFacts) -> Judged:
        worth = self._worth(facts.identity)
        return Judged(
            order=self._order.order(facts.opened_utc, worth),
            worth=worth,
            ahead_s=self._order.ahead_s(worth),
            codes=(facts.identity.lpn or "", str(facts.track), facts.identity.sku or ""),
        )

    def _behind(self, found: Sequence[Waiting], known: Mapping[int, Judged], after: int) -> int:
        """The place behind item `after`, also where it waits no more."""
        for place, one in enumerate(found, start=1):
            if one.number == after:
                return place
        gone = [self._judge(facts) for facts in self._ledger.waiting.facts([after])]
        keys = [self._key(one, known) for one in found]
        return bisect_right(keys, (gone[0].order, after)) if gone else len(found)


def _meant(listed: Sequence[Waiting], known: Mapping[int, Judged], code: str) -> list[Waiting]:
    """The items of this plate, else of this track number, else of this product."""
    wanted = code.casefold()
    for kind in range(3):
        found = [one for one in listed if known[one.number].codes[kind].casefold() == wanted]
        if found:
            return found
    return []


def _relabelled(listed: Sequence[Waiting], *, most: bool) -> int | None:
    """None where so many wait for a fate that those being relabelled, which are the last, may not be among them."""
    fates = sum(one.waits_for is WaitsFor.FATE for one in listed)
    return None if most and fates >= MOST_LISTED else sum(one.late for one in listed)
