"""Teaches products beside a running line, for windows: drafts, trials, activation and the way back."""

from collections.abc import Sequence
from typing import Protocol

from inspector.domain.lesson import Candidate, Taught, TeachSession, TeachState


class Teaching(Protocol):
    """Thread-safe. Raises `NotTaught` for what is refused, `StoreError` for what a disk does not give.

    Whatever takes longer than a look at a disk goes on in the background, at the lowest priority; `state` says how far.
    """

    def state(self, session_id: str) -> TeachState:
        """How things stand; `session_id` keeps its session alive, empty: somebody only looks."""
        ...

    def begin(self, sku: str, camera: str, by: str, *, take_over: bool) -> TeachSession:
        """A session for this product and camera. Refused while another one runs, unless `take_over`."""
        ...

    def end(self, session_id: str) -> None:
        """Give the session up; its draft stays."""
        ...

    def candidates(self, session_id: str, limit: int) -> Sequence[Candidate]:
        """The newest items of the product of which a picture of the camera is stored, newest first."""
        ...

    def collect(self, session_id: str, *, on: bool) -> None:
        """Keep every item of the product from now on, whatever its verdict, until enough are kept."""
        ...

    def learn(self, session_id: str, records: Sequence[str], by: str, *, keep_all: bool) -> None:
        """Begin to learn these into a draft, in place of the former draft."""
        ...

    def try_on(self, session_id: str, items: int) -> None:
        """Begin to judge the last stored items with the draft and with what is active."""
        ...

    def cancel(self, session_id: str) -> None:
        """End what goes on in the background; the former draft stays."""
        ...

    def activate(self, session_id: str, draft_id: str, by: str) -> Taught:
        """Judge by the draft from now on: all of it or nothing, also over a power cut. The former lesson is kept."""
        ...

    def roll_back(self, session_id: str, number: int, by: str) -> Taught:
        """Judge by the lesson before the active one, which must be `number`."""
        ...

    def active(self, sku: str, camera: str) -> Taught:
        """What is judged by."""
        ...

    def stop(self) -> None:
        """End what goes on in the background."""
        ...
