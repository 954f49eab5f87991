"""Questions of one kind that the station has not answered yet, in the order in which they were asked."""

MOST = 8  # of a station that does not answer; whoever is forgotten was asked minutes ago


class OpenQuestions:
    """By request id, with the second at which each was asked. The oldest of more than `MOST` is forgotten."""

    def __init__(self) -> None:
        self._asked_s: dict[str, float] = {}

    def __contains__(self, request: str) -> bool:
        return request in self._asked_s

    def add(self, request: str, asked_s: float) -> None:
        """The newest one."""
        self._asked_s[request] = asked_s
        while len(self._asked_s) > MOST:
            del self._asked_s[next(iter(self._asked_s))]

    def answered(self, request: str) -> float:
        """When this one was asked. Nothing is expected of it and of older ones any more. Raises `KeyError`."""
        asked_s = self._asked_s[request]
        for older in list(self._asked_s):
            del self._asked_s[older]
            if older == request:
                break
        return asked_s

    def refused(self, request: str) -> bool:
        """Whether no newer one is open. An older one may still be answered. Raises `KeyError`."""
        newest = next(reversed(self._asked_s)) == request
        del self._asked_s[request]
        return newest

    def clear(self) -> None:
        """None of them counts any more."""
        self._asked_s.clear()
