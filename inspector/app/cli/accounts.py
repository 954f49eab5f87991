"""`accounts`: who may sign in at a station, and in which role. Kept on the station's machine."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector.app.cli.output import JsonFlag, console, fail, notices, print_json, print_table
from inspector.domain.access import Role

if TYPE_CHECKING:
    from inspector.app.accounts import AccountEditor

accounts_app = typer.Typer(help="Who may sign in at a station, and in which role.", no_args_is_help=True)

Config = Annotated[Path, typer.Option("--config", "-c", help="The station's file.", metavar="FILE")]
Name = Annotated[str, typer.Argument(help="The person's name, as answers and the audit log will carry it.")]
RoleOption = Annotated[Role, typer.Option("--role", "-r", case_sensitive=False, help="See docs/how-to/accounts.md.")]


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(accounts_app, name="accounts")


@accounts_app.command("add", epilog="Example: `inspector accounts add Ana --role operator --config station.toml`")
def add(
    name: Name,
    *,
    role: RoleOption,
    config: Config,
    badge: Annotated[bool, typer.Option("--badge", help="Ask for a badge, too: scan it.")] = False,
    pin: Annotated[bool, typer.Option("--pin/--no-pin", help="Ask for a PIN.")] = True,
) -> None:
    """One more person. Asks for the PIN (4 to 12 digits), then for the badge; both are kept as hashes.

    Where the input is no terminal each is read as one line. With the first account everybody has to sign in. A running
    station knows it at once. Exit 2, and nothing is changed, for a name or badge that somebody has already.
    """
    editor = _editor(config)
    secrets = {"pin": _secret("PIN") if pin else None, "badge": _secret("Badge") if badge else None}
    _do(lambda: editor.add(name, role, **secrets))
    console.print(f"{name} may sign in as {role.value.lower()}", markup=False)


@accounts_app.command("list", epilog="Example: `inspector accounts list --config station.toml --json`")
def list_(*, config: Config, json: JsonFlag = False) -> None:
    """Everybody who may sign in. PINs and badges can not be shown: only their hashes are kept."""
    from inspector.domain.errors import StoreError

    try:
        known = _editor(config).known().accounts
    except StoreError as error:
        raise fail(str(error), 2) from error
    if json:
        print_json([{"name": account.name, **account.facts} for account in known])
        return
    if not known:
        notices.print("nobody has an account: everybody may do everything at this station", markup=False)
    rows = [
        (a.name, a.role.value, *("yes" if have else "" for have in (a.pin_hash, a.badge_hash, a.disabled)))
        for a in known
    ]
    print_table(f"{len(known)} accounts", ("name", "role", "PIN", "badge", "disabled"), rows)


@accounts_app.command("remove", epilog="Example: `inspector accounts remove Ana --config station.toml`")
def remove(name: Name, *, config: Config) -> None:
    """That person is signed out and can not sign in any more. Without the last one everybody may do everything."""
    editor = _editor(config)
    _do(lambda: editor.remove(name))
    left = len(editor.known().accounts)
    console.print(f"{name} is removed; {left} left", markup=False)
    if not left:
        notices.print("nobody has an account: everybody may do everything at this station", markup=False)


@accounts_app.command("disable", epilog="Example: `inspector accounts disable Ana --config station.toml`")
def disable(name: Name, *, config: Config) -> None:
    """That person is signed out and kept out for now; PIN, badge and role stay for `enable`."""
    editor = _editor(config)
    _do(lambda: editor.set_disabled(name, disabled=True))
    console.print(f"{name} is kept out", markup=False)


@accounts_app.command("enable", epilog="Example: `inspector accounts enable Ana --config station.toml`")
def enable(name: Name, *, config: Config) -> None:
    """Who was kept out may sign in again, as before."""
    editor = _editor(config)
    _do(lambda: editor.set_disabled(name, disabled=False))
    console.print(f"{name} may sign in again", markup=False)


@accounts_app.command("set-role", epilog="Example: `inspector accounts set-role Ana --role lead --config station.toml`")
def set_role(name: Name, *, role: RoleOption, config: Config) -> None:
    """Another role, from that person's next command on."""
    editor = _editor(config)
    _do(lambda: editor.set_role(name, role))
    console.print(f"{name} is {role.value.lower()} now", markup=False)


@accounts_app.command("set-pin", epilog="Example: `inspector accounts set-pin Ana --config station.toml`")
def set_pin(
    name: Name, *, config: Config, take_away: Annotated[bool, typer.Option("--none", help="No PIN any more.")] = False
) -> None:
    """Another PIN. Ends a lock-out, and that person's sessions."""
    editor = _editor(config)
    pin = "" if take_away else _secret("PIN")
    _do(lambda: editor.set_secret(name, pin=pin))
    console.print(f"{name} has {'no PIN any more' if take_away else 'a new PIN'}", markup=False)


@accounts_app.command("set-badge", epilog="Example: `inspector accounts set-badge Ana --config station.toml`")
def set_badge(
    name: Name, *, config: Config, take_away: Annotated[bool, typer.Option("--none", help="No badge any more.")] = False
) -> None:
    """Another badge: scan it when asked. Ends that person's sessions."""
    editor = _editor(config)
    badge = "" if take_away else _secret("Badge")
    _do(lambda: editor.set_secret(name, badge=badge))
    console.print(f"{name} has {'no badge any more' if take_away else 'a new badge'}", markup=False)


def _editor(config: Path) -> "AccountEditor":
    from inspector.app.accounts import AccountEditor, machine_user
    from inspector.app.config_file import load_station
    from inspector.app.machine_clock import make_clock
    from inspector.app.writable import require_writable
    from inspector.domain.errors import StartupError

    folder = load_station(config).paths.data_dir
    try:
        require_writable(folder)
        folder.mkdir(parents=True, exist_ok=True)
    except (StartupError, OSError) as error:
        raise fail(str(error), 3) from error
    return AccountEditor(folder, make_clock(), by=machine_user())


def _do(change: Callable[[], None]) -> None:
    from inspector.domain.account import AccountRefused
    from inspector.domain.errors import StoreError

    try:
        change()
    except (AccountRefused, StoreError) as error:
        raise fail(str(error), 2) from error


def _secret(what: str) -> str:
    """Asked for twice and not shown, or one line of what is piped in. Never an option: those are seen by others."""
    if sys.stdin.isatty():
        return str(typer.prompt(what, hide_input=True, confirmation_prompt=True)).strip()
    given = sys.stdin.readline().strip()
    if not given:
        raise fail(f"{what}: nothing was given", 2)
    return given
