"""What the rules propose for an isolated item, before and after a person said what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspector.domain.dispositioning import GRADES, Fate, finding_on
from inspector.domain.item import Identity
from inspector.domain.ledger import LedgerRow
from inspector.domain.reason import DEFECT_CLASSES, defect_code
from inspector.domain.review import Answer, Review


@dataclass(frozen=True, slots=True, kw_only=True)
class FateRule:
    """Proposes `fate` for items that have everything that is named here; None fits any.

    An item that a person found to be fine is spoken about only by rules that name OVERRULED. `grade` goes with
    SECOND_CHANCE; without one the operator is asked for it. Raises ValueError for a grade that makes no sense.
    """

    fate: Fate
    sku: str | None = None
    material: str | None = None
    finding: str | None = None
    answer: Answer | None = None
    grade: str | None = None

    def __post_init__(self) -> None:
        if self.grade is not None and (self.fate is not Fate.SECOND_CHANCE or self.grade not in GRADES):
            raise ValueError(f"grade goes with SECOND_CHANCE only, and is one of {', '.join(GRADES)}")

    def fits(self, identity: Identity, finding: str | None, answer: Answer | None = None) -> bool:
        """Whether the rule speaks about such an item."""
        if answer is Answer.OVERRULED and self.answer is not Answer.OVERRULED:
            return False
        asked = (
            (self.sku, identity.sku),
            (self.material, identity.material),
            (self.finding, finding),
            (self.answer, answer),
        )
        return all(wanted is None or wanted == given for wanted, given in asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What should become of an item."""

    fate: Fate
    grade: str | None = None


FINE = Proposed(fate=Fate.RELEASED)  # nothing is wrong with the item: where no rule says otherwise


def proposed(
    rules: Sequence[FateRule], identity: Identity, finding: str | None, answer: Answer | None = None
) -> Proposed | None:
    """What the first rule that fits proposes; for an item that was found to be fine RELEASED where none does."""
    found = next((rule for rule in rules if rule.fits(identity, finding, answer)), None)
    if found is not None:
        return Proposed(fate=found.fate, grade=found.grade)
    return FINE if answer is Answer.OVERRULED else None


def proposal(
    rules: Sequence[FateRule], identity: Identity, finding: str | None, answer: Answer | None = None
) -> Fate | None:
    """The fate of `proposed`."""
    found = proposed(rules, identity, finding, answer)
    return None if found is None else found.fate


def found_on(row: LedgerRow, standing: Review | None) -> str | None:
    """What is wrong with the item: the class that a person named, else what isolated it."""
    return finding_on(row) if standing is None or standing.label is None else finding_named(standing.label)


def finding_named(label: str) -> str:
    """The finding that a class of damage is.

    >>> finding_named("spillage"), finding_named("label_defect")
    ('spillage', 'label')
    """
    return defect_code(label).name.removeprefix("DEFECT_").lower()


def proposals(rules: Sequence[FateRule], identity: Identity, finding: str | None) -> Mapping[str, Proposed]:
    """What would be proposed after each answer, for whoever must not wait for it: by the answer (without a class) and
    by the class of damage. Where nothing stands nothing is proposed.
    """
    answers = (Answer.CONFIRMED, Answer.OVERRULED, Answer.CANNOT_TELL)
    after: dict[str, Proposed | None] = {a.value: proposed(rules, identity, finding, a) for a in answers}
    by_class = {name: proposed(rules, identity, finding_named(name), Answer.CONFIRMED) for name in DEFECT_CLASSES}
    return {name: one for name, one in (after | by_class).items() if one is not None}
