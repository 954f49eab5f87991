"""Who may do what at a station with accounts, and what the audit log says of it; real hashes, a clock that is moved."""

import itertools
import math
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.stores import accounts_file, memory_ledger
from inspector.app.accounts import AccountEditor
from inspector.domain.access import DEEDS, QUESTIONS, Role
from inspector.domain.audit import Result
from inspector.domain.lockout import LockRule
from inspector.domain.packml import PackMode
from inspector.domain.station import Command, Response
from inspector.pipeline.access import Access, AccessRule
from inspector.pipeline.access_commands import AccessCommands
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.arrears import Arrears
from inspector.pipeline.audit_trail import AuditTrail
from inspector.pipeline.commands import Commands
from inspector.pipeline.deed_looks import DeedLooks
from inspector.pipeline.gate import Gate
from inspector.pipeline.health import Health
from inspector.pipeline.hold_board import HoldBoard
from inspector.pipeline.order_commands import OrderCommands
from inspector.pipeline.orders import Orders

SECRET, OTHER = "5ec4e7" * 6, "0b1de5" * 6
IDS = itertools.count(1)
MINUTE_MS = 60_000
RULE = AccessRule(wrong=LockRule(free=3, first_s=30), session_h=1)


class Desk:
    """A station's commands behind its gate; `again` is the next process on the same ledger."""

    def __init__(self, folder: Path) -> None:
        self.clock = manual.build(manual.Config())
        self.ledger = memory_ledger.build(memory_ledger.Config(), data_dir=folder, clock=self.clock)
        self.editor = AccountEditor(folder, self.clock, by="root")
        self.folder = folder
        self.again()

    def again(self) -> None:
        """Start anew."""
        clock, ledger = self.clock, self.ledger
        arrears = Arrears(on_failed=lambda _error: None, on_works=lambda: None)
        self.arrears = arrears
        self.board = AlarmBoard(clock, lambda _alarm: None)
        health = Health(plc_timeout_ms=1000, recipe="default", mode=PackMode.PRODUCTION)
        orders = Orders(book=ledger.orders, health=health, arrears=arrears, configured=PackMode.PRODUCTION)
        trail = AuditTrail(book=ledger.audit, clock=clock, new_id=lambda: f"a-{next(IDS)}", arrears=arrears)
        accounts = accounts_file.build(accounts_file.Config(), data_dir=self.folder, clock=clock)
        access = Access(
            accounts=accounts, sessions=ledger.sessions, trail=trail, clock=clock, rule=RULE, arrears=arrears
        )
        own = AccessCommands(access, ledger.audit)
        more = {**OrderCommands(orders, lambda: None).actions(), **own.quick(), **own.slow()}
        more["models.activate"] = lambda _given: {"bundle": "new"}
        commands = Commands(health=health, alarms=self.board, ledger=ledger, more=more)
        looks = DeedLooks(
            health=health, orders=orders, alarms=self.board, holds=HoldBoard(lambda _hold: None), ledger=ledger
        )
        self.gate = Gate(commands=commands, access=access, trail=trail, looks=looks.looks())

    def ask(self, name: str, /, **arguments: object) -> Response:
        """One command."""
        return self.gate.answer(Command(name=name, request_id="q-1", arguments=arguments))

    def log(self) -> list[tuple[object, ...]]:
        """The audit log, oldest first."""
        entries = [one.entry for one in reversed(self.ledger.audit.entries(-1))]
        return [(one.who, one.role, one.action, one.subject, one.result) for one in entries]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Ana is an operator with PIN 4711 and badge 00918273, Ben a lead with PIN 2580."""
    made = Desk(tmp_path_factory.mktemp("people"))
    made.editor.add("Ana", Role.OPERATOR, pin="4711", badge="00918273")
    made.editor.add("Ben", Role.LEAD, pin="2580", badge=None)
    return (made.folder / "accounts.json").read_bytes()


@pytest.fixture
def desk(tmp_path: Path, people: bytes) -> Desk:
    (tmp_path / "accounts.json").write_bytes(people)
    return Desk(tmp_path)


def test_without_accounts_everybody_may_and_the_log_keeps_the_name_that_was_told(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert desk.ask("mode", mode="MANUAL", operator="Eve").ok
    assert desk.ask("access").data["enforced"] is False
    assert desk.log() == [("Eve", None, "mode", "", Result.DONE)]
    assert not desk.ask("sign.in", session=SECRET, name="Eve", pin="4711").ok


def test_nobody_may_act_before_signing_in_and_everybody_may_look(desk: Desk) -> None:
    for deed in ("mode", "alarm.ack", "review", "models.activate", "audit"):
        answer = desk.ask(deed, operator="Ben", session=OTHER)
        assert (answer.ok, answer.data["signed_in"]) == (False, False)
    assert all(desk.ask(name).ok for name in ("ping", "state", "counts", "access"))
    unknown = desk.ask("dragon")
    assert (unknown.known, unknown.data) == (False, {})


def test_a_deed_stands_in_the_log_under_the_name_of_whoever_signed_in_with_before_and_after(desk: Desk) -> None:
    assert desk.ask("sign.in", session=SECRET, name="ben", pin="2580").data["role"] == "LEAD"
    assert desk.log()[-1] == ("Ben", Role.LEAD, "sign.in", "", Result.DONE), "as the account is written, not as typed"
    assert desk.ask("mode", session=SECRET, mode="MANUAL", operator="Eve", reason="jam").ok
    newest = desk.ledger.audit.entries(1)[0].entry
    assert (newest.who, newest.role, newest.action, newest.reason) == ("Ben", Role.LEAD, "mode", "jam")
    assert (newest.before, newest.after) == ({"mode": "PRODUCTION", "hold": ""}, {"mode": "MANUAL", "hold": ""})
    page = desk.ask("audit", session=SECRET, limit=1).data["entries"]
    assert isinstance(page, list)
    assert (page[0]["who"], page[0]["after"]) == ("Ben", {"mode": "MANUAL", "hold": ""})
    assert not desk.ask("audit", session=SECRET, limit=0).ok
    assert SECRET not in str(desk.ledger.audit.entries(-1))


def test_an_alarm_is_acknowledged_by_badge_and_a_lead_s_deed_is_refused_and_logged(desk: Desk) -> None:
    desk.board.set("camera-lost", active=True)
    assert desk.ask("sign.in", session=SECRET, badge="00918273").data["name"] == "Ana"
    assert desk.ask("alarm.ack", session=SECRET, id="camera-lost").ok
    assert not desk.ask("alarm.ack", session=SECRET, id="camera-lost").ok
    refused = desk.ask("mode", session=SECRET, mode="MANUAL")
    assert (refused.ok, refused.data) == (False, {"needs": "LEAD", "signed_in": True})
    assert not desk.ask("models.activate", session=SECRET).ok
    assert [entry for entry in desk.log() if entry[0] == "Ana"] == [
        ("Ana", Role.OPERATOR, "sign.in", "", Result.DONE),
        ("Ana", Role.OPERATOR, "alarm.ack", "camera-lost", Result.DONE),
        ("Ana", Role.OPERATOR, "mode", "", Result.REFUSED),
        ("Ana", Role.OPERATOR, "models.activate", "", Result.REFUSED),
    ]


def end_by_signing_out(desk: Desk) -> None:
    assert desk.ask("sign.out", session=SECRET).data == {"signed_out": True}


def end_by_time(desk: Desk) -> None:
    desk.clock.advance_ms(61 * MINUTE_MS)


def end_by_a_new_pin(desk: Desk) -> None:
    desk.editor.set_secret("Ben", pin="9642")


def end_by_removal(desk: Desk) -> None:
    desk.editor.remove("Ben")


def end_by_a_lower_role(desk: Desk) -> None:
    desk.editor.set_role("Ben", Role.VIEWER)


@pytest.mark.parametrize(
    "end", [end_by_signing_out, end_by_time, end_by_a_new_pin, end_by_removal, end_by_a_lower_role]
)
def test_a_session_ends(desk: Desk, end: Callable[[Desk], None]) -> None:
    desk.ask("sign.in", session=SECRET, name="Ben", pin="2580")
    desk.again()
    assert desk.ask("hold", session=SECRET, reason="lens").ok, "a restart of the program is no end"
    end(desk)
    assert not desk.ask("unhold", session=SECRET).ok
    assert not desk.ask("sign.in", session=SECRET, name="Ben", pin="2580").ok, "a secret is used once"


def test_whoever_is_disabled_and_enabled_again_signs_in_again_and_a_lock_out_stays(desk: Desk) -> None:
    def disable_and_enable(name: str) -> None:
        desk.editor.set_disabled(name, disabled=True)
        desk.editor.set_disabled(name, disabled=False)

    desk.ask("sign.in", session=SECRET, name="Ben", pin="2580")
    desk.editor.set_disabled("Ben", disabled=False)
    assert desk.ask("hold", session=SECRET, reason="lens").ok, "nothing was changed"
    for _ in range(2):
        disable_and_enable("Ben")
        desk.again()
        for deed in ("unhold", "review"):
            assert desk.ask(deed, session=SECRET).data == {"needs": DEEDS[deed].least, "signed_in": False}
    assert desk.ask("sign.in", session=OTHER, name="Ben", pin="2580").ok
    assert desk.ask("unhold", session=OTHER).ok
    for pin in ("0001", "0002", "0003"):
        desk.ask("sign.in", session=OTHER[::-1], name="Ana", pin=pin)
    disable_and_enable("Ana")
    assert desk.ask("sign.in", session=OTHER[::-1], name="Ana", pin="4711").data == {"wait_s": 30.0}


def test_whoever_is_removed_and_added_again_with_the_same_badge_signs_in_again(desk: Desk) -> None:
    desk.editor.add("Cem", Role.OPERATOR, pin=None, badge="00555555")
    assert desk.ask("sign.in", session=SECRET, badge="00555555").ok
    assert desk.ask("hold", session=SECRET, reason="lens").ok
    desk.editor.remove("Cem")
    desk.editor.add("Cem", Role.LEAD, pin=None, badge="00555555")
    desk.again()
    assert desk.ask("unhold", session=SECRET).data == {"needs": DEEDS["unhold"].least, "signed_in": False}
    assert desk.ask("access", session=SECRET).data["person"] is None
    assert desk.ask("sign.in", session=OTHER, badge="00555555").ok
    assert desk.ask("unhold", session=OTHER).ok


def test_while_the_accounts_can_not_be_read_those_who_are_signed_in_go_on(desk: Desk) -> None:
    desk.ask("sign.in", session=SECRET, name="Ben", pin="2580")
    file = desk.folder / "accounts.json"
    whole = file.read_bytes()
    file.write_bytes(b"half")
    assert desk.ask("mode", session=SECRET, mode="MANUAL").ok
    assert not desk.ask("mode", session=OTHER, mode="MANUAL").ok
    for question in ("access", "sign.in"):
        answer = desk.ask(question, session=OTHER, badge="00918273")
        assert (answer.ok, answer.data) == (False, {"retry": True})
        assert "is no accounts file" in answer.detail
    assert desk.ask("sign.out", session=SECRET).data == {"signed_out": True}
    assert not desk.ask("mode", session=SECRET, mode="MANUAL").ok
    file.write_bytes(whole)
    assert desk.ask("sign.in", session=OTHER, badge="00918273").ok


def test_accounts_that_can_not_be_read_open_no_station_that_was_open(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert desk.ask("mode", mode="MANUAL").ok
    (tmp_path / "accounts.json").write_bytes(b"half")
    answer = desk.ask("mode", mode="PRODUCTION")
    assert (answer.ok, answer.data) == (False, {"retry": True})


def test_an_answer_that_comes_late_counts_for_whoever_gave_it(desk: Desk) -> None:
    desk.ask("sign.in", session=SECRET, name="Ana", pin="4711")
    assert desk.ask("review", session=SECRET).detail == "review needs review_id", "nobody asks for its age meanwhile"
    desk.clock.advance_ms(MINUTE_MS)
    desk.ask("sign.out", session=SECRET)
    desk.clock.advance_ms(10 * MINUTE_MS)
    desk.again()
    passed = "review needs review_id"
    for age_s, said in (
        (600.0, passed),
        (12 * 3600, passed),
        (12 * 3600 + 1, "12 h late"),
        (500.0, "given after"),
        (None, "age_s does not say"),
        (True, "age_s does not say"),
        (math.nan, "age_s does not say"),
    ):
        assert said in desk.ask("review", session=SECRET, age_s=age_s).detail
    refused = desk.ask("review", session=SECRET)
    assert (refused.ok, refused.data) == (False, {"needs": "OPERATOR", "signed_in": False})
    assert "sign in again" in desk.ask("alarm.ack", session=SECRET, id="camera-lost", age_s=600).detail
    desk.clock.advance_ms(12 * 60 * MINUTE_MS)
    assert "12 h late" in desk.ask("review", session=SECRET, age_s=12 * 3600 + 600).detail


def test_wrong_pins_wait_longer_over_a_restart_and_with_any_clock_that_people_can_set(desk: Desk) -> None:
    tries = [desk.ask("sign.in", session=SECRET, name="Ana", pin=f"000{n}").data for n in range(3)]
    assert tries == [{}, {}, {"wait_s": 30.0}]
    desk.again()
    desk.clock.step_utc(timedelta(days=3))
    right = {"session": SECRET, "name": "Ana", "pin": "4711"}
    assert desk.ask("sign.in", **right).data == {"wait_s": 30.0}
    desk.clock.step_utc(-timedelta(days=30))
    desk.clock.advance_ms(29_000)
    assert desk.ask("sign.in", **right).data == {"wait_s": 1.0}
    assert desk.ask("sign.in", session=OTHER, name="Ben", pin="2580").ok, "nobody else waits"
    assert desk.ask("sign.in", session=OTHER[::-1], badge="00918273").ok, "nor does whoever has the badge"
    desk.clock.advance_ms(1_000)
    assert desk.ask("sign.in", session=SECRET, name="Ana", pin="1111").data == {"wait_s": 60.0}
    desk.editor.set_secret("Ana", pin="8426")
    assert desk.ask("sign.in", session=SECRET, name="Ana", pin="8426").ok, "a new PIN begins anew"
    refused = [entry.detail for entry in (one.entry for one in desk.ledger.audit.entries(-1)) if entry.detail]
    assert refused == [f"name and PIN do not fit ({n})" for n in (4, 3, 2, 1)]


def test_unknown_badges_and_names_wait_together(desk: Desk) -> None:
    for n in range(5):
        assert desk.ask("sign.in", session=SECRET, badge=f"9999991{n}").detail == "this badge is nobody's"
        desk.ask("sign.in", session=SECRET, name="Eve", pin="4711")
    assert desk.ask("sign.in", session=SECRET, badge="00918273").data["wait_s"] == 10
    assert desk.ask("sign.in", session=SECRET, name="Ana", pin="4711").ok, "a PIN of somebody who is known is tried"


def test_products_that_are_scanned_in_a_locked_window_keep_no_badge_waiting_but_those_that_look_like_them(
    desk: Desk,
) -> None:
    product, like_a_product = "4006381333931", "96385074"
    desk.editor.set_secret("Ben", badge=like_a_product)
    for _ in range(12):
        assert not desk.ask("sign.in", session=SECRET, badge=product).ok
    assert desk.ask("sign.in", session=OTHER, badge=like_a_product).data["wait_s"] == 10, "it could be guessed"
    assert desk.ask("sign.in", session=SECRET, badge="00918273").ok


@pytest.mark.parametrize(
    "arguments",
    [{}, {"session": "x"}, {"session": SECRET, "name": 7, "pin": "1"}, {"session": SECRET, "name": "Ana", "pin": None}],
)
def test_what_is_no_way_to_sign_in(desk: Desk, arguments: dict[str, object]) -> None:
    assert not desk.ask("sign.in", **arguments).ok


def test_a_full_disk_keeps_nobody_out_and_the_log_is_told_later(desk: Desk) -> None:
    desk.board.set("ledger-failed", active=True)
    desk.ask("access")
    before = desk.log()
    desk.ledger.failing = True
    assert desk.ask("sign.in", session=SECRET, name="Ana", pin="4711").ok
    assert desk.ask("alarm.ack", session=SECRET, id="ledger-failed").ok
    assert desk.log() == before
    desk.ledger.failing = False
    assert desk.arrears.settle()
    assert [entry[2:4] for entry in desk.log()[len(before) :]] == [("sign.in", ""), ("alarm.ack", "ledger-failed")]


def test_what_was_changed_on_the_machine_is_taken_over_once(desk: Desk) -> None:
    for _ in range(2):
        desk.ask("access")
        desk.again()
    assert [entry[:4] for entry in desk.log()] == [
        ("root", None, "account.add", "Ana"),
        ("root", None, "account.add", "Ben"),
    ]
    assert not DEEDS.keys() & QUESTIONS


def test_a_fault_of_the_gate_itself_is_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path)

    def broken(_access: Access, _command: Command) -> None:
        raise KeyError("nobody")

    monkeypatch.setattr(Access, "person", broken)
    answer = desk.ask("hold", reason="x")
    assert (answer.ok, answer.detail) == (False, "the station failed: KeyError")


def test_without_accounts_asking_who_has_one_owes_the_ledger_nothing(tmp_path: Path) -> None:
    """It is asked every second, also while an outcome waits for a disk that is full."""
    desk = Desk(tmp_path)
    desk.ledger.failing = True
    for _ in range(3):
        assert desk.ask("access").ok
    assert len(desk.arrears) == 0
