"""A command that takes long holds up no other; too many are refused and counted."""

import threading

from inspector.domain.station import Command, Response
from inspector.pipeline.slow_commands import CAPACITY, SlowCommands


class Asked:
    """Commands whose slow answers wait for `go`."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.begun = threading.Event()
        self.said: list[tuple[str, bool]] = []
        self.slow = SlowCommands(frozenset({"long"}), answer=self._answer, respond=self._respond)
        self.thread = threading.Thread(target=self.slow.run)

    def ask(self, name: str, request: str) -> None:
        self.slow.take(Command(name=name, request_id=request, arguments={}))

    def _answer(self, command: Command) -> Response:
        if command.name == "long":
            self.begun.set()
            assert self.go.wait(10)
        return Response(command=command, ok=True)

    def _respond(self, response: Response) -> None:
        self.said.append((response.command.request_id, response.ok))


def test_a_long_one_waits_in_its_own_thread_and_the_others_are_answered_meanwhile() -> None:
    asked = Asked()
    asked.thread.start()
    asked.ask("long", "a")
    assert asked.begun.wait(10)
    asked.ask("short", "b")
    assert asked.said == [("b", True)]
    asked.ask("long", "c")
    asked.go.set()
    asked.slow.stop()
    asked.thread.join(10)
    assert asked.said == [("b", True), ("a", True), ("c", True)], "what waits at the end is still answered"


def test_too_many_are_refused_at_once_and_counted() -> None:
    asked = Asked()
    for number in range(CAPACITY + 1):
        asked.ask("long", str(number))
    assert asked.said == [(str(CAPACITY), False)]
    counts = asked.slow.counts()
    assert (counts.offered, counts.held, counts.refused) == (CAPACITY + 1, CAPACITY, 1)
