"""Everything that is asked or ordered over the bus comes here: who it is, whether they may, what is kept of it."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inspector.domain.access import least_role
from inspector.domain.account import AccountChange
from inspector.domain.station import Command
from inspector.pipeline.access import Access
from inspector.pipeline.access_commands import AccessCommands
from inspector.pipeline.account_commands import AccountCommands
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.arrears import Arrears
from inspector.pipeline.audit_trail import AuditTrail
from inspector.pipeline.commands import Commands
from inspector.pipeline.deed_looks import DeedLooks
from inspector.pipeline.disposition_commands import DispositionCommands
from inspector.pipeline.escape_commands import EscapeCommands
from inspector.pipeline.gate import Gate
from inspector.pipeline.handover import HandoverCounts
from inspector.pipeline.health import Health
from inspector.pipeline.hold_board import HoldBoard
from inspector.pipeline.hold_commands import HoldCommands
from inspector.pipeline.lot_stage import LotStage
from inspector.pipeline.order_commands import OrderCommands
from inspector.pipeline.orders import Orders
from inspector.pipeline.shift_commands import ShiftCommands
from inspector.pipeline.slow_commands import SlowCommands
from inspector.pipeline.station_parts import Parts, StationRules
from inspector.pipeline.teach_commands import TeachCommands

log = logging.getLogger(__name__)

MOST_DEEDS = 64  # a window that was cut off sends all its answers at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What commands act upon. `changed` says the station's new state."""

    health: Health
    orders: Orders
    alarms: AlarmBoard
    holds: HoldBoard
    lots: LotStage
    arrears: Arrears
    changed: Callable[[], None]


class Reception:
    """`take` from the bus's thread; `run`, `run_deeds`, `run_teaching` and `run_setup` are threads of what is slow."""

    def __init__(self, parts: Parts, rules: StationRules, desk: Desk) -> None:
        ledger = parts.ledger
        self._trail = AuditTrail(book=ledger.audit, clock=parts.clock, new_id=parts.new_id, arrears=desk.arrears)
        self.access = Access(
            accounts=parts.accounts,
            sessions=ledger.sessions,
            trail=self._trail,
            clock=parts.clock,
            rule=rules.access,
            arrears=desk.arrears,
        )
        own = AccessCommands(self.access, ledger.audit)
        acknowledged = rules.own is None or rules.own.acknowledged
        accounts = AccountCommands(parts.accounts)
        slow = {
            **ShiftCommands(ledger.shifts, acknowledged=acknowledged).actions(),
            **own.slow(),
            **accounts.slow(),
        }
        teaching = TeachCommands(parts.teaching)
        escapes = EscapeCommands(parts.escapes, parts.evidence, parts.new_id)
        commands = Commands(
            health=desk.health,
            alarms=desk.alarms,
            ledger=ledger,
            second=rules.second,
            record=parts.evidence.report,
            more={
                **OrderCommands(desk.orders, desk.changed).actions(),
                **HoldCommands(desk.lots, desk.holds).actions(),
                **DispositionCommands(ledger, rules.fates).actions(),
                **escapes.actions(),
                **own.quick(),
                **slow,
                **teaching.actions(),
                **parts.setup,
            },
        )
        looks = DeedLooks(
            health=desk.health, orders=desk.orders, alarms=desk.alarms, holds=desk.holds, ledger=ledger
        ).looks()
        looks = {**looks, **accounts.looks(), **escapes.looks(), **teaching.looks(), **parts.setup_looks}
        self.answer = Gate(commands=commands, access=self.access, trail=self._trail, looks=looks).answer
        self._slow = SlowCommands(frozenset(slow), answer=self.answer, respond=parts.bus.respond)
        self._lessons = SlowCommands(frozenset(teaching.actions()), answer=self.answer, respond=parts.bus.respond)
        self._setup = SlowCommands(frozenset(parts.setup), answer=self.answer, respond=parts.bus.respond)
        beside = frozenset({*slow, *teaching.actions(), *parts.setup})
        durable = frozenset(name for name in commands.names if least_role(name) is not None) | {"sign.out"}
        self._deeds = SlowCommands(durable - beside, answer=self.answer, respond=parts.bus.respond, capacity=MOST_DEEDS)

    def take_up(self) -> None:
        """What an earlier process left, and what was done to the accounts meanwhile. Raises `StoreError`."""
        self._trail.take_up()
        if not self.access.known().accounts:
            log.info("nobody has an account: everybody may do everything at this station")

    def take_over(self, changes: Sequence[AccountChange]) -> None:
        """What was done by a command on this machine goes into the audit log, each once."""
        self._trail.take_over(changes)

    def take(self, command: Command) -> None:
        """Answer now or soon."""
        others = (self._lessons, self._setup, self._deeds)
        beside = next((one for one in others if one.takes(command.name)), self._slow)
        beside.take(command)

    def run(self) -> None:
        """Until `stop`."""
        self._slow.run()

    def run_deeds(self) -> None:
        """Until `stop`, in the order they came; each waits for the disk more than once, and no item should with it."""
        self._deeds.run()

    def run_teaching(self) -> None:
        """Until `stop`."""
        self._lessons.run()

    def run_setup(self) -> None:
        """Until `stop`; some of these take seconds, and nobody should wait for them to sign in."""
        self._setup.run()

    def stop(self) -> None:
        """End all when nothing waits."""
        self._deeds.stop()
        self._slow.stop()
        self._lessons.stop()
        self._setup.stop()

    def counts(self) -> HandoverCounts:
        """Of those that take long."""
        return self._slow.counts()

    def deeds(self) -> HandoverCounts:
        """Of those that the audit log keeps, but for teaching and setup."""
        return self._deeds.counts()
