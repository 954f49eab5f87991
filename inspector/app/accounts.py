"""Changes of the accounts, made on the station's machine, and kept with who and when.

The history goes with the file. A running daemon, or the next one, takes it over into the audit log.
"""

import getpass
import os
from pathlib import Path

from inspector.adapters.stores.accounts_file import AccountsFile
from inspector.adapters.stores.accounts_file import Config as FileConfig
from inspector.app.ids import id_maker
from inspector.domain.account import Account, AccountChange, Accounts
from inspector.domain.review import MAX_NAME
from inspector.domain.utc import iso_ms
from inspector.pipeline.account_editing import AccountEditing, facts_of
from inspector.ports.clock import Clock


class AccountEditor(AccountEditing):
    """Whoever may write the data folder may do everything, and is written down as `by`."""

    def __init__(self, data_dir: Path, clock: Clock, *, by: str) -> None:
        super().__init__(AccountsFile(data_dir / FileConfig().file), line=self._entry, allow=_anything)
        self._clock = clock
        self._new_id = id_maker(clock)
        self._by = by

    def _entry(self, action: str, name: str, old: Account | None, new: Account | None) -> AccountChange:
        return AccountChange(
            change_id=self._new_id(),
            time=iso_ms(self._clock.utc()),
            by=self._by,
            action=action,
            name=new.name if new is not None else old.name if old is not None else name,
            before=facts_of(old),
            after=facts_of(new),
        )


def machine_user() -> str:
    """Who runs this command: by sudo, the one who called it."""
    try:
        name = os.environ.get("SUDO_USER") or getpass.getuser()
    except (OSError, KeyError):  # a user id without a name, as in a container
        name = f"uid {os.getuid()}"
    return name[:MAX_NAME]


def _anything(_before: Accounts, _after: Accounts) -> None:
    """Whoever can write the file could write any other one, too."""
