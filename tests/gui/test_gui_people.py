"""Accounts in the window: by administrators, with a PIN that is typed twice and shown nowhere; the station decides."""

from collections.abc import Callable

import pytest
from inspector_gui.link.news import Disconnected
from inspector_gui.viewmodels.people import GIVEN_UP_AFTER_S
from inspector_gui.viewmodels.people_question import Ask, Misfit, Question, Task
from inspector_gui.viewmodels.request import Fate
from inspector_gui.viewmodels.sign_in import Hitch
from inspector_gui.viewmodels.station_panel import Part
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector.domain.access import Role
from tests.support import gui_access, gui_people_scenes
from tests.support.gui_access import answer
from tests.support.gui_stage import Stage, key
from tests.support.gui_touch import buttons_in, click, too_small

StageMaker = Callable[..., Stage]


@pytest.fixture
def stage(make_stage: StageMaker) -> Stage:
    """Zoë, the administrator, looks at Ana's account."""
    made = make_stage(size=(1024, 600))
    gui_people_scenes.people(made)
    return made


def digits(stage: Stage, text: str) -> None:
    """Type a PIN and Enter."""
    key(stage, *(Qt.Key(Qt.Key.Key_0 + int(digit)) for digit in text), Qt.Key.Key_Return)


def changes(stage: Stage) -> list[tuple[str, dict[str, object]]]:
    """What was ordered, without the session."""
    return [
        (name, {key: value for key, value in given.items() if key != "session"})
        for name, given in stage.commands
        if name.startswith("account.")
    ]


def fate(stage: Stage) -> Fate | None:
    """What became of the newest change."""
    outcome = stage.model.people.view.outcome
    return None if outcome is None else outcome.fate


def asked(stage: Stage) -> Question:
    """What is asked now."""
    return stage.model.people.view.question


def test_a_person_is_added_by_finger_and_the_pin_is_seen_nowhere(stage: Stage) -> None:
    part = stage.window.panel.people
    assert [row.text() for row in part.list.rows] == sorted(gui_access.PEOPLE, key=str.casefold)
    click(part.details.buttons[0])
    assert part.questions.field.hasFocus()
    part.questions.field.setText("  Luis   Pérez ")
    QTest.keyClick(part.questions.field, Qt.Key.Key_Return)
    assert (asked(stage).ask, asked(stage).name) == (Ask.ROLE, "Luis Pérez")
    assert too_small(buttons_in(part)) == []
    click(part.questions.numbered[2])
    click(part.questions.numbered[0])
    for _ in range(2):
        for digit in "9642":
            click(next(one for one in part.questions.pad.keys if one.text() == digit))
        assert part.questions.pad.typed.text() == "● ● ● ●"
        click(part.questions.pad.go)
    assert changes(stage) == [("account.add", {"name": "Luis Pérez", "role": "LEAD", "pin": "9642"})]
    assert "9642" not in f"{stage.model.people.view} {stage.texts}"
    answer(stage, "account.add", {"name": "Luis Pérez"})
    assert part.details.notice.text() == "DONE: Add a person, Luis Pérez"
    stage.wait(0.3)
    assert [name for name, _ in stage.commands].count("accounts") == 2, "the list is asked again"


def test_a_new_pin_is_typed_twice_by_keys_and_bad_ones_go_nowhere(stage: Stage) -> None:
    key(stage, Qt.Key.Key_Down, Qt.Key.Key_3)
    digits(stage, "1234")
    assert (asked(stage).misfit, asked(stage).typed) == (Misfit.PIN, "")
    digits(stage, "4711")
    digits(stage, "4712")
    assert (asked(stage).ask, asked(stage).misfit) == (Ask.PIN, Misfit.OTHER_PIN)
    digits(stage, "4711")
    key(stage, Qt.Key.Key_4, Qt.Key.Key_Backspace, Qt.Key.Key_0, Qt.Key.Key_Backspace)
    digits(stage, "4711")
    assert changes(stage) == [("account.pin", {"name": "Ben Okafor", "pin": "4711"})]
    assert fate(stage) is Fate.SENT
    key(stage, Qt.Key.Key_1)
    assert asked(stage).ask is Ask.NOTHING, "one change at a time"


def test_a_badge_is_scanned_and_no_item_is_looked_for_meanwhile(stage: Stage) -> None:
    key(stage, Qt.Key.Key_4)
    stage.window.scanned("12")
    assert asked(stage).misfit is Misfit.BADGE
    stage.window.scanned("77700123")
    assert changes(stage) == [("account.badge", {"name": "Ana", "badge": "77700123"})]
    assert stage.window.panel.isVisible()
    assert not [text for text in stage.texts if "77700123" in text]
    answer(stage, "account.badge", {}, ok=False, detail="this badge is Wei's already")
    assert stage.window.panel.people.details.notice.text().endswith("The station says: this badge is Wei's already")


def test_keeping_out_and_removing_ask_once_more_and_can_be_left(stage: Stage) -> None:
    key(stage, Qt.Key.Key_6, Qt.Key.Key_2)
    assert (asked(stage).ask, changes(stage)) == (Ask.SURE, [])
    key(stage, Qt.Key.Key_Escape, Qt.Key.Key_5, Qt.Key.Key_1)
    assert changes(stage) == [("account.disable", {"name": "Ana"})]
    answer(stage, "account.disable", {"name": "Ana"})
    stage.wait(0.2)
    gui_people_scenes.tell_accounts(stage, disabled=True)
    stage.wait(0.2)
    assert stage.window.panel.people.details.buttons[4].text() == "5   Let in again"
    key(stage, Qt.Key.Key_5, Qt.Key.Key_1)
    assert changes(stage)[1] == ("account.enable", {"name": "Ana"})


