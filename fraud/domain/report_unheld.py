"""What a case about gifts alone leads to: nothing of the rewards waits or is lost. Pure."""

from fraud.domain.findings import Sentence, gettext_noop
from fraud.domain.report_parts import Circumstances, Section, Standing


def unheld(told: Circumstances) -> tuple[Section, ...]:
    """Return the sections that stand in place of what is on hold."""
    nothing = Section(
        Sentence(gettext_noop("What is on hold")),
        (
            Sentence(gettext_noop("Nothing of your pay or points is on hold.")),
            Sentence(gettext_noop("This is about gifts only, and we don’t pay for gifts.")),
        ),
    )
    if told.standing is not Standing.HELD:
        decided = Sentence(gettext_noop("A computer found this. A person looked and decided."))
        return (Section(Sentence(gettext_noop("How it ended")), (decided,)), nothing)
    who = Section(
        Sentence(gettext_noop("Who decides, and when")),
        (
            Sentence(gettext_noop("A computer found this. It decides nothing.")),
            Sentence(
                gettext_noop("A person will look at it and means to decide by %(when)s."),
                {"when": told.decide_by},
            ),
            Sentence(
                gettext_noop(
                    "If nobody does by %(when)s, it ends in your favour. You then get points "
                    "for the wait."
                ),
                {"when": told.release_by},
            ),
        ),
    )
    return (nothing, who)
