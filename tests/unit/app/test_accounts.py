"""The accounts' commands: nothing half-written, no secret anywhere, one clear error for what is wrong."""

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from inspector.adapters.clocks import manual
from inspector.adapters.stores import accounts_file
from inspector.adapters.stores._accounts_text import accounts_text
from inspector.adapters.stores._pin import badge_hash, pin_hash
from inspector.app.cli.main import app
from inspector.domain.access import Role
from inspector.domain.account import Account, Accounts
from inspector.domain.errors import StartupError, StoreError

CLOCK = manual.build(manual.Config())


@pytest.fixture
def station(tmp_path: Path) -> Path:
    file = tmp_path / "station.toml"
    file.write_text(
        "schema_version = 1\n[station]\nsite='t'\nline='l1'\nname='st01'\n[paths]\ndata_dir='data'\n"
        "[bus]\nkind='memory'\n[[cameras]]\nname='top'\nkind='synthetic'\n[detector]\nkind='scripted'\n"
        "[scorer]\nkind='none'\n"
    )
    return file


@pytest.fixture(scope="module")
def ana() -> bytes:
    """An accounts file with Ana, who has a PIN and the badge 00918273."""
    salt = "0" * 32
    account = Account(
        name="Ana", role=Role.OPERATOR, pin_hash=pin_hash("4711"), badge_hash=badge_hash("00918273", salt)
    )
    return accounts_text(Accounts(accounts=(account,), salt=salt))


def told(station: Path, *words: str, given: str = "") -> tuple[int, str]:
    done = CliRunner().invoke(app, ["accounts", *words, "--config", str(station)], input=given)
    return done.exit_code, done.output


