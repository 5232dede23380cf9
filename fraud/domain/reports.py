"""The statement of reasons: what a creator reads when something of theirs is on hold.

Plain sentences, each with its numbers apart, so that they can be translated. It says what, when,
how much, what is not affected, who found it, who decides by when, and how to object. Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fraud.domain.findings import Finding, ReasonCode, Sentence, gettext_noop


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What a report needs beside the findings, as a reader's locale writes it.

    `what` names the video or the profile, `amount` what is on hold, `safe` what isn't. Without an
    `amount` nothing is on hold: `affected` doesn't count, and nobody is asked anything.
    """

    reference: str
    what: str
    since: str
    until: str
    amount: str
    safe: str
    decide_by: str
    appeal_until: str
    rule: str
    affected: str = ""


@dataclass(frozen=True)
class Section:
    """A heading and what is said under it."""

    heading: Sentence
    sentences: tuple[Sentence, ...]


def statement(findings: Sequence[Finding], *, circumstances: Circumstances) -> tuple[Section, ...]:
    """Return the report's sections in the order in which they are read."""
    told = circumstances
    return (
        Section(
            Sentence(gettext_noop("What happened")),
            (
                Sentence(
                    gettext_noop("Some of the numbers for %(what)s look unusual."),
                    {"what": told.what},
                ),
                Sentence(
                    gettext_noop("We mean the time from %(since)s to %(until)s."),
                    {"since": told.since, "until": told.until},
                ),
                Sentence(
                    gettext_noop(
                        "You may have had nothing to do with it. Sometimes other people’s "
                        "programs visit a video."
                    )
                ),
            ),
        ),
        Section(
            Sentence(gettext_noop("What we saw")),
            tuple(fact for finding in _worst_first(findings) for fact in finding.facts),
        ),
        Section(
            Sentence(gettext_noop("What else it could be")),
            _readings(findings),
        ),
        *(_on_hold(told) if told.amount else _left_out(told)),
        Section(Sentence(gettext_noop("What would help")), _help(findings)),
        Section(
            Sentence(gettext_noop("If you see it another way")),
            (
                Sentence(
                    gettext_noop(
                        "You can tell us why at any time. You can appeal until %(when)s, and a "
                        "different person will look."
                    ),
                    {"when": told.appeal_until},
                ),
                Sentence(
                    gettext_noop("Reference %(reference)s. Rule %(rule)s: %(codes)s."),
                    {
                        "reference": told.reference,
                        "rule": told.rule,
                        "codes": ", ".join(sorted({str(one.code) for one in findings})),
                    },
                ),
            ),
        ),
    )


def _on_hold(told: Circumstances) -> tuple[Section, ...]:
    return (
        Section(
            Sentence(gettext_noop("What is on hold")),
            (
                Sentence(
                    gettext_noop("Until this is decided, this waits: %(amount)s."),
                    {"amount": told.amount},
                ),
                Sentence(
                    gettext_noop("The rest is yours as before: %(safe)s."), {"safe": told.safe}
                ),
            ),
        ),
        Section(
            Sentence(gettext_noop("Who decides, and when")),
            (
                Sentence(gettext_noop("A computer found this. It decides nothing.")),
                Sentence(
                    gettext_noop(
                        "A person looks at it and decides by %(when)s. If nobody does, "
                        "the hold ends by itself."
                    ),
                    {"when": told.decide_by},
                ),
            ),
        ),
    )


def _left_out(told: Circumstances) -> tuple[Section, ...]:
    return (
        Section(
            Sentence(gettext_noop("What doesn’t count")),
            (
                Sentence(
                    gettext_noop("%(affected)s are not counted."), {"affected": told.affected}
                ),
                Sentence(
                    gettext_noop("Nothing is on hold, and nobody says that you did anything.")
                ),
                Sentence(gettext_noop("A computer found this by a rule that is the same for all.")),
            ),
        ),
    )


def plain(sections: Iterable[Section]) -> str:
    """Return a report as English text."""
    return "\n\n".join(
        "\n".join([str(part.heading), *(str(one) for one in part.sentences)]) for part in sections
    )


def _worst_first(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda one: (-one.severity, one.code))


def _readings(findings: Iterable[Finding]) -> tuple[Sentence, ...]:
    told = {
        str(reading.result): reading.result
        for finding in _worst_first(findings)
        for reading in finding.readings
    }
    if told:
        return (Sentence(gettext_noop("We looked for innocent causes first.")), *told.values())
    return (Sentence(gettext_noop("We found no other cause yet. You may know one.")),)


_HELP = {
    ReasonCode.VIEWS_WITHOUT_LIKES: gettext_noop(
        "A link to a page or a newspaper that showed the video."
    ),
    ReasonCode.UA_MONOCULTURE: gettext_noop("The receipt of an advert that you paid for."),
    ReasonCode.REF_SPOOFED: gettext_noop("The name of a partner who linked to the video."),
    ReasonCode.FEW_VIEWERS_MANY_VIEWS: gettext_noop(
        "Who the video is for. Small children watch again and again."
    ),
    ReasonCode.LIKES_WITHOUT_VIEWS: gettext_noop("The event or the post that people came from."),
    ReasonCode.CLOCKWORK_VIEWS: gettext_noop("The screen or the shop window that plays the video."),
    ReasonCode.LOCKSTEP_VIEWS: gettext_noop("The class, the club or the event that watched."),
    ReasonCode.SHARED_DEVICE_ONLY: gettext_noop(
        "The school, the library or the family that shares the devices."
    ),
    ReasonCode.BULK_SIGNUP: gettext_noop("The course or the club whose members signed up."),
    ReasonCode.GIFT_NEW_ACCOUNTS: gettext_noop("The appeal or the show that people gave to."),
    ReasonCode.GIFT_CIRCLE: gettext_noop("What you and the other creators did together."),
    ReasonCode.GIFT_OWN_ACCOUNTS: gettext_noop("Who in your home gave, and from which phone."),
}
_ANYTHING = gettext_noop("Anything that shows where the people came from.")


def _help(findings: Iterable[Finding]) -> tuple[Sentence, ...]:
    named = {_HELP[one.code]: None for one in _worst_first(findings) if one.code in _HELP}
    return (*(Sentence(text) for text in named), Sentence(_ANYTHING))
