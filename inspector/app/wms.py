"""The station's export to the warehouse's system: what it is made of, its thread, and its figures."""

import hashlib
import logging
from datetime import datetime

from inspector.adapters.stores._ledger_outgoing import read_backlog
from inspector.app import registry
from inspector.app.ledger_file import ledger_file
from inspector.app.metrics import Metrics
from inspector.config.station import StationConfig
from inspector.config.wms import WmsSection
from inspector.domain.errors import StartupError, StoreError
from inspector.domain.notice import Notice, NoticeAnswer, NoticeBacklog
from inspector.domain.utc import iso_ms
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.stage import Stage
from inspector.pipeline.wms_sender import WmsRule, WmsSender
from inspector.ports.clock import Clock
from inspector.ports.export import Export
from inspector.ports.ledger import Ledger
from inspector.wire.topics import Address
from inspector.wire.wms import notice_key, wms_body, wms_test_body

log = logging.getLogger(__name__)

JOIN_S = 5.0


class WmsExport:
    """Told by the daemon to start, to stop and to show its figures; the line knows nothing of it.

    Raises `StoreError` for a ledger that can not be read.
    """

    def __init__(
        self,
        section: WmsSection,
        *,
        export: Export,
        ledger: Ledger,
        clock: Clock,
        alarms: AlarmBoard,
        address: Address,
        metrics: Metrics,
    ) -> None:
        self._section, self._ledger, self._clock, self._metrics = section, ledger, clock, metrics
        self._sent = self._given_up = 0
        self._failed: dict[str, int] = {}

        def encode(notice: Notice) -> tuple[str, bytes]:
            return notice_key(notice, address), wms_body(notice, address)

        self._sender = WmsSender(
            book=ledger.outgoing,
            export=export,
            encode=encode,
            clock=clock,
            rule=_rule(section),
            alarms=alarms,
            doubted=ledger.ageless,
        )
        self._stage = Stage("wms", self._sender.run, on_crash=self._crashed)
        if section.wanted:
            ledger.outgoing.follow(most=section.most_waiting)  # before anybody can decide anything
            backlog = ledger.outgoing.backlog()
            self._sent, self._given_up = backlog.sent, backlog.given_up

    def start(self) -> None:
        """Tell what waits and what comes; nothing where nobody is to be told."""
        if self._section.wanted:
            self._stage.start()

    def stop(self) -> None:
        """What is under way is broken off, and tried again by the next process."""
        self._sender.stop()
        if not self._stage.join(JOIN_S):
            log.error("thread wms does not end")

    def sample(self) -> None:
        """Bring the metrics up to date."""
        if not self._section.wanted:
            return
        metrics = self._metrics
        try:
            backlog = self._ledger.outgoing.backlog()
        except StoreError as error:
            log.warning("the export's metrics stand still: %s", error)
            return
        metrics.wms_waiting.set(backlog.waiting)
        age_s = 0.0
        if backlog.oldest_utc is not None:
            age_s = (self._clock.utc() - datetime.fromisoformat(backlog.oldest_utc)).total_seconds()
        metrics.wms_oldest.set(max(0.0, age_s))
        metrics.wms_sent.inc(max(0, backlog.sent - self._sent))
        metrics.wms_given_up.inc(max(0, backlog.given_up - self._given_up))
        self._sent, self._given_up = backlog.sent, backlog.given_up
        for why, total in self._sender.failures().items():
            metrics.wms_failed.labels(why).inc(total - self._failed.get(why, 0))
            self._failed[why] = total

    def _crashed(self, _stage: str, error: BaseException) -> None:
        self._sender.crashed(type(error).__name__)


def make_export(config: StationConfig, clock: Clock) -> Export:
    """The adapter. Raises `StartupError`."""
    made: Export = registry.build("exports", config.wms, clock=clock)
    return made


def wms_insecure(config: StationConfig) -> list[str]:
    """What the production profile refuses of the adapter's options."""
    if config.station.profile != "production":
        return []
    try:
        return list(registry.ask("exports", config.wms, "insecure") or ())
    except StartupError:
        return []  # said where the adapter is built


def reach_wms(config: StationConfig, clock: Clock) -> str:
    """Who answers there; nothing is told. Raises `ExportError`, `StartupError`."""
    return make_export(config, clock).reach()


def tell_test(config: StationConfig, clock: Clock) -> NoticeAnswer:
    """Tell the other side something that means nothing, as a notice is told. Raises `StartupError`."""
    address = Address(site=config.station.site, line=config.station.line, station=config.station.name)
    moment = iso_ms(clock.utc())
    key = hashlib.sha256(f"{address.prefix} test {moment}".encode()).hexdigest()[:32]
    return make_export(config, clock).deliver(key, wms_test_body(key, address, moment))


def outgoing_backlog(config: StationConfig) -> NoticeBacklog:
    """What waits, read beside a running daemon. Raises `StoreError` when there is no file or it can not be read."""
    return read_backlog(ledger_file(config, "read what waits from"))


def _rule(section: WmsSection) -> WmsRule:
    return WmsRule(
        first_retry_s=section.first_retry_s,
        longest_retry_s=section.longest_retry_s,
        longest_ask_s=section.longest_ask_s,
        alarm_after_s=section.alarm_after_s,
        alarm_waiting=section.alarm_waiting,
        most_age_h=section.most_age_h,
    )
