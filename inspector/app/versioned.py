"""The versions of recipes or bundles of a running station: which is in force, a new one, and back to the one before."""

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from pydantic import JsonValue

from inspector.app.settling import digest_of
from inspector.config.versions import Version, read_versions, write_versions
from inspector.domain.errors import ConfigError, StoreError
from inspector.domain.utc import iso_ms
from inspector.ports.clock import Clock

SHOWN = 10


class Changed(ValueError):
    """Somebody else was faster: what was proposed rests on a version that is not in force any more."""


class Versioned:
    """One thread, but for `keep`. Every change is durable when it returns.

    `written` tells the digest of what the station's file says at the moment.
    """

    def __init__(self, path: Path, versions: tuple[Version, ...], clock: Clock, written: Callable[[], str]) -> None:
        self._path, self._clock, self._written = path, clock, written
        self.versions = versions
        self.owed = False
        self._lock = threading.Lock()

    @property
    def now(self) -> Version:
        """The version in force."""
        return self.versions[-1]

    def keep(self) -> None:
        """What the file says since it was changed is a version as others are; while it is `owed`, the next one that is
        put is written with it. Raises `StoreError`.
        """
        with self._lock:
            self.owed = True
            self._keep()
            self.owed = False

    def _keep(self) -> None:
        if self.now.how == "file" and self.now.former is not None and not self.now.time:
            stamped = self.now.model_copy(update={"time": iso_ms(self._clock.utc())})
            self.versions = (*self.versions[:-1], stamped)
        if not self._is_kept():
            write_versions(self._path, self.versions)

    def _is_kept(self) -> bool:
        try:
            return read_versions(self._path) == self.versions
        except ConfigError as unreadable:  # it could be read when they were: what became of it since stays beside
            try:
                self._path.replace(self._path.with_suffix(".unreadable"))
            except OSError as error:
                raise StoreError(f"{unreadable}; it can not be set aside: {error.strerror}") from error
            return False

    def expect(self, number: object) -> None:
        """Raises `Changed` unless this is the version in force, ValueError for what is no number."""
        if isinstance(number, bool) or not isinstance(number, int):
            raise ValueError("version must be the number of the version in force")  # noqa: TRY004 - of a message
        if number != self.now.number:
            by = f" by {self.now.by}" if self.now.by else ""
            raise Changed(f"version {number} is not in force any more: {self.now.number} is{by}; look again first")

    def following(self, content: Mapping[str, JsonValue], by: str) -> Version:
        """The version that would be in force with this content."""
        return self._made(dict(content), by, how="activated", former=self.now.number)

    def before(self, by: str) -> Version:
        """The version that a roll back would put in force. Raises ValueError where there is none."""
        former = next((one for one in self.versions if one.number == self.now.former), None)
        if former is None:
            raise ValueError("there is no version before this one")
        return self._made(former.content, by, how="rolled back", former=former.former)

    def before_of(self, version: Version) -> Version:
        """The one that was in force until this one was put; the first: itself."""
        return self.versions[max(0, self.versions.index(version) - 1)]

    def put(self, version: Version) -> None:
        """In force from now on, also after a restart. Raises `StoreError`, and nothing changes."""
        with self._lock:
            versions = (*self.versions, version)
            write_versions(self._path, versions)
            self.versions, self.owed = versions, False

    def shown(self) -> list[dict[str, JsonValue]]:
        """The newest versions, newest first."""
        newest = self.versions[-SHOWN:][::-1]
        return [one.model_dump(mode="json", exclude={"written", "content"}) for one in newest]

    def _made(
        self, content: dict[str, JsonValue], by: str, *, how: Literal["activated", "rolled back"], former: int | None
    ) -> Version:
        return Version(
            number=self.now.number + 1,
            how=how,
            by=by,
            time=iso_ms(self._clock.utc()),
            former=former,
            written=self._written(),
            content=content,
        )


def token_of(number: int, name: str, content: Mapping[str, JsonValue]) -> str:
    """Names a proposal and the version that it rests on: what was previewed, and nothing else, can be activated."""
    return digest_of({"after": number, "name": name, "content": dict(content)})[:16]
