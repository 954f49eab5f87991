"""Who did what as a table: how it was before, and after."""

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from inspector.domain.access import How
from inspector.domain.audit import Result
from inspector.wire.audit import AuditLine
from inspector_gui.i18n.access import say_action, say_role
from inspector_gui.i18n.audit import say_fact, say_subject, say_why
from inspector_gui.i18n.refusals import say_refusal
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.audit import AuditModel
from inspector_gui.widgets.paged_table import PagedRows, PagedTable

WIDTHS = (148, 190, 160, 160, 0)


class AuditRows(PagedRows):
    """Who did what to what."""

    def __init__(self, model: AuditModel, parent: QWidget) -> None:
        super().__init__(model, self._columns, self._words, parent)

    def _columns(self) -> tuple[str, ...]:
        words = (self.tr("When"), self.tr("Who"), self.tr("What"), self.tr("To what"))
        return (*words, self.tr("Before → after"))

    def _words(self, line: AuditLine) -> tuple[str, ...]:
        seen = QDateTime.fromString(line.time, Qt.DateFormat.ISODateWithMs).toLocalTime()
        return (
            QLocale().toString(seen, self.tr("MMM d, HH:mm:ss")),
            self._who(line),
            say_action(line.action),
            say_subject(line),
            self._particulars(line),
        )

    def _who(self, line: AuditLine) -> str:
        name = line.who or "—"
        if line.how is How.MACHINE:
            return self.tr("{0}, at the machine").format(name)
        return f"{name} ({say_role(line.role)})" if line.role is not None else name

    def _particulars(self, line: AuditLine) -> str:
        if line.result is Result.REFUSED:
            return self.tr("NOT DONE: {0}").format(say_refusal(line.detail))
        if line.result is Result.UNKNOWN:
            return self.tr("The station ended meanwhile: done or not")
        facts = {**line.before, **line.after}.keys() - {"operator"}  # that is who did it
        names = sorted(name for name in facts if line.before.get(name) != line.after.get(name))
        told = [say_fact(name, line.before.get(name), line.after.get(name)) for name in names]
        said = [say_why(line.reason)] if line.reason and not {"reason", "why"} & facts else []
        return "; ".join([*told, *said])


class AuditTable(PagedTable):
    """Asks while it is seen."""

    def __init__(self, look: Look, model: AuditModel, parent: QWidget) -> None:
        super().__init__(look, AuditRows(model, parent), WIDTHS, parent)
        self._audit = model

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Somebody looks."""
        super().showEvent(event)
        self._audit.watch(watched=True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nobody does any more."""
        super().hideEvent(event)
        self._audit.watch(watched=False)
