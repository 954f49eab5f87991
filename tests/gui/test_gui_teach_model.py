"""The teaching model without a window: ticks, sessions that end, orders that do not leave, answers without sense."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import pytest
from inspector_gui.viewmodels.access import Denied
from inspector_gui.viewmodels.teach import TeachModel
from inspector_gui.viewmodels.teach_view import Hitch, Place

from inspector.domain.access import Role
from inspector.domain.lesson import Candidate, Refusal, TeachSession, TeachState, Unfit, plain_lesson
from inspector.wire.line import ResponseMessage
from tests.support import gui_line
from tests.support.gui_teach import draft

SKU = "A-1"


class Station:
    """Answers what it was asked, when told to."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.connected = True
        self.denied: Denied | None = None
        self.sent: list[tuple[str, dict[str, object]]] = []
        self.model = TeachModel(
            self._send, lambda: (SKU,), operator="Ana", permit=lambda _name: self.denied, now_s=lambda: self.now_s
        )
        self.sessions = 0
        self.state = TeachState(cameras=("top",))
        self.model.show(shown=True)
        self.tick()
        self.answer("teach.look", self.state)
        self.tick()

    def _send(self, name: str, arguments: Mapping[str, object]) -> str | None:
        if not self.connected:
            return None
        self.sent.append((name, dict(arguments)))
        return f"request-{len(self.sent)}"

    def tick(self, seconds: float = 4.0, *, heard: bool = True) -> None:
        self.now_s += seconds
        self.model.tick_over(heard=heard)

    def last(self, name: str) -> int:
        """The number of the newest request of that name."""
        return max(number for number, (one, _) in enumerate(self.sent, start=1) if one == name)

    def answer(self, name: str, told: TeachState | Sequence[Candidate] | Refusal | dict[str, object]) -> None:
        ok, detail = not isinstance(told, Refusal), ""
        if isinstance(told, Refusal):
            data: dict[str, object] = {"refusals": [plain_lesson(told)]}
            detail = str(told)
        elif isinstance(told, TeachState):
            data = plain_lesson(told)
        elif isinstance(told, dict):
            data = told
        else:
            data = {"items": [plain_lesson(one) for one in told]}
        header = {**gui_line.header(), "name": name, "req_id": f"request-{self.last(name)}"}
        self.model.take(ResponseMessage.model_validate({**header, "ok": ok, "detail": detail, "data": data}))

    def begin(self) -> None:
        """The station lets this window teach."""
        self.sessions += 1
        session = TeachSession(session_id=f"s{self.sessions}", sku=SKU, camera="top", by="Ana", since="2030")
        self.state = replace(self.state, session=session)
        self.answer("teach.begin", self.state)

    def list(self, items: Sequence[Candidate]) -> None:
        self.tick()
        self.answer("teach.items", items)


def item(number: int, disposition: str = "PASS", answer: str = "") -> Candidate:
    return Candidate(record_id=f"r{number:02d}", time=f"2030-{number:02d}", disposition=disposition, answer=answer)


@pytest.fixture
def station() -> Station:
    """It lets this window teach."""
    made = Station()
    made.model.name(SKU)
    made.model.begin()
    made.begin()
    return made


def test_good_items_are_ticked_unasked_and_what_a_person_unticked_stays_so(station: Station) -> None:
    kinds = [item(1), item(2, "DIVERT"), item(3, "DIVERT", "OVERRULED"), item(4, "REVIEW", "CONFIRMED"), item(5)]
    station.list(kinds[::-1])
    model = station.model
    assert model.view.given == ("r01", "r03", "r05")
    assert not model.may_learn, "three are too few"
    model.toggle("r01")
    model.toggle("r02")
    more = [*kinds, *(item(number) for number in range(6, 40))]
    station.list(more[::-1])
    assert {"r01", "r02"} & model.view.ticked == {"r02"}
    assert len(model.view.given) == 20, "so many are a good start"
    station.list(more[:2:-1])
    assert model.view.items[0].record_id == "r04"
    assert "r02" not in model.view.ticked, "what is not stored any more can not be learnt"
    model.learn()
    assert station.sent[-1][0] == "teach.learn"
    assert station.sent[-1][1]["records"] == list(model.view.given)


