"""The headless daemon: from a config to a running station, until a signal says stop.

Exit codes: 0 stopped on request; 3 could not start; 4 a stage crashed (systemd restarts it).
"""

import logging
import signal
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from inspector.app.bundle_trial import before_activated, take_back_bundles, taken_back
from inspector.app.bus_metrics import Every
from inspector.app.came_back import CameBackList
from inspector.app.escapes import escape_book, escapes_file
from inspector.app.http_address import base_url
from inspector.app.http_service import HttpService
from inspector.app.logs import configure_logs
from inspector.app.lot_rules import lot_rule
from inspector.app.machine_clock import make_clock
from inspector.app.metrics import Metrics
from inspector.app.preview import Preview
from inspector.app.relabel_audit import RelabelAudit
from inspector.app.sd_notify import Notifier
from inspector.app.sections import providers_of
from inspector.app.service import service_for
from inspector.app.settling import MODELS, RECIPES, settle
from inspector.app.setup_desk import SetupDesk
from inspector.app.telemetry import PrometheusTelemetry
from inspector.app.triggering import assembly_rule, own_rule, sender_rule
from inspector.app.used_versions import with_unused_number
from inspector.app.versions import versions
from inspector.app.waiting_list import waiting_list
from inspector.app.wiring import Assembled, assemble
from inspector.app.wms import WmsExport
from inspector.config.access import AccessSection
from inspector.config.station import StationConfig
from inspector.config.versions import Version
from inspector.domain.alarm_journal import AlarmEntry
from inspector.domain.errors import StartupError, StoreError
from inspector.domain.lockout import LockRule
from inspector.domain.packml import PackMode
from inspector.domain.recipe import RecipeBook
from inspector.domain.verdict import Disposition
from inspector.pipeline.access import AccessRule
from inspector.pipeline.beats import BeatRule
from inspector.pipeline.camera_loop import ReconnectRule
from inspector.pipeline.conclusion import Identification
from inspector.pipeline.deadline import DeadlineRule
from inspector.pipeline.intake import IntakeRule
from inspector.pipeline.records import RecordRule
from inspector.pipeline.station import Station
from inspector.pipeline.station_parts import Parts, StationRules

log = logging.getLogger(__name__)

CRASHED = 4
SHELVES_LOOK_BACK = 1000


def rules_of(config: StationConfig, recipes: RecipeBook) -> StationRules:
    """The numbers that shape the line, from the config."""
    written = config.decision
    own = own_rule(config)
    return StationRules(
        assembly=assembly_rule(config),
        intake=IntakeRule(
            deadline=DeadlineRule(margin_ms=written.margin_ms, nominal_counts_per_s=written.nominal_counts_per_s),
            bypass=Disposition(written.bypass),
            recipe=recipes.default.name,
            own_triggers=own is not None,
        ),
        sender=sender_rule(config),
        records=RecordRule(window=10, retry_s=5.0),
        beats=BeatRule(period_ms=written.heartbeat_ms),
        reconnect=ReconnectRule(),
        guard_ms=written.guard_ms,
        plc_timeout_ms=written.plc_timeout_ms,
        queue=written.queue,
        evidence_queue=written.evidence_queue,
        workers=written.workers,
        mode=PackMode(config.station.mode),
        stuck_s=written.stuck_s,
        lots=lot_rule(config),
        isolated=config.alarms.isolated(),
        undecided=config.alarms.undecided(),
        access=_access_rule(config.access),
        second=config.reviews.second_look(),
        fates=config.dispositions.to_domain(),
        own=own,
    )


def _access_rule(written: AccessSection) -> AccessRule:
    return AccessRule(
        wrong=LockRule(free=written.wrong_pins, first_s=written.first_wait_s, most_s=written.longest_wait_s),
        session_h=written.session_h,
        idle_s=written.idle_s,
    )