def listed(station: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(told(station, "list", "--json")[1])
    return found


def test_people_come_change_and_go_and_no_secret_is_in_the_file(station: Path) -> None:
    assert told(station, "add", "Ana", "--role", "operator", "--badge", given="4711\n00918273\n")[0] == 0
    assert told(station, "add", "Ben", "--role", "LEAD", "--no-pin", "--badge", given="55667788\n")[0] == 0
    assert told(station, "set-role", "ana", "--role", "engineer")[0] == 0
    assert told(station, "set-pin", "Ben", given="2580\n")[0] == 0
    assert told(station, "set-badge", "Ben", "--none")[0] == 0
    assert listed(station) == [
        {"name": "Ana", "role": "ENGINEER", "pin": True, "badge": True},
        {"name": "Ben", "role": "LEAD", "pin": True, "badge": False},
    ]
    assert told(station, "remove", "Ana") == (0, "Ana is removed; 1 left\n")
    file = station.parent / "data" / "accounts.json"
    text = file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not any(secret in text for secret in ("4711", "00918273", "55667788", "2580"))
    lines = [(one["action"], one["account"], one["before"], one["after"]) for one in json.loads(text)["changes"]]
    assert lines[2] == (
        "account.role",
        "Ana",
        {"role": "OPERATOR", "pin": True, "badge": True},
        {"role": "ENGINEER", "pin": True, "badge": True},
    )
    assert lines[-1] == ("account.remove", "Ana", lines[2][3], {})


@pytest.mark.parametrize(
    ("words", "given", "said"),
    [
        (("add", "ANA", "--role", "lead"), "2580\n", "there is an account 'ANA' already"),
        (("add", "Ben", "--role", "lead", "--badge"), "2580\n00918273\n", "this badge is Ana's already"),
        (("add", "Ben", "--role", "lead"), "1234\n", "digits in a row"),
        (("add", "Ben", "--role", "lead"), "", "PIN: nothing was given"),
        (("add", "Ben", "--role", "lead", "--no-pin"), "", "needs a PIN or a badge"),
        (("add", "station", "--role", "boss"), "2580\n", "'boss'"),
        (("add", "station", "--role", "lead"), "2580\n", "is how the station calls itself"),
        (("set-badge", "Ana"), "123\n", "6 to 128 printable"),
        (("set-pin", "Eve"), "2580\n", "no account 'Eve'; known: Ana"),
        (("remove", "Eve"), "", "no account 'Eve'"),
    ],
)
def test_what_makes_no_sense_changes_nothing(
    station: Path, ana: bytes, words: tuple[str, ...], given: str, said: str
) -> None:
    (station.parent / "data").mkdir()
    (station.parent / "data" / "accounts.json").write_bytes(before := ana)
    code, output = told(station, *words, given=given)
    assert (code, said in output.replace("\n", " ")) == (2, True), output
    assert (station.parent / "data" / "accounts.json").read_bytes() == before


def test_nobody_without_either_way_in(station: Path) -> None:
    told(station, "add", "Ana", "--role", "operator", given="4711\n")
    code, output = told(station, "set-pin", "Ana", "--none")
    assert code == 2
    assert "neither PIN nor badge" in output


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """To whom open files were given; they really are."""
    given: list[tuple[int, int]] = []
    give = os.fchown

    def told(descriptor: int, user: int, group: int) -> None:
        given.append((user, group))
        give(descriptor, user, group)

    monkeypatch.setattr(os, "fchown", told)
    return given


def test_what_root_writes_belongs_to_the_data_directory_s_owner(
    station: Path, monkeypatch: pytest.MonkeyPatch, handed_over: list[tuple[int, int]]
) -> None:
    """The service's user could not read it otherwise: every deed would be refused, and the next start."""
    data = station.parent / "data"
    data.mkdir()
    if os.geteuid() == 0:
        os.chown(data, 65534, 65534)
    monkeypatch.setattr(os, "geteuid", lambda: 0)  # a folder of ours is another's to root
    assert told(station, "add", "Ana", "--role", "lead", given="4711\n")[0] == 0
    owner = (data.stat().st_uid, data.stat().st_gid)
    for name in ("accounts.json", "accounts.json.lock"):
        found = (data / name).stat()
        assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (*owner, 0o600)
    assert handed_over == [owner, owner]


def test_neither_root_nor_the_owner_changes_nothing_and_hears_who_may(
    station: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = station.parent / "data"
    data.mkdir()
    owner = data.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 7)
    code, output = told(station, "add", "Ana", "--role", "lead", given="4711\n")
    said = f"belongs to user {owner}, and the station runs as that one"
    assert (code, said in output.replace("\n", " ")) == (2, True), output
    assert list(data.iterdir()) == []


def test_nobody_is_the_same_nobody_each_time_and_again_once_the_file_is_gone(tmp_path: Path, ana: bytes) -> None:
    """What is new goes into the audit log: nothing is."""
    book = accounts_file.build(accounts_file.Config(), data_dir=tmp_path, clock=CLOCK)
    assert book.known() is book.known()
    (tmp_path / "accounts.json").write_bytes(ana)
    assert book.known().accounts
    (tmp_path / "accounts.json").unlink()
    assert book.known() is book.known()
    assert not book.known().accounts


def broken(**changes: Any) -> bytes:
    ana = Account(name="Ana", role=Role.LEAD, badge_hash="a" * 64)
    whole = json.loads(accounts_text(Accounts(accounts=(ana,), salt="0" * 32)))
    whole["accounts"][0] |= changes
    whole["accounts"].append({"name": "ANA", "role": "LEAD", "pin": "", "badge": "b" * 64})
    return json.dumps(whole).encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", ["JSON"]),
        (b'{"format": 1, "accounts": "secret-4711"', ["JSON"]),
        (b"[]", ["file: Input should be an object"]),
        (b'{"format": 2}', ["format", "badge_salt", "accounts", "changes"]),
        (broken(role="BOSS", name=7), ["accounts.0.role", "'VIEWER'", "accounts.0.name"]),
        (broken(name="Ana"), ["ANA: the name is used more than once"]),
        (broken(badge="b" * 64, name="Ben"), ["ANA: has the same badge as Ben"]),
        (broken(pin="4711-plain", badge=""), ["Ana: pin is no Argon2id hash"]),
        (broken(badge=""), ["Ana: has neither PIN nor badge"]),
    ],
)
def test_a_file_that_is_no_accounts_file_stops_the_start_and_lets_nobody_in(
    tmp_path: Path, content: bytes, said: list[str]
) -> None:
    book = accounts_file.build(accounts_file.Config(), data_dir=tmp_path, clock=CLOCK)
    (tmp_path / "accounts.json").write_bytes(content)
    with pytest.raises(StoreError) as while_running:
        book.known()
    with pytest.raises(StartupError) as at_the_start:
        accounts_file.build(accounts_file.Config(), data_dir=tmp_path, clock=CLOCK)
    for error in (while_running, at_the_start):
        assert all(words in str(error.value) for words in said), str(error.value)
        assert "4711" not in str(error.value)


def test_the_editor_refuses_a_broken_file_and_leaves_it_as_it_is(station: Path) -> None:
    file = station.parent / "data" / "accounts.json"
    file.parent.mkdir()
    file.write_text("{ oh")
    code, output = told(station, "add", "Ana", "--role", "lead", given="2580\n")
    assert (code, file.read_text()) == (2, "{ oh")
    assert "is no accounts file" in output.replace("\n", " ")
