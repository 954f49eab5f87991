"""What people answer about items that came back: `escape.answer`."""

import logging
from collections.abc import Callable, Mapping

from inspector.domain.complaint import Relabel
from inspector.domain.errors import StoreError
from inspector.domain.relabelling import meant, relabel_of, said_in
from inspector.pipeline.commands import Action
from inspector.pipeline.gate import Look
from inspector.ports.escapes import EscapeBook
from inspector.ports.evidence import EvidenceStore

log = logging.getLogger(__name__)


class EscapeCommands:
    """The command returns the answer's data or raises ValueError; what it did is durable then.

    `user` of such an answer is empty: its entry in the audit log is made with it, by who is signed in.
    """

    def __init__(self, escapes: EscapeBook | None, evidence: EvidenceStore, new_id: Callable[[], str]) -> None:
        self._escapes, self._evidence, self._new_id = escapes, evidence, new_id

    def actions(self) -> Mapping[str, Action]:
        """By the command's name."""
        return {} if self._escapes is None else {"escape.answer": self._answer}

    def looks(self) -> Mapping[str, Look]:
        """How things stand that it changes, for the audit log."""
        return {} if self._escapes is None else {"escape.answer": self._stands}

    def _answer(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        said, book = said_in(arguments), self._book
        found = book.find(said.complaint_id)
        pictures = found is not None and self._pictured(meant(found, said.record_id).record_id)
        relabel = relabel_of(said, found, relabel_id=self._new_id(), user="", pictures=pictures)
        book.relabel(relabel, again=said.again)
        return {"relabel_id": relabel.relabel_id, "record_id": relabel.record_id, "pictures": relabel.pictures}

    def _stands(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        stands = standing(self._book, str(arguments.get("complaint_id", "")))
        return {} if stands is None else stands.facts

    def _pictured(self, record_id: str) -> bool:
        try:
            return bool((self._evidence.report(record_id) or {}).get("frames"))
        except StoreError as error:
            log.warning("evidence of %s: %s", record_id, error)
            return False

    @property
    def _book(self) -> EscapeBook:
        if self._escapes is None:
            raise ValueError("this station keeps no complaints")
        return self._escapes


def standing(book: EscapeBook, complaint_id: str) -> Relabel | None:
    """The answer that stands. Raises `StoreError`."""
    said = [one.relabel for one in book.relabels() if one.relabel.complaint_id == complaint_id]
    return said[-1] if said else None
