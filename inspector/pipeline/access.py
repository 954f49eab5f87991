"""Who is signed in: lets people in by PIN or badge, knows them by their session, and waits longer after wrong tries.

Without accounts the station is open: everybody may do everything, under the name that the command tells.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from inspector.domain.access import MAY_COME_LATE, How, NotAllowed, Person, least_role
from inspector.domain.account import Account, Accounts
from inspector.domain.errors import StoreError
from inspector.domain.gs1 import is_gtin
from inspector.domain.lockout import LockRule
from inspector.domain.review import MAX_NAME
from inspector.domain.session import Session, account_stamp, age_of, secret_digest, secrets_stamp
from inspector.domain.station import Command
from inspector.pipeline.arrears import Arrears
from inspector.pipeline.audit_trail import AuditTrail
from inspector.pipeline.sign_in_book import SignInBook
from inspector.ports.accounts import AccountBook
from inspector.ports.clock import Clock
from inspector.ports.sessions import SessionBook

log = logging.getLogger(__name__)

UNKNOWN = "?"  # under this name tries are counted that were nobody's: an unknown badge, an unknown name
STRAY = "?gtin"  # and under this one unknown badges that look like a product's bar code: those are scanned by mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRule:
    """A session ends after `session_h`; a window locks itself after `idle_s` without a touch.

    `wrong` counts for each person's PIN; `unknown` for all unknown badges and names together, and apart from them for
    unknown badges that look like a product's bar code: only badges that look so, too, wait for those.
    """

    wrong: LockRule = field(default_factory=LockRule)
    unknown: LockRule = field(default_factory=lambda: LockRule(free=10, first_s=10.0, most_s=300.0, forget_s=3600.0))
    session_h: float = 12.0
    idle_s: float = 300.0


class Access:
    """Thread-safe but for `sign_in`, which one thread calls: it takes some ten milliseconds on purpose."""

    def __init__(
        self,
        *,
        accounts: AccountBook,
        sessions: SessionBook,
        trail: AuditTrail,
        clock: Clock,
        rule: AccessRule,
        arrears: Arrears,
    ) -> None:
        self._accounts = accounts
        self._trail = trail
        self._clock = clock
        self._rule = rule
        self._book = SignInBook(sessions, arrears)
        self._told: Accounts | None = None

    def known(self) -> Accounts:
        """The accounts of now; what was changed in them since goes into the audit log. Raises `StoreError`."""
        known = self._accounts.known()
        if known is not self._told:
            self._told = known
            self._trail.take_over(known.changes)
        return known

    def person(self, command: Command) -> Person:
        """Who orders this. Raises `NotAllowed` or `StoreError`."""
        known, least = self._known_or_last(), least_role(command.name)
        if not known.accounts:
            return Person(name=str(command.arguments.get("operator", ""))[:MAX_NAME], role=None, how=How.OPEN)
        found = self._signed_in(known, command.arguments)
        if found is None:
            raise NotAllowed("nobody is signed in: sign in first", least=least)
        session, account = found
        if not self._runs(session):
            self._refuse_unless_late(session, command)
        person = Person(name=account.name, role=account.role, how=session.how)
        if not person.may(command.name):
            raise NotAllowed(
                f"{command.name} needs {least}; {person.name} is {person.role}", least=least, person=person
            )
        return person

    def look(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        """Who may sign in here, and who is by this session. Raises `StoreError`."""
        known = self.known()
        found = self._signed_in(known, arguments)
        account = found[1] if found is not None and self._runs(found[0]) else None
        return {
            "enforced": bool(known.accounts),
            "accounts": [{"name": one.name, **one.facts} for one in known.able],
            "idle_s": self._rule.idle_s,
            "person": None if account is None else {"name": account.name, "role": account.role.value},
        }

    def sign_in(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        """`session`, and either `name` and `pin`, or `badge`. Raises `NotAllowed`, ValueError or `StoreError`."""
        digest = secret_digest(arguments.get("session"))
        if digest is None or self._book.session(digest) is not None:
            raise ValueError("session must be 32 to 64 hexadecimal digits, made up at random for this signing in")
        known = self.known()
        if not known.accounts:
            raise ValueError("nobody has an account here: everybody may do everything")
        badge, name, pin = (arguments.get(key, "") for key in ("badge", "name", "pin"))
        if not isinstance(badge, str) or not isinstance(name, str) or not isinstance(pin, str):
            raise ValueError("badge, name and pin must be texts")  # noqa: TRY004 - of a message
        account = self._by_badge(known, badge) if badge else self._by_pin(known, name, pin)
        how = How.BADGE if badge else How.PIN
        if account.disabled:
            person = Person(name=account.name, role=account.role, how=how)
            self._trail.refused(person, "sign.in", "the account is disabled")
            raise NotAllowed(f"the account of {account.name} is disabled: ask an administrator", disabled=True)
        session = Session(
            digest=digest,
            name=account.name,
            how=how,
            stamp=account_stamp(account),
            opened_ns=self._clock.monotonic_ns(),
            boot_id=self._clock.boot_id(),
        )
        self._book.keep(session)
        self._trail.signed(Person(name=account.name, role=account.role, how=how), "sign.in")
        return {"name": account.name, "role": account.role.value, "idle_s": self._rule.idle_s}

    def sign_out(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        """End this session; one that has ended already stays so."""
        known = self._known_or_last()
        found = self._signed_in(known, arguments)
        if found is None or not self._runs(found[0]):
            return {"signed_out": False}
        session, account = found
        self._book.keep(replace(session, ended=True, ended_ns=self._clock.monotonic_ns()))
        self._trail.signed(Person(name=account.name, role=account.role, how=session.how), "sign.out")
        return {"signed_out": True}

    def _known_or_last(self) -> Accounts:
        """For whoever is signed in the accounts that were read last do while they can not be read. Raises `StoreError`
        where there were none: nobody can tell who may do what.
        """
        try:
            return self.known()
        except StoreError:
            if self._told is None or not self._told.accounts:
                raise
            return self._told

    def _signed_in(self, known: Accounts, arguments: Mapping[str, object]) -> tuple[Session, Account] | None:
        """Whose session it is, also one that has ended; None where the account is gone or was changed since."""
        digest = secret_digest(arguments.get("session"))
        session = None if digest is None else self._book.session(digest)
        account = None if session is None else known.find(session.name)
        if session is None or account is None or account.disabled or account_stamp(account) != session.stamp:
            return None
        return session, account

    def _runs(self, session: Session) -> bool:
        now_ns, boot_id = self._clock.monotonic_ns(), self._clock.boot_id()
        return session.runs(now_ns=now_ns, boot_id=boot_id, hours=self._rule.session_h)

    def _refuse_unless_late(self, session: Session, command: Command) -> None:
        """The session has ended: only what was given before and comes late is let through. Raises `NotAllowed`."""
        why = "sign in again"
        if command.name in MAY_COME_LATE:
            now_ns, boot_id = self._clock.monotonic_ns(), self._clock.boot_id()
            age_s, hours = age_of(command.arguments.get("age_s")), self._rule.session_h
            why = session.late_problem(age_s, now_ns=now_ns, boot_id=boot_id, hours=hours)
        if why:
            least = least_role(command.name)
            raise NotAllowed(f"{session.name} is not signed in any more: {why}", least=least)

    def _by_pin(self, known: Accounts, name: str, pin: str) -> Account:
        account = known.find(name)
        key = UNKNOWN if account is None else secrets_stamp(account)
        rule = self._rule.unknown if account is None else self._rule.wrong
        self._refuse_while_locked(key, rule)
        if account is None or not self._accounts.pin_fits(account, pin):
            raise self._wrong(key, rule, name if account is None else account.name, How.PIN, "name and PIN do not fit")
        self._book.forget_tries(key)
        return account

    def _by_badge(self, known: Accounts, badge: str) -> Account:
        key = STRAY if is_gtin(badge) else UNKNOWN
        self._refuse_while_locked(key, self._rule.unknown)
        account = known.of_badge(self._accounts.badge_hash(badge))
        if account is None:
            raise self._wrong(key, self._rule.unknown, UNKNOWN, How.BADGE, "this badge is nobody's")
        return account

    def _refuse_while_locked(self, key: str, rule: LockRule) -> None:
        wait_s = self._wait_s(key, rule)
        if wait_s > 0:
            raise NotAllowed(f"too many wrong tries: wait {wait_s:.0f} s", wait_s=wait_s)

    def _wrong(self, key: str, rule: LockRule, name: str, how: How, message: str) -> NotAllowed:
        """One more wrong try is counted, and stands in the log before anybody hears of it."""
        now_ns, boot_id = self._clock.monotonic_ns(), self._clock.boot_id()
        tries = self._book.tries(key).failed(rule, now_ns=now_ns, boot_id=boot_id)
        self._book.keep_tries(key, tries)
        wait_s = self._wait_s(key, rule)
        log.warning("wrong sign-in of %r by %s, number %d in a row", name, how, tries.wrong)
        self._trail.refused(Person(name=name[:MAX_NAME], role=None, how=how), "sign.in", f"{message} ({tries.wrong})")
        return NotAllowed(message if not wait_s else f"{message}: wait {wait_s:.0f} s", wait_s=wait_s)

    def _wait_s(self, key: str, rule: LockRule) -> float:
        now_ns, boot_id = self._clock.monotonic_ns(), self._clock.boot_id()
        return self._book.tries(key).wait_s(rule, now_ns=now_ns, boot_id=boot_id)
