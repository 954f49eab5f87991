"""A canned station with accounts: what it answers about who may sign in, and scenes of a window that is locked."""

from inspector_gui.link.news import Heard
from inspector_gui.viewmodels.pages import Page
from pydantic import JsonValue

from inspector.domain.access import Role
from inspector.wire.line import ResponseMessage
from tests.support import gui_group_scenes, gui_line, gui_scenes
from tests.support.gui_stage import Stage

PEOPLE = {
    "Ana": Role.OPERATOR,
    "Ben Okafor": Role.LEAD,
    "María Fernández-Castellanos": Role.ENGINEER,
    "Eve": Role.VIEWER,
    "Wei": Role.OPERATOR,
    "Zoë": Role.ADMIN,
}


def person(name: str) -> dict[str, JsonValue]:
    """Somebody who is signed in."""
    return {"name": name, "role": PEOPLE[name].value}


def access_data(*, enforced: bool = True, signed_in: str | None = None, idle_s: float = 300) -> dict[str, JsonValue]:
    """The answer to `cmd/access`."""
    accounts: list[JsonValue] = [{**person(name), "pin": name != "Wei", "badge": True} for name in PEOPLE]
    told = None if signed_in is None else person(signed_in)
    return {"enforced": enforced, "accounts": accounts if enforced else [], "idle_s": idle_s, "person": told}


def heard_answer(
    name: str, request: str, data: dict[str, JsonValue], at_s: float, *, ok: bool = False, detail: str = ""
) -> Heard:
    """The station answers somebody."""
    message = ResponseMessage(**gui_line.header(), name=name, req_id=request, ok=ok, detail=detail, data=data)
    return gui_line.heard(message, at_s)


def answer(stage: Stage, name: str, data: dict[str, JsonValue], *, ok: bool = True, detail: str = "") -> None:
    """The station answers the newest command of this name."""
    request = next(one.request for one in reversed(stage.sent) if one.name == name)
    stage.model.take(heard_answer(name, request, data, stage.now_s, ok=ok, detail=detail))


def tell(stage: Stage, *, enforced: bool = True, signed_in: str | None = None) -> None:
    """The station is asked, and says who may sign in."""
    for seconds in (0.1, 4.0, 4.0, 21.0):  # a question that was not answered is given up, and asked again
        if not stage.model.access.asking:
            stage.wait(seconds)
    answer(stage, "access", access_data(enforced=enforced, signed_in=signed_in))


def sign_in(stage: Stage, name: str) -> None:
    """Somebody does, by PIN."""
    stage.model.sign_in.open()
    stage.model.sign_in.choose(name)
    for digit in "4711":
        stage.model.sign_in.digit(digit)
    stage.model.sign_in.enter()
    answer(stage, "sign.in", {**person(name), "idle_s": 300})


def audit_line(number: int) -> dict[str, JsonValue]:
    """The n-th line of a day on which much was done."""
    deeds = (
        _facts(action="sign.in", who="Ana", role="OPERATOR"),
        _facts(
            action="alarm.ack",
            who="Ana",
            role="OPERATOR",
            subject="camera-lost",
            before={"state": "UNACK_ACTIVE"},
            after={"state": "ACK_ACTIVE"},
        ),
        _facts(
            action="hold.release",
            who="Ana",
            role="OPERATOR",
            subject="hold-vendor-0042",
            result="REFUSED",
            detail="hold.release needs LEAD; Ana is OPERATOR",
        ),
        _facts(
            action="mode",
            before={"mode": "PRODUCTION", "hold": ""},
            after={"mode": "MANUAL", "hold": ""},
            reason="belt is jammed",
        ),
        _facts(
            action="account.role",
            who="root",
            role=None,
            how="MACHINE",
            subject="Ben Okafor",
            before={"role": "OPERATOR", "pin": True},
            after={"role": "LEAD", "pin": True},
        ),
        _facts(
            action="review",
            who="María Fernández-Castellanos",
            role="ENGINEER",
            subject="record-000050",
            before={"answer": None},
            after={"answer": "OVERRULED", "reason": "PRINT", "operator": "María Fernández-Castellanos"},
        ),
        _facts(action="models.activate", subject="item-defects", result="UNKNOWN"),
    )
    when = f"2026-09-21T{6 + number // 60 % 16:02d}:{number % 60:02d}:07.000Z"
    base = _facts(number=number, time=when, who="Ben Okafor", role="LEAD", how="PIN", result="DONE")
    return base | deeds[number % len(deeds)]


def _facts(**told: JsonValue) -> dict[str, JsonValue]:
    return told


def tell_deeds(stage: Stage, newest: int, *, before: int | None = None) -> None:
    """The station tells a page of the audit log."""
    first = newest if before is None else before - 1
    answer(stage, "audit", {"entries": [audit_line(n) for n in range(first, max(0, first - 50), -1)]})


def who_did_what(stage: Stage) -> None:
    """A lead looks."""
    locked_alarms(stage)
    sign_in(stage, "Ben Okafor")
    stage.window.alarms_page.turn_to_deeds()
    tell_deeds(stage, 70)


def locked(stage: Stage) -> None:
    """Nobody is signed in: the line and its alarms are in sight."""
    gui_scenes.alarmed(stage)
    tell(stage)


def locked_queue(stage: Stage) -> None:
    """Isolated items can be looked at."""
    gui_scenes.queue(stage)
    tell(stage)
    stage.list_again()


def locked_alarms(stage: Stage) -> None:
    """Alarms can be read."""
    gui_scenes.alarms(stage)
    tell(stage)


def sign_in_names(stage: Stage) -> None:
    """Who is it?"""
    locked(stage)
    stage.model.sign_in.open()


def sign_in_pin(stage: Stage) -> None:
    """Three digits were typed."""
    sign_in_names(stage)
    stage.model.sign_in.choose("Ben Okafor")
    for digit in "471":
        stage.model.sign_in.digit(digit)


def sign_in_wait(stage: Stage) -> None:
    """Too many wrong PINs."""
    sign_in_pin(stage)
    stage.model.sign_in.enter()
    answer(stage, "sign.in", {"wait_s": 60.0}, ok=False, detail="name and PIN do not fit: wait 60 s")


def signed_in(stage: Stage) -> None:
    """An operator may not release what is held."""
    gui_group_scenes.holds(stage)
    tell(stage)
    sign_in(stage, "Ana")
    assert stage.window.page is Page.HOLDS
