"""What the window may show of people's accounts."""

from inspector_gui.link.news import Disconnected
from inspector_gui.viewmodels.station_panel import Part
from pydantic import JsonValue

from tests.support import gui_access, gui_scenes
from tests.support.gui_stage import Stage


def accounts(**changes: JsonValue) -> dict[str, JsonValue]:
    """The answer to `cmd/accounts`; Eve is kept out. `changes` are further facts of Ana."""
    listed: list[JsonValue] = []
    for name in gui_access.PEOPLE:
        facts: dict[str, JsonValue] = {**gui_access.person(name), "pin": name != "Wei", "badge": name != "Eve"}
        listed.append(facts | ({"disabled": True} if name == "Eve" else {}) | (changes if name == "Ana" else {}))
    return {"accounts": listed}


def tell_accounts(stage: Stage, **changes: JsonValue) -> None:
    """The station is asked who has an account, and says so."""
    while not any(one.name == "accounts" for one in stage.sent):
        stage.wait(0.3)
    gui_access.answer(stage, "accounts", accounts(**changes))


def people(stage: Stage) -> None:
    """An administrator looks at Ana's account."""
    gui_scenes.running(stage)
    gui_access.tell(stage)
    gui_access.sign_in(stage, "Zoë")
    stage.model.panel.turn_to(Part.PEOPLE)
    tell_accounts(stage)


def people_roles(stage: Stage) -> None:
    """Which role?"""
    people(stage)
    stage.model.panel.pick(2)


def people_name(stage: Stage) -> None:
    """A name that somebody has."""
    people(stage)
    stage.model.panel.pick(1)
    stage.window.panel.people.questions.field.setText("Wei")
    stage.model.people.enter_name("Wei")


def people_pin(stage: Stage) -> None:
    """The two PINs were not the same."""
    people(stage)
    stage.model.panel.pick(3)
    for digits in ("4711", "4712"):
        for digit in digits:
            stage.model.panel.pick(int(digit))
        stage.model.panel.enter()
    stage.model.panel.pick(4)


def people_sure(stage: Stage) -> None:
    """Is that meant?"""
    people(stage)
    stage.model.panel.pick(6)


def people_refused(stage: Stage) -> None:
    """The station did not do it; the last administrator is chosen."""
    people(stage)
    stage.model.panel.pick(4)
    stage.window.scanned("00918273")
    gui_access.answer(stage, "account.badge", {}, ok=False, detail="this badge is Ben Okafor's already")


def people_last_admin(stage: Stage) -> None:
    """The last administrator stays."""
    people(stage)
    stage.model.people.choose("Zoë")


def people_denied(stage: Stage) -> None:
    """A lead sees no list."""
    gui_scenes.running(stage)
    gui_access.tell(stage)
    gui_access.sign_in(stage, "Ben Okafor")
    stage.model.panel.turn_to(Part.PEOPLE)
    stage.wait(0.2)


def people_open(stage: Stage) -> None:
    """A station without accounts."""
    gui_scenes.running(stage)
    gui_access.tell(stage, enforced=False)
    stage.model.panel.turn_to(Part.PEOPLE)
    stage.wait(0.2)


def people_unheard(stage: Stage) -> None:
    """The broker is gone while a PIN is typed."""
    people_pin(stage)
    stage.model.take(Disconnected(at_s=stage.now_s, detail="Connection refused"))
    stage.now_s += 8.3
    stage.model.tick(stage.now_s)
    stage.model.people.forget()