class Daemon:
    """One station with its HTTP service; `start`, `wait`, `stop` from the main thread."""

    def __init__(
        self,
        config: StationConfig,
        remembered: Mapping[str, tuple[Version, ...]] | None = None,
        *,
        file: Path | None = None,
    ) -> None:
        settled = with_unused_number(settle(config)) if remembered is None else settle(config, remembered)
        self._config = config = settled.config
        self.ran = settled.now(MODELS)
        self.restarts = False
        self._end = threading.Event()
        self._crashed = False
        self._stopped = False
        self._accounts_problem = ""
        self._notifier = Notifier.from_environment()
        self.metrics = Metrics()
        self._telemetry = PrometheusTelemetry(self.metrics)
        clock = make_clock()
        http_base = base_url(config.http.host, config.http.port) if config.http.enabled and config.http.port else None
        self.parts: Assembled = assemble(
            config,
            on_checked=self._telemetry.checked,
            tell=self._still_starting,
            http_base=http_base,
            clock=clock,
            recipe_version=settled.now(RECIPES).number,
        )
        self.preview = Preview()
        judges = self.parts.judges
        self._telemetry.identify(
            models=judges.model_hashes,
            providers=providers_of(config),
            versions=versions(),
            checks=[check.name for check in judges.checks],
        )
        self._desk = SetupDesk(
            settled,
            self.parts,
            use=self._use,
            newest=self.preview.latest_frame,
            restart=self.request_restart,
            file=file,
        )
        self._escapes = escape_book(config)
        self.station = Station(
            Parts(
                clock=clock,
                bus=self.parts.bus,
                ledger=self.parts.ledger,
                accounts=self.parts.accounts,
                evidence=self.parts.evidence,
                cameras=self.parts.cameras,
                inspection=judges.inspection,
                recipes=judges.recipes,
                quality=judges.quality.look,
                telemetry=self._telemetry,
                identification=self.parts.identification,
                new_id=self.parts.new_id,
                encode=self.parts.encode,
                on_preview=self.preview.frame,
                feed_watchdog=self._notifier.watchdog,
                on_crash=self._crash,
                note=self._note,
                fading=judges.fading,
                teaching=self.parts.teaching,
                escapes=self._escapes,
                setup=self._desk.actions(),
                setup_looks=self._desk.looks(),
            ),
            rules_of(config, judges.recipes),
        )
        self._wms = WmsExport(
            config.wms,
            export=self.parts.export,
            ledger=self.parts.ledger,
            clock=clock,
            alarms=self.station.alarms,
            address=self.parts.address,
            metrics=self.metrics,
        )
        self._relabels = RelabelAudit(config.paths.data_dir, clock, self.station.reception.take_over)
        self.http: HttpService | None = None

    def start(self) -> None:
        """Open the HTTP service, then start the line. Raises `StartupError`."""
        if self._config.http.enabled:
            self.http = service_for(
                self._config.http,
                self.station,
                self.parts,
                waiting_list(self._config, self.parts),
                came_back=CameBackList(self._escapes, escapes_file(self._config), self.parts.evidence),
                preview=self.preview,
                metrics=self.metrics,
            )
            self.http.start()
            if not self._config.http.port:  # only now there is one to tell
                http_base = base_url(self._config.http.host, self.http.port)
                self.parts.bus.say_info(replace(self.parts.info, http=http_base))
        self._restore_shelves()
        self._desk.take_up()
        self.station.start()
        self.station.reception.take_over(self._desk.own_deeds())
        self._wms.start()
        self._notifier.ready()
        log.info("station started", extra={"station": self.parts.address.prefix})

    def wait(self) -> int:
        """Until `request_stop` or a crash; the exit code."""
        every = Every(self._config.metrics.period_s, self.parts.clock)
        while not self._end.wait(1.0):
            self.look()
            if every.due():
                self.parts.bus.say_metrics(self._telemetry.bus_figures())
        return CRASHED if self._crashed else 0

    def look(self) -> None:
        """What is looked at every second, and at nobody's cost."""
        self._telemetry.sample(
            self.station,
            ledger=self.parts.ledger,
            evidence=self.parts.evidence,
            data_dir=self._config.paths.data_dir,
            now_ns=self.parts.clock.monotonic_ns(),
        )
        self._wms.sample()
        self._follow_accounts()
        self._relabels.follow()
        self._desk.follow()
        why = self.parts.evidence.usage().ageless or self.parts.ledger.ageless()
        self.station.alarms.set("clock-jump", active=bool(why), detail=why)
        back = taken_back(self._desk.versions()[MODELS])
        self.station.alarms.set("bundles-taken-back", active=bool(back), detail=back)

    def request_stop(self) -> None:
        """End `wait`; safe in a signal handler."""
        self._end.set()

    def versions(self) -> Mapping[str, tuple[Version, ...]]:
        """Of recipes and bundles, as this process knows them."""
        return self._desk.versions()

    def request_restart(self) -> None:
        """End `wait`, and begin anew: `restarts` tells whoever waits."""
        self.restarts = True
        self._end.set()

    def stop(self) -> None:
        """Stop the line, then the service, then close the books; a second call does nothing."""
        if self._stopped:
            return
        self._stopped = True
        if self.restarts:
            self._notifier.restarting()
        else:
            self._notifier.stopping()
        self.parts.teaching.stop()
        self.station.stop()
        self._wms.stop()
        if self.http is not None:
            self.http.stop()
        self.parts.ledger.close()
        self.parts.journal.close()
        log.info("station stopped")

    def _still_starting(self, step: str) -> None:
        self._notifier.still_starting(step)
        self._notifier.watchdog()  # a station that starts anew is watched already

    def _use(self, recipes: RecipeBook, identification: Identification) -> None:
        """The stamp is known before anything is judged by what it stands for."""
        self.station.conclusion.use(recipes.default.version, identification)
        self.parts.judges.inspection.use(recipes)

    def _follow_accounts(self) -> None:
        """What is changed on this machine stands in the audit log soon, also when nobody signs in."""
        try:
            self.station.reception.access.known()
            self._accounts_problem = ""
        except StoreError as error:
            if str(error) != self._accounts_problem:
                log.warning("nobody can sign in, and only those who are signed in may act: %s", error)
            self._accounts_problem = str(error)

    def _restore_shelves(self) -> None:
        try:
            newest = self.parts.journal.recent(SHELVES_LOOK_BACK)
        except StoreError as error:
            log.warning("shelved alarms are not remembered: %s", error)
            return
        self.station.alarms.restore(one.entry for one in newest)

    def _note(self, entry: AlarmEntry) -> None:
        """An alarm never waits for its journal, and never fails with it."""
        try:
            self.parts.journal.append(entry)
        except StoreError as error:
            log.warning("an alarm was not written down: %s", error, extra={"alarm": entry.id})

    def _crash(self, stage: str, error: BaseException) -> None:
        log.critical("stopping because stage %s crashed: %s", stage, error)
        self._crashed = True
        self._end.set()


