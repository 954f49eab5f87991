"""A case as it is written down: what was found, the pictures, and what a model said of it."""

from dataclasses import dataclass
from typing import Any

from inspector.domain.cause.case_json import plain_case
from inspector.domain.cause.explanation import Explanation
from inspector.domain.cause.fact import SourceKind
from inspector.domain.cause.ranking import Case
from inspector.domain.errors import StoreError
from inspector.ports.evidence import EvidenceStore

MOST_PICTURES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePicture:
    """`name` is its file's in the case; `stored` its name in the record."""

    name: str
    record_id: str
    stored: str
    fact_id: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenCase:
    """All of it. `missing` says which pictures could not be had."""

    case: Case
    pictures: tuple[CasePicture, ...] = ()
    missing: tuple[str, ...] = ()
    explanation: Explanation | None = None

    def plain(self) -> dict[str, Any]:
        """As JSON values; pictures by their files."""
        found = plain_case(self.case)
        found["not_looked_at"] += list(self.missing)
        found["pictures"] = [
            {"file": f"pictures/{one.name}", "record_id": one.record_id, "stored_as": one.stored, "fact": one.fact_id}
            for one in self.pictures
        ]
        found["explanation"] = None if self.explanation is None else self.explanation.plain()
        return found


def with_pictures(case: Case, store: EvidenceStore) -> WrittenCase:
    """The pictures that the case's facts point to, as far as they are still kept."""
    found: list[CasePicture] = []
    missing: list[str] = []
    pointed = [(fact, source) for fact in case.facts for source in fact.sources if source.kind is SourceKind.PICTURE]
    for fact, source in pointed[:MOST_PICTURES]:
        record_id, _, stored = source.name.rpartition("/")
        try:
            picture = store.picture(record_id, stored)
        except StoreError as error:
            missing.append(f"picture {source.name} can not be read: {error}")
            continue
        if picture is None:
            missing.append(f"picture {source.name} is not kept any more")
            continue
        name = f"{record_id}.{stored}".replace(":", "-")
        found.append(
            CasePicture(name=name, record_id=record_id, stored=stored, fact_id=fact.fact_id, content=picture[1])
        )
    return WrittenCase(case=case, pictures=tuple(found), missing=tuple(missing))
