"""Accounts changed over the bus: by administrators, no secret in an answer or a log, never without an administrator."""

import itertools
import json
from datetime import timedelta
from pathlib import Path

import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.stores import accounts_file, memory_ledger
from inspector.app.accounts import AccountEditor
from inspector.domain.access import Role
from inspector.domain.audit import Result
from inspector.domain.errors import StoreError
from inspector.domain.packml import PackMode
from inspector.domain.station import Command, Response
from inspector.pipeline.access import Access, AccessRule
from inspector.pipeline.access_commands import AccessCommands
from inspector.pipeline.account_commands import AccountCommands
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.arrears import Arrears
from inspector.pipeline.audit_trail import AuditTrail
from inspector.pipeline.commands import Commands
from inspector.pipeline.gate import Gate
from inspector.pipeline.health import Health
from inspector.ports.accounts import AccountBook

ZOE, MAX = "5ec4e7" * 6, "0b1de5" * 6
IDS = itertools.count(1)
SECRETS = ("9642", "8426", "77700123", "88800456")


class Desk:
    """The gate with the commands about accounts, on a real file."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "accounts.json"
        self.clock = clock = manual.build(manual.Config())
        self.ledger = memory_ledger.build(memory_ledger.Config(), data_dir=folder, clock=clock)
        arrears = Arrears(on_failed=lambda _error: None, on_works=lambda: None)
        trail = AuditTrail(book=self.ledger.audit, clock=clock, new_id=lambda: f"a-{next(IDS)}", arrears=arrears)
        self.book: AccountBook = accounts_file.build(accounts_file.Config(), data_dir=folder, clock=clock)
        access = Access(
            accounts=self.book,
            sessions=self.ledger.sessions,
            trail=trail,
            clock=clock,
            rule=AccessRule(),
            arrears=arrears,
        )
        own, accounts = AccessCommands(access, self.ledger.audit), AccountCommands(self.book)
        commands = Commands(
            health=Health(plc_timeout_ms=1000, recipe="default", mode=PackMode.PRODUCTION),
            alarms=AlarmBoard(clock, lambda _alarm: None),
            ledger=self.ledger,
            more={**own.quick(), **own.slow(), **accounts.slow()},
        )
        self.gate = Gate(commands=commands, access=access, trail=trail, looks=accounts.looks())

    def ask(self, command: str, /, **arguments: object) -> Response:
        """One command, of Zoë if nobody else is meant."""
        given: dict[str, object] = {"session": ZOE} | arguments
        return self.gate.answer(Command(name=command, request_id="q-1", arguments=given))

    def log(self) -> list[tuple[object, ...]]:
        """What was done, oldest first."""
        entries = [one.entry for one in reversed(self.ledger.audit.entries(-1))]
        return [
            (one.who, one.action, one.subject, dict(one.before), dict(one.after), one.result)
            for one in entries
            if one.action.startswith("account.") and one.who != "root"
        ]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Zoë is the administrator, Max an engineer."""
    folder = tmp_path_factory.mktemp("people")
    editor = AccountEditor(folder, manual.build(manual.Config()), by="root")
    editor.add("Zoë", Role.ADMIN, pin="4711", badge=None)
    editor.add("Max", Role.ENGINEER, pin="2580", badge=None)
    return (folder / "accounts.json").read_bytes()


@pytest.fixture
def desk(tmp_path: Path, people: bytes) -> Desk:
    (tmp_path / "accounts.json").write_bytes(people)
    made = Desk(tmp_path)
    assert made.ask("sign.in", name="Zoë", pin="4711").ok
    return made


def test_an_account_s_whole_life_is_in_the_log_with_before_and_after_and_without_a_secret(desk: Desk) -> None:
    answers = [
        desk.ask("account.add", name="Ana", role="OPERATOR", pin="9642"),
        desk.ask("account.role", name="ana", role="LEAD"),
        desk.ask("account.badge", name="Ana", badge="77700123"),
        desk.ask("account.pin", name="Ana", pin="8426"),
        desk.ask("account.disable", name="Ana"),
        desk.ask("account.enable", name="Ana"),
        desk.ask("account.remove", name="Ana"),
        desk.ask("accounts"),
    ]
    assert [answer.ok for answer in answers] == [True] * 8, [answer.detail for answer in answers]
    made = {"role": "OPERATOR", "pin": True, "badge": False}
    lead, both = made | {"role": "LEAD"}, made | {"role": "LEAD", "badge": True}
    gone, out, done = {"account": False}, both | {"disabled": True}, Result.DONE
    assert desk.log() == [
        ("Zoë", "account.add", "Ana", gone, made, done),
        ("Zoë", "account.role", "ana", made, lead, done),
        ("Zoë", "account.badge", "Ana", lead, both, done),
        ("Zoë", "account.pin", "Ana", both, both, done),
        ("Zoë", "account.disable", "Ana", both, out, done),
        ("Zoë", "account.enable", "Ana", out, both, done),
        ("Zoë", "account.remove", "Ana", both, gone, done),
    ]
    said = json.dumps([dict(answer.data) for answer in answers]) + str(desk.ledger.audit.entries(-1))
    assert not [secret for secret in (*SECRETS, ZOE) if secret in said]


