"""Sentences that change with a number, where no widget says them: "1 picture", "2 pictures", in every language.

In a class, for the collector of sentences knows what changes with a number only where a `tr` of a class says it.
"""

from PySide6.QtCore import QCoreApplication


class Counted:
    """Each with the other particulars as {0}, {1}."""

    def tr(self, text: str, comment: str, number: int) -> str:
        """In the language of now."""
        return QCoreApplication.translate("Counted", text, comment, number)

    def last_items(self, number: int) -> str:
        """What figures rest on."""
        return self.tr("The last %Ln item(s)", "", number)

    def by_score_alone(self, number: int) -> str:
        """Of which only the score is kept."""
        return self.tr("%Ln good one(s) by score alone", "", number)

    def learnt_from(self, number: int) -> str:
        """In how many seconds, by whom."""
        return self.tr("Learnt from %Ln picture(s) in {0} s, by {1}.", "", number)

    def tried_on(self, number: int) -> str:
        """How many are isolated now, how many with the draft."""
        return self.tr("Of the last %Ln stored item(s): isolated now {0}, with the draft {1}.", "", number)

    def taught_outside(self, number: int) -> str:
        """A lesson that no window taught."""
        return self.tr("%Ln picture(s), taught outside this window", "", number)

    def taught(self, number: int) -> str:
        """A lesson: when, by whom."""
        return self.tr("%Ln picture(s), {0}, by {1}", "", number)

    def draft(self, number: int) -> str:
        """A lesson that is not in use."""
        return self.tr("The draft: %Ln picture(s), not in use.", "", number)

    def of_its_own(self, number: int) -> str:
        """Whose recipe it is."""
        return self.tr(
            "For {0} alone it can not be promised: that takes %Ln good item(s) of its own, and there are fewer.",
            "",
            number,
        )

    def promised(self, number: int) -> str:
        """Per cent, alpha, whose items."""
        return self.tr(
            "Promised: at most {0} % of good items are stopped by their score (alpha {1}, from %Ln good item(s) of "
            "{2}).",
            "",
            number,
        )

    def to_promise(self, number: int) -> str:
        """Per cent."""
        return self.tr("To promise at most {0} % takes a calibration from at least %Ln good item(s).", "", number)

    def found_among(self, number: int) -> str:
        """What was found, how often, per cent, since when."""
        return self.tr("{0}: {1} of %Ln item(s) ({2} %) since {3}", "", number)


counted = Counted()
