"""Looking again at what came back: which complaints wait, in which order, and the answer that a person may give."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from inspector.domain.complaint import Escape, Relabel, RelabelRefused, Sighting
from inspector.domain.complaint_words import CLASSES, NOT_A_FAULT
from inspector.domain.review import Answer


def to_look_at(escapes: Iterable[Escape], answered: Container[str]) -> list[Escape]:
    """Complaints about the goods whose items are known and that nobody has looked at again.

    First those of which it is certain; among them those first that the station was surest of.
    """
    waiting = [
        one
        for one in escapes
        if one.match.candidates and one.finding != NOT_A_FAULT and one.complaint.complaint_id not in answered
    ]
    return sorted(waiting, key=lambda one: (one.match.item is None, one.match.candidates[0].score, one.number))


def meant(found: Escape, record_id: str | None) -> Sighting:
    """The item that is answered about. Raises `RelabelRefused`."""
    candidates = found.match.candidates
    if not candidates:
        raise RelabelRefused(f"{found.complaint.complaint_id} is about no item that is known: {found.match.note}")
    if record_id is None:
        if found.match.item is None:
            raise RelabelRefused(f"{found.match.note}: say with --item which of them it is")
        return found.match.item
    item = next((one for one in candidates if one.record_id == record_id), None)
    if item is None:
        raise RelabelRefused(f"{record_id} is none of {', '.join(one.record_id for one in candidates)}")
    return item


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person says on looking again; `again`: in place of the answer that stands."""

    complaint_id: str
    record_id: str | None
    answer: Answer
    label: str | None
    operator: str
    why: str
    again: bool = False


def said_in(arguments: Mapping[str, object]) -> Said:
    """Out of a command. Raises `RelabelRefused` that names everything that is wrong."""
    names = ("complaint_id", "record_id", "answer", "operator", "why")
    wrong = [f"{name} must be a text" for name in names if not isinstance(arguments.get(name), str)]
    label, again, answer = arguments.get("label"), arguments.get("again", False), arguments.get("answer")
    if not isinstance(again, bool):
        wrong.append("again must be true or false")
    if label is not None and label not in CLASSES:
        wrong.append(f"label is none of {', '.join(CLASSES)}")
    if isinstance(answer, str) and answer not in set(Answer):
        wrong.append(f"answer is none of {', '.join(Answer)}")
    if wrong:
        raise RelabelRefused("; ".join(wrong))
    texts = {name: str(arguments[name]) for name in names}
    return Said(
        **{name: texts[name] for name in names if name != "answer"},
        answer=Answer(texts["answer"]),
        label=None if label is None else str(label),
        again=again is True,
    )


def relabel_of(said: Said, found: Escape | None, *, relabel_id: str, user: str, pictures: bool) -> Relabel:
    """The answer as it is kept. Raises `RelabelRefused`, or ValueError that names everything that is wrong."""
    if found is None:
        raise RelabelRefused(f"no complaint {said.complaint_id} is known")
    return Relabel(
        relabel_id=relabel_id,
        complaint_id=said.complaint_id,
        record_id=meant(found, said.record_id).record_id,
        answer=said.answer,
        label=said.label,
        operator=said.operator,
        why=said.why,
        user=user,
        pictures=pictures,
    )
