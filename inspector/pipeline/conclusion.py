"""Gives a trigger its one outcome: durable first, then on its way to the PLC, then everything that is best effort."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from inspector.domain.decision import Decision
from inspector.domain.errors import StoreError
from inspector.domain.frame import Frame
from inspector.domain.item import Trigger
from inspector.domain.ledger import Delivery
from inspector.domain.policy import Evidence
from inspector.domain.recipe import RecipeBook
from inspector.domain.station import ItemReport, Timings
from inspector.domain.utc import iso_ms
from inspector.domain.verdict import Verdict
from inspector.pipeline.arrears import Arrears
from inspector.pipeline.sender import DecisionSender
from inspector.ports.clock import Clock
from inspector.ports.ledger import Ledger

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identification:
    """What is stamped into every report."""

    model_hashes: Mapping[str, str]
    config_hash: str
    versions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Concluded:
    """An item that has its outcome, with all that is worth keeping."""

    report: ItemReport
    frames: tuple[Frame, ...]
    delivery: Delivery


class Conclusion:
    """Thread-safe. Whoever concludes first wins; everybody later is told so and changes nothing."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        sender: DecisionSender,
        clock: Clock,
        recipes: RecipeBook,
        identification: Identification,
        new_id: Callable[[], str],
        encode: Callable[[ItemReport], bytes],
        after: Callable[[Concluded], None],
        arrears: Arrears,
    ) -> None:
        self._ledger = ledger
        self._arrears = arrears
        self._sender = sender
        self._clock = clock
        self._recipes = recipes
        self._identifications: Mapping[int | None, Identification] = {
            None: identification,
            recipes.default.version: identification,
        }
        self._new_id = new_id
        self._encode = encode
        self._after = after

    def use(self, version: int, identification: Identification) -> None:
        """What these recipes judge is stamped so, and what no recipe is asked about from now on; call it before they
        judge. What an earlier version judged keeps its stamp.
        """
        self._identifications = {**self._identifications, version: identification, None: identification}

    def conclude(
        self,
        trigger: Trigger,
        verdict: Verdict,
        *,
        evidence: Evidence | None = None,
        frames: tuple[Frame, ...] = (),
        timings: Timings | None = None,
        withhold: bool = False,
        dead: bool = False,
    ) -> bool:
        """Book `verdict` as the outcome of `trigger` and send it if it may be sent. False: it had one already.

        `withhold` books without sending (maintenance mode); `dead` books an item that the PLC no longer tracks.
        Raises `StoreError` when the ledger can not be written: then nothing is sent. The outcome is booked as soon as
        the ledger works again, without pictures, and goes out only if that is still in time.
        """
        try:
            return self._conclude(trigger, verdict, evidence or Evidence(), frames, timings, withhold, dead)
        except StoreError:
            self._arrears.owe(
                f"outcome of item {trigger.key}",
                lambda: self._conclude(trigger, verdict, evidence or Evidence(), (), timings, withhold, dead),
            )
            raise

    def _conclude(  # noqa: PLR0917 - the parts of one outcome, from one place
        self,
        trigger: Trigger,
        verdict: Verdict,
        evidence: Evidence,
        frames: tuple[Frame, ...],
        timings: Timings | None,
        withhold: bool,
        dead: bool,
    ) -> bool:
        recipe = self._recipes.for_item(trigger.identity)
        decision = Decision(
            key=trigger.key,
            decision_id=self._new_id(),
            disposition=verdict.disposition,
            lane=recipe.lanes[verdict.disposition],
            why=int(verdict.why),
            score=verdict.score,
            until_encoder=trigger.until_encoder,
            deadline_ns=trigger.deadline_ns,
            record_id=self._new_id(),
            simulated=trigger.simulated,
        )
        now = self._clock.monotonic_ns()
        timings = replace(timings or Timings(), decided_ms=(now - trigger.triggered_at_ns) / 1e6)
        report = self._report(trigger, verdict, decision, evidence, timings)
        delivery = Delivery.READY
        if dead or now >= trigger.deadline_ns:
            delivery = Delivery.EXPIRED
        elif withhold:
            delivery = Delivery.WITHHELD
        booked = self._ledger.close_trigger(
            verdict,
            decision,
            decided_at_ns=now,
            delivery=delivery,
            body=self._encode(report),
            identity=evidence.identity,
        )
        if not booked:
            log.info("second outcome ignored", extra={"item": str(trigger.key), "disposition": verdict.disposition})
            return False
        if delivery is Delivery.READY:
            self._sender.submit(decision)
        self._after(Concluded(report=report, frames=frames, delivery=delivery))
        return True

    def _report(
        self, trigger: Trigger, verdict: Verdict, decision: Decision, evidence: Evidence, timings: Timings
    ) -> ItemReport:
        known = self._identifications
        stamp = known.get(verdict.recipe_version, known[None])
        return ItemReport(
            record_id=decision.record_id,
            trigger=trigger,
            verdict=verdict,
            decision=decision,
            evidence=evidence,
            timings=timings,
            wall_time=iso_ms(self._clock.utc()),
            model_hashes=stamp.model_hashes,
            config_hash=stamp.config_hash,
            versions=stamp.versions,
        )
