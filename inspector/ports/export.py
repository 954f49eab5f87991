"""Another system that is told of dispositions and holds: the warehouse's own."""

from typing import Protocol

from inspector.domain.notice import NoticeAnswer


class Export(Protocol):
    """`deliver` is called by one thread, `stop` from any."""

    def deliver(self, key: str, body: bytes) -> NoticeAnswer:
        """Hand over one encoded notice; `key` is the same for each attempt. Bounded in time; raises nothing."""
        ...

    def reach(self) -> str:
        """See whether the other side is there, and who it is, without telling it anything. Raises `ExportError`."""
        ...

    def stop(self) -> None:
        """Break off what is under way; later attempts fail."""
        ...
