"""What stands before every command: whether the person may, and the audit log's before and after."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from inspector.domain.access import DEEDS, SECRETS, NotAllowed, Person, least_role
from inspector.domain.errors import StoreError
from inspector.domain.station import Command, Response
from inspector.pipeline.access import Access
from inspector.pipeline.audit_trail import AuditTrail
from inspector.pipeline.commands import Commands, guarded

log = logging.getLogger(__name__)

Look = Callable[[Mapping[str, object]], Mapping[str, object]]


class Gate:
    """`looks` gives by a command's name how things stand that it changes; without one the answer's data is kept."""

    def __init__(self, *, commands: Commands, access: Access, trail: AuditTrail, looks: Mapping[str, Look]) -> None:
        self._commands, self._access, self._trail, self._looks = commands, access, trail, looks

    def answer(self, command: Command) -> Response:
        """Do what is asked, if whoever asks may. Raises nothing."""
        return guarded(command, partial(self._answer, command))

    def _answer(self, command: Command) -> Response:
        if least_role(command.name) is None or not self._commands.knows(command.name):
            return self._commands.answer(command)
        try:
            person = self._access.person(command)
        except NotAllowed as refused:
            log.warning("command %s refused: %s", command.name, refused)
            if refused.person is not None:
                self._trail.refused(refused.person, command.name, str(refused), subject=_subject(command))
            return Response(command=command, ok=False, detail=str(refused), data=refused.data)
        except StoreError as error:
            return Response(command=command, ok=False, detail=str(error), data={"retry": True})
        return self._let_through(_signed(command, person), person)

    def _let_through(self, command: Command, person: Person) -> Response:
        deed = DEEDS.get(command.name)
        if deed is not None and not deed.changes:
            return self._commands.answer(command)
        entry = self._trail.begin(
            person,
            command.name,
            subject=_subject(command),
            reason=_text(command, "reason") or _text(command, "why"),
            before=self._look(command),
        )
        response = self._commands.answer(command)
        if not response.ok or response.data.get("repeated") is True:
            self._trail.drop(entry)
        else:
            self._trail.done(entry, self._look(command) or response.data)
        return response

    def _look(self, command: Command) -> Mapping[str, object]:
        look = self._looks.get(command.name)
        if look is None:
            return {}
        try:
            return look(command.arguments)
        except (StoreError, ValueError) as error:
            return {"unknown": str(error)}


def _signed(command: Command, person: Person) -> Command:
    """Without the secrets that are not for it, under the name of whoever is signed in, whatever name was told."""
    deed = DEEDS.get(command.name)
    hidden = set(SECRETS) - (deed.takes if deed is not None else frozenset())
    arguments = {name: value for name, value in command.arguments.items() if name not in hidden}
    if person.role is not None:
        arguments["operator"] = person.name
    return replace(command, arguments=arguments)


def _subject(command: Command) -> str:
    """What it is done to."""
    for name in ("id", "complaint_id", "record_id", "hold_id"):
        if _text(command, name):
            return _text(command, name)
    parts = [_text(command, name) for name in ("dimension", "name", "sku", "camera", "bundle")]
    return ":".join(part for part in parts if part)


def _text(command: Command, name: str) -> str:
    value = command.arguments.get(name)
    return value[:200] if isinstance(value, str) else ""
