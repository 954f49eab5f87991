"""Which item a thread is at work on, so that every log line written meanwhile can name it, whoever writes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from inspector.domain.item import ItemKey

_item: ContextVar[str | None] = ContextVar("item", default=None)


@contextmanager
def at_work_on(key: ItemKey) -> Iterator[None]:
    """Until the block ends, this thread's log lines belong to the item `key`."""
    token = _item.set(str(key))
    try:
        yield
    finally:
        _item.reset(token)


def current_item() -> str | None:
    """`epoch/track` of the item that this thread is at work on, if any."""
    return _item.get()
