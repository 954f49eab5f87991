"""Guided teaching of a product: what the person chose, asked of the station step by step. The station keeps how far."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject

from inspector.domain.errors import BadMessage
from inspector.domain.lesson import LEAST_PICTURES, MOST_PICTURES, TeachState, Unfit
from inspector.wire.line import ResponseMessage
from inspector.wire.teaching import candidates_from, refusals_from, teach_state_from
from inspector_gui.viewmodels.access import Permit, anybody
from inspector_gui.viewmodels.reading import ReadingModel
from inspector_gui.viewmodels.request import Request, Send
from inspector_gui.viewmodels.teach_view import GOOD_START, Done, Hitch, Place, TeachView, good

ANSWER_WITHIN_S = 8.0
LOOK_EVERY_S = 1.0
LIST_EVERY_S = 3.0
MOST_ITEMS = 60
TRIED = 20
_PLACES = tuple(Place)


class TeachModel(ReadingModel[TeachView]):
    """Qt's thread only. `send` gives a request's id, or None where it could not leave; `names` are recent products."""

    def __init__(
        self,
        send: Send,
        names: Callable[[], tuple[str, ...]],
        *,
        operator: str,
        permit: Permit = anybody,
        now_s: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(TeachView(), parent)
        self._names, self._operator, self._permit, self._now_s = names, operator, permit, now_s
        self._deed, self._look, self._list = (Request(send, now_s, within_s=ANSWER_WITHIN_S) for _ in range(3))
        self._after: Callable[[TeachState], None] = lambda _state: None
        self._shown = False
        self._looked_s = self._listed_s = -LIST_EVERY_S
        self._session = ""
        self._seen: set[str] = set()

    # What a person does -------------------------------------------------------------------------------------------

    def show(self, *, shown: bool) -> None:
        """Somebody looks at it, or no more."""
        self._shown = shown
        self._ask()

    def name(self, sku: str) -> None:
        """This product."""
        self._leave(sku=sku.strip())

    def see_by(self, camera: str) -> None:
        """As this camera sees it."""
        self._leave(camera=camera)

    def scan(self, code: str) -> bool:
        """A barcode was read; whether it is meant as the product's."""
        if self.view.place is not Place.PRODUCT:
            return False
        self.name(code)
        return True

    def begin(self, *, take_over: bool = False) -> None:
        """Teach the chosen product and camera; where this window does so already, go on."""
        view = self.view
        if view.mine and not take_over:
            self._turn(Place.PICTURES)
        elif view.sku and view.camera and view.free:
            wanted = {"sku": view.sku, "camera": view.camera, "take_over": take_over}
            self._order("begin", wanted, self._begun)

    def go(self, place: Place) -> None:
        """To a step, where what it needs is there."""
        if place is Place.PICTURES and not self.view.mine:
            self.begin()
        elif self.reachable(place):
            self._turn(place)

    def back(self) -> None:
        """One step; nothing is lost by it."""
        here = _PLACES.index(self.view.place)
        if here:
            self._turn(_PLACES[here - 1])

    def reachable(self, place: Place) -> bool:
        """Whether what the step needs is there."""
        view = self.view
        match place:
            case Place.PRODUCT:
                return True
            case Place.PICTURES:
                return bool(view.mine or (view.sku and view.camera))
            case Place.LEARN:
                return view.mine and (view.state.draft is not None or view.learning or bool(view.wrong))
            case Place.TRY:
                return view.mine and view.state.draft is not None and not view.learning
            case Place.USE:
                return view.mine and not view.learning

    def toggle(self, record: str) -> None:
        """Take this picture, or leave it out."""
        self._renew(replace(self.view, ticked=self.view.ticked ^ {record}, chosen=record, done=Done.NOTHING))

    def tick(self, *, every: bool) -> None:
        """All good ones, or none."""
        ticked = [one.record_id for one in self.view.items if good(one)][-MOST_PICTURES:] if every else ()
        self._renew(replace(self.view, ticked=frozenset(ticked)))

    def move(self, by: int) -> None:
        """Choose a neighbour."""
        records = [one.record_id for one in self.view.items]
        if not records:
            return
        here = records.index(self.view.chosen) if self.view.chosen in records else 0
        self._renew(replace(self.view, chosen=records[min(max(here + by, 0), len(records) - 1)]))

    def toggle_chosen(self) -> None:
        """Take the chosen picture, or leave it out."""
        if self.view.chosen:
            self.toggle(self.view.chosen)

    def collect(self) -> None:
        """Keep every item of the product from now on, or no more."""
        if self.view.mine:
            self._order("collect", {"on": not self.view.state.collecting}, self._stay)

    @property
    def may_learn(self) -> bool:
        """Whether so many pictures are ticked as a lesson takes."""
        fits = LEAST_PICTURES <= len(self.view.given) <= MOST_PICTURES
        return self.view.mine and self.view.free and fits and self.view.state.work is None

    def learn(self, *, keep_all: bool = False) -> None:
        """Learn what is ticked; `keep_all`: also what looks different."""
        if not self.may_learn:
            return
        given = self.view.given
        self._renew(replace(self.view, sent=given))
        self._order("learn", {"records": list(given), "keep_all": keep_all}, self._learning)

    def cancel(self) -> None:
        """Give up what the station does in the background."""
        if self.view.state.work is not None:
            self._order("cancel", {}, self._stay)

    def try_on(self) -> None:
        """Judge the last stored items with the draft."""
        if self.view.state.draft is not None and self.view.state.work is None:
            self._order("try", {"items": TRIED}, self._stay)

    def activate(self) -> None:
        """Judge by the draft from now on."""
        draft = self.view.state.draft
        if draft is not None and self.view.state.work is None:
            self._order("activate", {"draft_id": draft.draft_id}, lambda _state: self._did(Done.ACTIVATED))

    def roll_back(self) -> None:
        """Judge by the lesson before."""
        previous = self.view.state.previous
        if previous is not None and self.view.state.work is None:
            self._order("rollback", {"number": previous.number}, lambda _state: self._did(Done.ROLLED_BACK))

    def act_as(self, operator: str) -> None:
        """Somebody else acts, or may do other things."""
        self._operator = operator
        self._write()

    # What the station says ----------------------------------------------------------------------------------------

    def take(self, response: ResponseMessage) -> None:
        """The station answered somebody."""
        if self._deed.take(response):
            self._answered(response)
        elif self._look.take(response):
            self._looked(response)
        elif self._list.take(response):
            self._told(response)

    def tick_over(self, *, heard: bool) -> None:
        """Time passes. `heard`: the station would answer."""
        if self._deed.overdue:
            self._deed.give_up()
            self._renew(replace(self.view, hitch=Hitch.NO_ANSWER, waiting=False))
        for question in (self._look, self._list):
            if question.overdue:
                question.give_up()
        self._renew(replace(self.view, heard=heard))
        self._write()
        self._ask()

    def _order(self, name: str, more: Mapping[str, object], after: Callable[[TeachState], None]) -> None:
        """Now or not at all; one at a time."""
        if not self.view.free:
            return
        view = self.view
        arguments = {"sku": view.sku, "camera": view.camera, "operator": self._operator, "session_id": self._session}
        self._after = after
        sent = self._deed.make(f"teach.{name}", {**arguments, **more})
        hitch = Hitch.NOTHING if sent else Hitch.NOT_SENT
        self._renew(replace(view, waiting=sent, hitch=hitch, detail="", refusals=(), done=Done.NOTHING))

    def _answered(self, response: ResponseMessage) -> None:
        self._renew(replace(self.view, waiting=False))
        try:
            if response.ok:
                state = teach_state_from(response.data)
                self._follow(state)
                self._after(state)
                return
            refusals = refusals_from(response.data)
        except BadMessage as error:
            self._renew(replace(self.view, hitch=Hitch.REFUSED, detail=str(error)))
            return
        self._renew(replace(self.view, hitch=Hitch.REFUSED, detail=response.detail, refusals=refusals))
        if any(one.code is Unfit.NO_SESSION for one in refusals):
            self._looked_s = -LOOK_EVERY_S

    def _looked(self, response: ResponseMessage) -> None:
        if not response.ok:
            return  # it is asked again in a second
        try:
            self._follow(teach_state_from(response.data))
        except BadMessage as error:
            self._renew(replace(self.view, hitch=Hitch.REFUSED, detail=str(error)))

    def _follow(self, state: TeachState) -> None:
        """A session that ended by itself, for example with the station, is begun again; one that was taken is not."""
        mine = state.session is not None and state.session.session_id == self._session
        lost = self.view.mine and not mine
        self._renew(replace(self.view, state=state, mine=mine))
        if not lost:
            return
        if state.session is None:
            self._order("begin", {"take_over": False}, self._resumed)
        else:
            self._session = ""
            self._renew(replace(self.view, place=Place.PRODUCT, hitch=Hitch.TAKEN, detail=state.session.by))

    def _begun(self, state: TeachState) -> None:
        self._resumed(state)
        self._seen.clear()
        view = replace(self.view, items=(), listed=False, ticked=frozenset(), chosen="", sent=(), place=Place.PICTURES)
        self._renew(view)
        self._list_again()

    def _resumed(self, state: TeachState) -> None:
        session = state.session
        if session is not None:  # a product may be taught under another's name
            self._session = session.session_id
            self._renew(replace(self.view, mine=True, sku=session.sku, camera=session.camera))

    def _learning(self, _state: TeachState) -> None:
        self._turn(Place.LEARN)

    def _stay(self, _state: TeachState) -> None:
        self._list_again()

    def _did(self, done: Done) -> None:
        self._renew(replace(self.view, done=done))

    def _told(self, response: ResponseMessage) -> None:
        if not response.ok:
            return
        try:
            items = tuple(reversed(candidates_from(response.data)))
        except BadMessage as error:
            self._renew(replace(self.view, hitch=Hitch.REFUSED, detail=str(error)))
            return
        there = {one.record_id for one in items}
        ticked = set(self.view.ticked & there)
        for one in reversed(items):
            if one.record_id not in self._seen and good(one) and len(ticked) < GOOD_START:
                ticked.add(one.record_id)
        self._seen |= there
        chosen = self.view.chosen if self.view.chosen in there else (items[0].record_id if items else "")
        self._renew(replace(self.view, items=items, listed=True, ticked=frozenset(ticked), chosen=chosen))

    def _leave(self, *, sku: str | None = None, camera: str | None = None) -> None:
        """Another product or camera: the session of the former one is given up; its draft stays at the station."""
        view = self.view
        chosen = (view.sku if sku is None else sku, view.camera if camera is None else camera)
        if chosen == (view.sku, view.camera):
            return
        if view.mine:
            self._deed.make("teach.end", {"session_id": self._session, "operator": self._operator})
            self._deed.give_up()
            self._session = ""
        fresh = TeachView(
            sku=chosen[0], camera=chosen[1], names=view.names, heard=view.heard, denied=view.denied, state=view.state
        )
        self._renew(replace(fresh, state=replace(view.state, draft=None, trial=None, refusals=())))

    def _turn(self, place: Place) -> None:
        self._renew(replace(self.view, place=place, hitch=Hitch.NOTHING, detail="", refusals=(), done=Done.NOTHING))
        if place is Place.PICTURES:
            self._list_again()

    def _list_again(self) -> None:
        self._listed_s = -LIST_EVERY_S
        self._ask()

    def _ask(self) -> None:
        """What is due, while somebody looks."""
        now, view = self._now_s(), self.view
        if not (self._shown and view.heard):
            return
        if now - self._looked_s >= LOOK_EVERY_S and not self._look.unanswered:
            self._looked_s = now
            self._look.make("teach.look", {"session_id": self._session})
        listing = view.mine and view.place in {Place.PICTURES, Place.LEARN}
        if listing and now - self._listed_s >= LIST_EVERY_S and not self._list.unanswered:
            self._listed_s = now
            self._list.make("teach.items", {"session_id": self._session, "limit": MOST_ITEMS})

    def _write(self) -> None:
        view = self.view
        cameras = view.state.cameras
        camera = view.camera or (cameras[0] if len(cameras) == 1 else "")
        self._renew(replace(view, names=self._names(), camera=camera, denied=self._permit("teach.begin")))