def test_the_last_administrator_can_not_even_be_begun_with(stage: Stage) -> None:
    stage.model.people.choose("Zoë")
    part = stage.window.panel.people
    assert [button.isEnabled() for button in part.details.buttons] == [True, False, True, True, False, False]
    assert part.details.notice.text().startswith("The last administrator stays")
    key(stage, Qt.Key.Key_6, Qt.Key.Key_2)
    assert asked(stage).ask is Ask.NOTHING


def test_whoever_is_no_administrator_sees_no_list_and_why(make_stage: StageMaker) -> None:
    stage = make_stage(language="es")
    gui_people_scenes.people_denied(stage)
    part = stage.window.panel.people
    assert part.details.name.text() == "Solo para el rol Administrador o superior; su rol es Responsable"
    assert (part.list.shown(0), "accounts" in dict(stage.commands)) == ([], False)
    key(stage, Qt.Key.Key_1)
    assert asked(stage).ask is Ask.NOTHING


def test_a_station_without_accounts_says_where_the_first_one_is_made(make_stage: StageMaker) -> None:
    stage = make_stage()
    gui_people_scenes.people_open(stage)
    assert "everybody may do everything" in stage.window.panel.people.details.name.accessibleName()
    assert not any(button.isEnabled() for button in stage.window.panel.people.details.buttons)


def test_locking_gives_up_what_was_begun_and_hides_the_list(stage: Stage) -> None:
    key(stage, Qt.Key.Key_3)
    digits(stage, "4711")
    key(stage, Qt.Key.Key_F12)
    assert (asked(stage), stage.model.people.view.people) == (Question(), ())
    key(stage, Qt.Key.Key_F12)
    digits(stage, "4711")
    assert changes(stage) == []


def test_a_question_that_nobody_answers_gives_itself_up(stage: Stage) -> None:
    key(stage, Qt.Key.Key_3)
    digits(stage, "4711")
    stage.wait(GIVEN_UP_AFTER_S + 0.1)
    assert asked(stage) == Question()


def test_a_station_that_is_gone_is_said_and_nothing_is_sent_later(stage: Stage) -> None:
    key(stage, Qt.Key.Key_2, Qt.Key.Key_3)
    assert changes(stage) == [("account.role", {"name": "Ana", "role": "LEAD"})]
    for _ in range(2):
        stage.wait(8.0)
    assert fate(stage) is Fate.NO_ANSWER
    assert "Look at the list" in stage.window.panel.people.details.notice.accessibleName()
    stage.model.take(Disconnected(at_s=stage.now_s, detail="refused"))
    stage.model.tick(stage.now_s)
    key(stage, Qt.Key.Key_3)
    assert (fate(stage), asked(stage).ask) == (Fate.NOT_SENT, Ask.NOTHING)
    gui_access.tell(stage, signed_in="Zoë")
    assert len(changes(stage)) == 1


def test_a_pin_that_was_typed_when_the_station_went_does_not_leave(stage: Stage) -> None:
    key(stage, Qt.Key.Key_3)
    digits(stage, "4711")
    stage.model.take(Disconnected(at_s=stage.now_s, detail="refused"))
    stage.model.tick(stage.now_s)
    digits(stage, "4711")
    assert (fate(stage), changes(stage), asked(stage)) == (Fate.NOT_SENT, [], Question())


def test_what_the_station_tells_wrongly_is_said_and_an_account_that_went_ends_its_question(stage: Stage) -> None:
    key(stage, Qt.Key.Key_2)
    stage.wait(21.0)
    answer(stage, "accounts", {"accounts": [{**gui_access.person("Zoë"), "pin": True, "badge": True}]})
    assert asked(stage).ask is Ask.NOTHING
    stage.wait(21.0)
    answer(stage, "accounts", {"accounts": [{"name": "Ana"}]})
    assert "does not tell" in stage.window.panel.people.details.notice.accessibleName()


def test_back_goes_one_question_back_and_then_closes(stage: Stage) -> None:
    question = Question(ask=Ask.NAME, task=Task.ADD).named("Luis", frozenset())
    for number, ask in ((2, Ask.WAY), (1, Ask.PIN)):
        question = question.picked(number)
        assert (question.ask, question.role) == (ask, Role.OPERATOR)
    backs = []
    while question.ask is not Ask.NOTHING:
        question = question.back()
        backs.append(question.ask)
    assert backs == [Ask.WAY, Ask.ROLE, Ask.NAME, Ask.NOTHING]
    assert Question(ask=Ask.NAME).named("zoë", frozenset({"zoë"})).misfit is Misfit.TAKEN
    assert Question(ask=Ask.NAME).named("Z" * 65, frozenset()).misfit is Misfit.NAME
    key(stage, Qt.Key.Key_2, Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert stage.model.panel.view is Part.CLOSED


def test_somebody_who_is_kept_out_is_told_so_when_signing_in(make_stage: StageMaker) -> None:
    stage = make_stage()
    gui_access.sign_in_pin(stage)
    stage.model.sign_in.enter()
    answer(stage, "sign.in", {"disabled": True}, ok=False, detail="the account of Ben Okafor is disabled")
    assert stage.model.sign_in.view.hitch is Hitch.DISABLED
    assert "Ask an administrator" in stage.window.sign_in.notice.accessibleName()
