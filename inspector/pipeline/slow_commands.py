"""Commands whose answer takes long, in a thread of their own: the bus's thread has items to book meanwhile."""

import logging
from collections.abc import Callable

from inspector.domain.station import Command, Response
from inspector.pipeline.handover import Fifo, HandoverCounts

log = logging.getLogger(__name__)

CAPACITY = 4


class SlowCommands:
    """`names` wait their turn, the others are answered at once. Too many: refused at once, counted, to be asked again.

    `answer` makes an answer and raises nothing; `respond` sends it, from the caller's thread or from `run`'s.
    """

    def __init__(
        self,
        names: frozenset[str],
        *,
        answer: Callable[[Command], Response],
        respond: Callable[[Response], None],
        capacity: int = CAPACITY,
    ) -> None:
        self._names = names
        self._answer, self._respond = answer, respond
        self._capacity = capacity
        self._queue: Fifo[Command] = Fifo(capacity)

    def takes(self, name: str) -> bool:
        """Whether it is a slow one of these."""
        return name in self._names

    def take(self, command: Command) -> None:
        """Answer now or soon; never waits for a slow one."""
        if not self.takes(command.name):
            self._respond(self._answer(command))
        elif not self._queue.put(command):
            log.warning("command %s refused: %d of its kind wait", command.name, self._capacity)
            busy = "the station is busy with other questions"
            self._respond(Response(command=command, ok=False, detail=busy, data={"retry": True}))

    def run(self) -> None:
        """Until `stop`; what waits then is still answered."""
        for command in self._queue.each(1.0):
            if command is not None:
                self._respond(self._answer(command))

    def stop(self) -> None:
        """End `run` when nothing waits."""
        self._queue.close()

    def counts(self) -> HandoverCounts:
        """The queue's counters."""
        return self._queue.counts()
