"""Topic names: `fc/v1/{site}/{line}/{station}/…`."""

import re
from dataclasses import dataclass

_LEVEL = re.compile(r"[A-Za-z0-9_.:-]{1,32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a station is. Levels hold only `A-Z a-z 0-9 _ . : -`, at most 32 characters.

    >>> Address(site="fra3", line="l1", station="st07").topic("item/decision")
    'fc/v1/fra3/l1/st07/item/decision'
    """

    site: str
    line: str
    station: str

    def __post_init__(self) -> None:
        bad = [name for name in ("site", "line", "station") if not _LEVEL.fullmatch(getattr(self, name))]
        if bad:
            raise ValueError(f"{', '.join(bad)}: only A-Z a-z 0-9 _ . : - and 1 to 32 characters")

    @property
    def prefix(self) -> str:
        """The station's topic without its last part."""
        return f"fc/v1/{self.site}/{self.line}/{self.station}"

    def topic(self, suffix: str) -> str:
        """A full topic."""
        return f"{self.prefix}/{suffix}"

    def suffix(self, topic: str) -> str | None:
        """The part below the prefix; None if the topic is another station's."""
        start = self.prefix + "/"
        return topic[len(start) :] if topic.startswith(start) else None