def run_daemon(
    config: StationConfig, *, file: Path | None = None, ready: Callable[[Daemon], None] | None = None
) -> int:
    """Run until SIGTERM or SIGINT; anew where a restart was ordered. Raises `StartupError` when it can not start.

    `file` is where the config stands: whoever activates something wants it in place of what stands there by then.
    """
    configure_logs(level=config.logs.level, format=config.logs.format)
    ended = threading.Event()
    running: list[Daemon] = []

    def end(*_: object) -> None:
        ended.set()
        for daemon in running:
            daemon.request_stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    while True:
        running[:] = [_made(config, running[0] if running else None, file)]
        code = _run_once(running[0], ready, ended)
        if code or not running[0].restarts or ended.is_set():
            return code
        log.warning("the station starts anew")


def _run_once(daemon: Daemon, ready: Callable[[Daemon], None] | None, ended: threading.Event) -> int:
    try:
        daemon.start()
        if ready is not None:
            ready(daemon)
        return 0 if ended.is_set() else daemon.wait()
    finally:
        daemon.stop()


def _made(config: StationConfig, last: Daemon | None, file: Path | None = None) -> Daemon:
    """After one that ran by the versions that it knew, and by its bundles where newer ones do not start after all.

    Where none ran, as after a power cut, by the bundles before the activated ones.
    """
    try:
        return Daemon(config, None if last is None else last.versions(), file=file)
    except StartupError:
        known = settle(config).versions if last is None else last.versions()
        for ran in before_activated(known[MODELS]) if last is None else (last.ran,):
            problems, versions = take_back_bundles(config, ran, known)
            if not problems:
                continue
            with suppress(StartupError):  # these do not start either
                daemon = Daemon(config, versions, file=file)
                log.critical("the activated bundles do not start; those before judge again: %s", "; ".join(problems))
                return daemon
        raise