def test_a_new_account_may_sign_in_at_once_and_who_is_kept_out_may_not(desk: Desk) -> None:
    desk.ask("account.add", name="Ana", role="OPERATOR", badge="77700123", pin="9642")
    assert desk.ask("sign.in", session="a" * 32, name="Ana", pin="9642").ok
    assert desk.ask("account.disable", name="Ana").ok
    assert desk.ask("access", session="a" * 32).data["person"] is None, "the session ended"
    assert "Ana" not in str(desk.ask("access").data), "a name that nobody can sign in with is not offered"
    assert {"name": "Ana", "role": "OPERATOR", "pin": True, "badge": True, "disabled": True} in _listed(desk)
    for number, way in enumerate(({"name": "Ana", "pin": "9642"}, {"badge": "77700123"})):
        refused = desk.ask("sign.in", session=f"{number}" * 32, **way)
        assert (refused.ok, refused.data) == (False, {"disabled": True})
    wrong = desk.ask("sign.in", session="b" * 32, name="Ana", pin="0001")
    assert (wrong.detail, wrong.data) == ("name and PIN do not fit", {}), "whoever guesses learns nothing"
    desk.ask("account.enable", name="Ana")
    assert desk.ask("sign.in", session="c" * 32, badge="77700123").ok


def _listed(desk: Desk) -> list[object]:
    found = desk.ask("accounts").data["accounts"]
    assert isinstance(found, list)
    return found


def test_an_engineer_makes_nobody_an_administrator_and_sees_no_list(desk: Desk) -> None:
    assert desk.ask("sign.in", session=MAX, name="Max", pin="2580").ok
    for command, given in (
        ("account.add", {"name": "Eve", "role": "ADMIN", "pin": "9642"}),
        ("account.role", {"name": "Max", "role": "ADMIN"}),
        ("account.pin", {"name": "Zoë", "pin": "9642"}),
        ("accounts", {}),
    ):
        refused = desk.ask(command, session=MAX, **given)
        assert (refused.ok, refused.data) == (False, {"needs": "ADMIN", "signed_in": True})
    assert {entry[-1] for entry in desk.log()} == {Result.REFUSED}
    assert [one.role for one in desk.book.known().accounts] == [Role.ADMIN, Role.ENGINEER]


def test_the_last_administrator_stays_until_there_is_another_who_can_sign_in(desk: Desk) -> None:
    for command, given in (("remove", {}), ("disable", {}), ("role", {"role": "LEAD"})):
        refused = desk.ask(f"account.{command}", name="Zoë", **given)
        assert refused.detail == "Zoë is the last administrator: make somebody else one first"
    assert desk.ask("account.role", name="Max", role="ADMIN").ok
    assert desk.ask("account.disable", name="Max").ok
    assert not desk.ask("account.remove", name="Zoë").ok, "one that is kept out is none"
    assert desk.ask("account.enable", name="Max").ok
    assert desk.ask("account.remove", name="Zoë").ok
    assert not desk.ask("accounts").ok, "whoever is removed is signed out, too"


@pytest.mark.parametrize(
    ("command", "given", "why"),
    [
        ("add", {"name": "max", "role": "LEAD", "pin": "9642"}, "there is an account 'max' already"),
        ("add", {"name": "Ana", "role": "LEAD"}, "Ana: needs a PIN or a badge"),
        ("add", {"name": "Ana", "role": "LEAD", "pin": "1234"}, "a PIN of equal digits, or of digits in a row"),
        ("add", {"name": "Ana", "role": "LEAD", "pin": 9642}, "pin must be a text"),
        ("add", {"name": " Ana", "role": "LEAD", "pin": "9642"}, "no space at its ends"),
        ("add", {"name": "Ana", "role": "KING", "pin": "9642"}, "role must be one of VIEWER"),
        ("add", {"role": "LEAD", "pin": "9642"}, "name must be a text"),
        ("role", {"name": "Ana", "role": "LEAD"}, "no account 'Ana'; known: Zoë, Max"),
        ("pin", {"name": "Max", "pin": ""}, "pin must be a text that is not empty"),
        ("badge", {"name": "Max", "badge": "123"}, "a badge's number has 6"),
        ("remove", {"name": None}, "name must be a text"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words_and_changes_nothing(
    desk: Desk, command: str, given: dict[str, object], why: str
) -> None:
    before = desk.file.read_bytes()
    answer = desk.ask(f"account.{command}", **given)
    assert (answer.ok, why in answer.detail) == (False, True), answer.detail
    assert (desk.file.read_bytes(), desk.log()) == (before, [])


def test_a_file_that_can_not_be_written_is_said_and_may_be_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_more: object) -> None:
        raise StoreError("accounts.json: can not be written: No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(type(desk.book), "edit", full)
        answer = desk.ask("account.role", name="Max", role="LEAD")
        assert (answer.ok, answer.data) == (False, {"retry": True})
    assert desk.ask("account.role", name="Max", role="LEAD").ok


def test_the_first_account_is_not_made_over_the_bus(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    answer = desk.ask("account.add", name="Eve", role="ADMIN", pin="9642")
    assert (answer.ok, "inspector accounts add" in answer.detail) == (False, True)
    assert not desk.file.exists()


@pytest.mark.parametrize("hours", [7, -7, 24 * 400])
def test_a_wall_clock_that_is_set_ahead_or_back_signs_nobody_out_and_keeps_nobody_out(desk: Desk, hours: int) -> None:
    desk.clock.step_utc(timedelta(hours=hours))
    assert desk.ask("account.role", name="Max", role="LEAD").ok, "whoever was signed in goes on"
    assert desk.ask("sign.in", session=MAX, name="Max", pin="2580").ok
    desk.clock.advance_ms(13 * 3_600_000)
    assert not desk.ask("accounts").ok, "twelve hours are twelve hours"