def test_a_session_that_ended_with_the_station_is_begun_again_and_nothing_is_lost(station: Station) -> None:
    station.list([item(number) for number in range(9, 0, -1)])
    model = station.model
    model.toggle("r03")
    ticked = model.view.ticked
    station.tick(heard=False)
    assert (model.view.heard, model.view.ticked, model.view.place) == (False, ticked, Place.PICTURES)
    sent = len(station.sent)
    model.learn()
    assert len(station.sent) == sent, "nothing is sent to a station that is not heard"
    station.tick(9.0)
    station.tick(9.0)
    station.answer("teach.look", TeachState(cameras=("top",)))
    assert station.sent[-1][0] == "teach.begin"
    station.begin()
    assert (model.view.mine, model.view.ticked, model.view.place) == (True, ticked, Place.PICTURES)


def test_a_window_that_was_taken_over_says_by_whom_and_orders_nothing(station: Station) -> None:
    station.list([item(number) for number in range(9, 0, -1)])
    other = TeachSession(session_id="other", sku="B-2", camera="top", by="Berta", since="2030")
    station.tick()
    station.answer("teach.look", replace(station.state, session=other))
    view = station.model.view
    assert (view.hitch, view.detail, view.mine, view.place) == (Hitch.TAKEN, "Berta", False, Place.PRODUCT)
    sent = len(station.sent)
    station.model.learn()
    station.model.collect()
    assert len(station.sent) == sent
    station.model.begin()
    station.answer("teach.begin", Refusal(code=Unfit.BUSY, pictures=("B-2", "top"), detail="Berta"))
    station.model.begin(take_over=True)
    assert station.sent[-1][1]["take_over"] is True


def test_orders_that_do_not_leave_or_are_not_answered_are_said(station: Station) -> None:
    model = station.model
    station.connected = False
    model.collect()
    assert (model.view.hitch, model.view.waiting) == (Hitch.NOT_SENT, False)
    station.connected = True
    model.collect()
    assert model.view.waiting
    sent = len(station.sent)
    model.collect()
    assert len(station.sent) == sent, "one at a time"
    station.tick(9.0)
    assert (model.view.hitch, model.view.waiting) == (Hitch.NO_ANSWER, False)


def test_an_answer_that_makes_no_sense_is_said_and_changes_nothing(station: Station) -> None:
    station.list([item(1)])
    items = station.model.view.items
    station.tick()
    station.answer("teach.items", {"items": [{"record_id": 7}]})
    assert (station.model.view.items, station.model.view.hitch) == (items, Hitch.REFUSED)
    station.tick()
    station.answer("teach.look", {"cameras": "top", "collecting": "perhaps"})
    assert station.model.view.state == station.state
    assert station.model.view.detail.startswith("rsp/teach.look: ")


def test_who_may_not_teach_looks_only(station: Station) -> None:
    station.denied = Denied(least=Role.LEAD, role=Role.OPERATOR)
    station.tick()
    sent = len(station.sent)
    station.model.collect()
    assert (len(station.sent), station.model.view.free) == (sent, False)


def test_steps_can_be_gone_back_and_only_where_something_is(station: Station) -> None:
    model = station.model
    assert [place for place in Place if model.reachable(place)] == [Place.PRODUCT, Place.PICTURES, Place.USE]
    station.tick()
    station.answer("teach.look", replace(station.state, draft=draft([f"r{number}" for number in range(9)])))
    been = []
    for step in (partial(model.go, Place.TRY), model.back, model.back):
        step()
        been.append(model.view.place)
    assert been == [Place.TRY, Place.LEARN, Place.PICTURES]
    model.name("B-2")
    assert station.sent[-1][0] == "teach.end"
    assert (model.view.mine, model.view.sku, model.view.state.draft) == (False, "B-2", None)
