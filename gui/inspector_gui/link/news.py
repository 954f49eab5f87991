"""The values that cross from the broker's thread into Qt, in the order in which they happened."""

from dataclasses import dataclass

from inspector.wire.header import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """The broker took us and our subscriptions; all retained messages follow. `at_s` is monotonic."""

    at_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Disconnected:
    """The broker is gone or refused us. `at_s` is monotonic, `detail` for people."""

    at_s: float
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One message. `retained` ones are old: they say how it was, and are no news."""

    at_s: float
    suffix: str
    message: Message
    retained: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """What was retained on a topic was taken away, as when an alarm ends."""

    at_s: float
    suffix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A payload that is no message; `detail` names what is wrong with it."""

    at_s: float
    suffix: str
    detail: str


News = Connected | Disconnected | Heard | Cleared | Unreadable
