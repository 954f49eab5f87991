"""Signing in, locking, and what is greyed out with its reason; looking needs nobody to be signed in."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from inspector_gui.link.answers import AnswerBook, id_of
from inspector_gui.viewmodels.access import Entry, LockedBy
from inspector_gui.viewmodels.alarm_desk import Step
from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.sign_in import CLOSES_AFTER_S, Hitch
from inspector_gui.widgets.idle_watch import IdleWatch
from pydantic import JsonValue
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector.domain.review import Answer, Review
from tests.support import gui_access, gui_group_scenes, gui_scenes
from tests.support.gui_access import access_data, answer, tell
from tests.support.gui_stage import Stage, key

StageMaker = Callable[..., Stage]
BADGE = "00918273"


@pytest.fixture
def stage(make_stage: StageMaker) -> Stage:
    """Alarms in all states; the station has accounts, and nobody is signed in."""
    made = make_stage()
    gui_access.locked_alarms(made)
    return made


def hitch(stage: Stage) -> Hitch:
    """Why nobody was let in."""
    return stage.model.sign_in.view.hitch


def sign_in_by_hand(stage: Stage, name: str) -> None:
    """F12, the name, the PIN, Enter; the station lets the person in."""
    key(stage, Qt.Key.Key_F12)
    button = next(one for one in stage.window.sign_in.names if one.text().startswith(name))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    key(stage, Qt.Key.Key_4, Qt.Key.Key_7, Qt.Key.Key_1, Qt.Key.Key_9, Qt.Key.Key_Backspace, Qt.Key.Key_1)
    key(stage, Qt.Key.Key_Return)
    answer(stage, "sign.in", {**gui_access.person(name), "idle_s": 300})


def test_a_station_without_accounts_is_open_and_nothing_is_said_of_signing_in(make_stage: StageMaker) -> None:
    stage = make_stage()
    gui_scenes.alarms(stage)
    key(stage, Qt.Key.Key_S)
    tell(stage, enforced=False)
    assert stage.model.access.view.entry is Entry.OPEN
    assert stage.model.desk.view.step is Step.MINUTES, "what was begun before it said so goes on"
    key(stage, Qt.Key.Key_Escape)
    assert not stage.window.banner.isVisible()
    assert not stage.window.bar.person.isVisible()
    key(stage, Qt.Key.Key_F12, Qt.Key.Key_A)
    assert stage.commands == [("alarm.ack", {"id": "camera-lost", "operator": "Ana"})]


def test_a_question_that_failed_opens_no_window_and_one_that_an_older_station_does_not_know_does(
    stage: Stage,
) -> None:
    for entry in (Entry.LOCKED, Entry.SIGNED_IN):
        if entry is Entry.SIGNED_IN:
            gui_access.sign_in(stage, "Ana")
        person = stage.model.access.view.person
        stage.wait(21.0)
        answer(stage, "access", {}, ok=False, detail="the station failed: KeyError")
        view = stage.model.access.view
        assert (view.entry, view.person, view.problem) == (entry, person, "the station failed: KeyError")
    stage.wait(21.0)
    answer(stage, "access", {}, ok=False, detail="unknown command; known: ping, state")
    assert stage.model.access.view.entry is Entry.OPEN


def test_a_locked_window_shows_everything_and_does_nothing(stage: Stage) -> None:
    assert stage.window.banner.isVisible()
    assert stage.window.alarms.isVisible()
    details = stage.window.alarms_page.details
    assert not details.ack.isEnabled()
    assert details.notice.text() == "Locked: sign in to act (F12)"
    key(stage, Qt.Key.Key_A, Qt.Key.Key_S, Qt.Key.Key_2)
    key(stage, Qt.Key.Key_F1)
    assert stage.window.live.isVisible()
    key(stage, Qt.Key.Key_F4, Qt.Key.Key_H)
    assert not stage.window.holds.by_hand.isEnabled()
    assert stage.commands == []


def test_whoever_signs_in_acts_under_that_name_until_the_window_is_locked(stage: Stage) -> None:
    sign_in_by_hand(stage, "Ben Okafor")
    (_, arguments) = stage.commands[0]
    secret = arguments["session"]
    assert arguments == {"session": secret, "name": "Ben Okafor", "pin": "4711"}
    assert not stage.window.sign_in.isVisible()
    assert stage.window.bar.person.text() == "Lock: Ben Okafor"
    key(stage, Qt.Key.Key_A)
    assert stage.commands[1] == ("alarm.ack", {"id": "camera-lost", "operator": "Ben Okafor", "session": secret})
    key(stage, Qt.Key.Key_F12, Qt.Key.Key_A)
    assert stage.commands[2:] == [("sign.out", {"session": secret})]
    assert (stage.model.access.view.locked_by, stage.model.access.session) == (LockedBy.HAND, "")


def test_what_a_role_does_not_allow_is_in_sight_with_the_reason(make_stage: StageMaker) -> None:
    stage = make_stage(language="es")
    gui_access.signed_in(stage)
    details = stage.window.holds.details
    assert (details.let_go.isVisible(), details.let_go.isEnabled()) == (True, False)
    assert details.notice.text() == "Solo para el rol Responsable o superior; su rol es Operador"
    assert stage.window.holds.by_hand.isEnabled()
    key(stage, Qt.Key.Key_R)
    assert [name for name, _ in stage.commands] == ["sign.in"]


def test_a_locked_window_takes_a_scan_for_a_badge_and_shows_no_number(stage: Stage) -> None:
    stage.window.scanned(BADGE)
    assert stage.commands[0][1]["badge"] == BADGE
    answer(stage, "sign.in", {}, ok=False, detail="this badge is nobody's")
    assert stage.window.banner.words.text() == "NOT SIGNED IN: this badge is nobody's."
    stage.wait(10.0)
    assert stage.window.banner.words.text().startswith("Locked: you can look")
    stage.window.scanned("12")  # no badge has so few: the station is not even asked
    assert [name for name, _ in stage.commands] == ["sign.in"]
    assert not any(BADGE in text for text in stage.texts)
    stage.window.scanned(BADGE)
    answer(stage, "sign.in", {**gui_access.person("Zoë"), "idle_s": 300})
    assert stage.model.access.operator == "Zoë"
    assert stage.window.page is Page.ALARMS


def test_an_item_s_barcode_still_shows_it_in_a_locked_window(make_stage: StageMaker) -> None:
    stage = make_stage()
    gui_access.locked_queue(stage)
    waiting = stage.model.queue.waiting[2]
    stage.window.turn_to(Page.LIVE)
    stage.window.scanned(str(waiting.view.track))
    shown = stage.model.queue.view.item
    assert shown is not None
    assert (shown.rid, stage.window.page) == (waiting.rid, Page.QUEUE)
    stage.wait(1.0)
    sent = len(stage.station.sent)
    key(stage, Qt.Key.Key_1, Qt.Key.Key_K, Qt.Key.Key_U)
    stage.window.scanned("CMD:CONFIRM")
    assert len(stage.station.sent) == sent
    assert not any(button.isEnabled() for button in stage.window.queue.choices.answers)


def test_nobody_there_locks_the_window_and_gives_up_what_was_begun(make_stage: StageMaker, qapp: QApplication) -> None:
    stage = make_stage()
    gui_group_scenes.holds(stage)
    tell(stage)
    gui_access.sign_in(stage, "Ben Okafor")
    watch = IdleWatch(stage.window)
    watch.touched.connect(stage.model.access.touched)
    qapp.installEventFilter(watch)
    stage.wait(299.0)
    key(stage, Qt.Key.Key_R)
    stage.wait(299.0)
    assert stage.model.access.view.entry is Entry.SIGNED_IN
    assert stage.window.holds.questions.isVisible()
    stage.wait(2.0)
    assert stage.model.access.view.locked_by is LockedBy.IDLE
    assert "nobody touched" in stage.window.banner.words.text()
    assert not stage.window.holds.questions.isVisible()
    assert stage.commands[-1][0] == "sign.out"
    watch.stop()


def test_wrong_pins_are_told_and_a_wait_counts_down(stage: Stage) -> None:
    key(stage, Qt.Key.Key_F12, Qt.Key.Key_1)
    assert hitch(stage) is Hitch.NO_NAME
    key(stage, Qt.Key.Key_Down, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Enter)
    assert stage.model.sign_in.view.digits == 0
    answer(stage, "sign.in", {}, ok=False, detail="name and PIN do not fit")
    assert stage.window.sign_in.notice.accessibleName() == "NOT SIGNED IN: name and PIN do not fit."
    key(stage, Qt.Key.Key_1, Qt.Key.Key_Return)
    answer(stage, "sign.in", {"wait_s": 30.0}, ok=False)
    stage.wait(12.0)
    assert "for 18 more s" in stage.window.sign_in.notice.accessibleName()
    key(stage, Qt.Key.Key_Escape, Qt.Key.Key_F12)
    assert hitch(stage) is Hitch.WAIT, "closing it shortens nothing"
    stage.wait(18.0)
    assert hitch(stage) is Hitch.NONE
    key(stage, Qt.Key.Key_5)
    stage.wait(CLOSES_AFTER_S)
    assert (stage.window.sign_in.isVisible(), stage.model.sign_in.view.digits) == (False, 0)


def test_a_window_without_a_station_lets_nobody_in_and_says_so(stage: Stage) -> None:
    key(stage, Qt.Key.Key_F12, Qt.Key.Key_Down)
    stage.connected = False
    key(stage, Qt.Key.Key_1, Qt.Key.Key_Return)
    assert "no connection" in stage.window.sign_in.notice.accessibleName()
    stage.connected = True
    key(stage, Qt.Key.Key_1, Qt.Key.Key_Return)
    stage.wait(15.0)
    assert "did not answer" in stage.window.sign_in.notice.accessibleName()


def test_a_session_that_the_station_ended_locks_this_window_and_another_s_does_not(stage: Stage) -> None:
    sign_in_by_hand(stage, "Ana")
    refusal: dict[str, JsonValue] = {"needs": "OPERATOR", "signed_in": False}
    stage.model.take(gui_access.heard_answer("alarm.ack", "somebody-else-s", refusal, stage.now_s))
    stage.wait(1.0)
    asked = sum(one.name == "access" for one in stage.sent)
    key(stage, Qt.Key.Key_A)
    answer(stage, "alarm.ack", refusal, ok=False, detail="Ana is not signed in any more: sign in again")
    stage.wait(0.3)
    assert sum(one.name == "access" for one in stage.sent) == asked + 1
    answer(stage, "access", access_data(signed_in=None))
    assert stage.model.access.view.locked_by is LockedBy.STATION


def test_another_role_counts_at_once(stage: Stage) -> None:
    sign_in_by_hand(stage, "Ana")
    told = access_data(signed_in="Ana")
    told["person"] = {"name": "Ana", "role": "VIEWER"}
    stage.wait(21.0)
    answer(stage, "access", told)
    assert stage.model.access.view.entry is Entry.SIGNED_IN
    assert "you are Viewer" in stage.window.alarms_page.details.notice.text()


@pytest.mark.parametrize(
    ("detail", "data", "entry", "said"),
    [
        ("unknown command; known: ping", {}, Entry.OPEN, ""),  # a station from before there were roles
        ("accounts.json: is no accounts file", {"retry": True}, Entry.LOCKED, "accounts.json: is no accounts file"),
        ("", {"enforced": "yes", "accounts": 7}, Entry.LOCKED, "rsp/access"),
    ],
)
def test_an_answer_that_is_none(
    make_stage: StageMaker, *, detail: str, data: dict[str, JsonValue], entry: Entry, said: str
) -> None:
    stage = make_stage()
    gui_scenes.alarms(stage)
    assert stage.model.access.denied("mode") is None, "nothing is known yet: the station decides"
    answer(stage, "access", data, ok=not detail, detail=detail)
    assert (stage.model.access.view.entry, said in stage.window.banner.words.text()) == (entry, True)


def test_an_answer_is_kept_with_the_session_in_which_it_was_given_and_says_how_long_ago(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now_s = [1e9]
    monkeypatch.setattr("inspector_gui.link.answers._unix_s", lambda: now_s[0])
    review = Review(
        review_id="review-1", record_id="record-1", answer=Answer.CANNOT_TELL, operator="Ana", answered_utc="2026"
    )
    file = tmp_path / "answers.sqlite"
    book = AnswerBook(file)
    book.put(review, session="5ec4e7")
    book.close()
    book = AnswerBook(file)
    assert (book.waiting(), book.session_of("review-1"), book.session_of("review-2")) == ((review,), "5ec4e7", "")
    for later_s, age_s in ((90.0, 90.0), (-3600.0, 0.0)):
        now_s[0] = 1e9 + later_s
        assert book.proof_of("review-1") == {"session": "5ec4e7", "age_s": age_s}
    assert book.proof_of("review-2") == {}
    book.close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_queue_signs_what_is_answered_with_the_session(make_stage: StageMaker) -> None:
    stage = make_stage()
    gui_access.locked_queue(stage)
    gui_access.sign_in(stage, "Ana")
    stage.wait(1.0)
    key(stage, Qt.Key.Key_3)
    assert stage.model.answers.waiting[-1].operator == "Ana"
    kept = id_of(stage.model.answers.waiting[-1])
    assert stage.book.session_of(kept) == stage.model.access.session != ""


def test_a_lead_reads_who_did_what_and_nobody_else_does(stage: Stage) -> None:
    page = stage.window.alarms_page
    key(stage, Qt.Key.Key_W)
    assert page.deeds.isVisible()
    assert page.status.text() == "Locked: sign in to act (F12)"
    assert stage.commands == []
    sign_in_by_hand(stage, "Ben Okafor")
    gui_access.tell_deeds(stage, 70)
    rows = page.deeds.rows
    assert (rows.rowCount(), rows.cells(stage.model.audit.lines[4])[1]) == (50, "Ben Okafor (Lead)")
    cells = {rows.cells(line)[2]: rows.cells(line)[4] for line in stage.model.audit.lines}
    assert cells["Mode changed"] == "mode: Production → Manual; belt is jammed"
    assert cells["Alarm acknowledged"] == "state: Active, not acknowledged → Active, acknowledged"
    assert cells["Group released"].startswith("NOT DONE: “release a group that is held” needs Lead")
    assert cells["Model activated"] == "The station ended meanwhile: done or not"
    page.deeds.scrollToBottom()
    QApplication.processEvents()
    assert stage.commands[-1][1] | {"session": ""} == {"limit": 50, "before": 21, "session": ""}
    gui_access.tell_deeds(stage, 70, before=21)
    assert (rows.rowCount(), stage.model.audit.complete) == (70, True)
    asked = len(stage.commands)
    stage.wait(10.0)
    assert stage.commands[asked][1]["limit"] == 50
    answer(stage, "audit", {"entries": [{"number": "x"}]})
    assert "OLD" in page.status.text()
    assert rows.rowCount() == 70
    key(stage, Qt.Key.Key_F12)
    assert (rows.rowCount(), page.status.text()) == (0, "Locked: sign in to act (F12)")
    sign_in_by_hand(stage, "Ana")
    assert page.status.text() == "Only for the role Lead or higher; you are Operator"
    assert stage.commands[-1][0] == "sign.in"
