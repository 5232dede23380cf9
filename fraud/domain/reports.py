"""The statement of reasons: what a creator reads when something of theirs is on hold.

Plain sentences, each with its numbers apart, so that they can be translated. It says what, when,
how much, what is not affected, who found it, who decides by when, and how to object. Pure.
"""

from collections.abc import Iterable, Sequence

from fraud.domain.findings import Family, Finding, Sentence, gettext_noop
from fraud.domain.report_help import help_for
from fraud.domain.report_parts import Circumstances, Section, Standing
from fraud.domain.report_unheld import unheld


def statement(findings: Sequence[Finding], *, circumstances: Circumstances) -> tuple[Section, ...]:
    """Return the report's sections in the order in which they are read."""
    told = circumstances
    return (
        _what_happened(findings, told),
        Section(
            Sentence(gettext_noop("What we saw")),
            tuple(fact for finding in _worst_first(findings) for fact in finding.facts),
        ),
        *_readings(findings),
        *(unheld(told) if _is_unheld(told) else _CONSEQUENCES[told.standing](told)),
        *_way_on(findings, told),
        _about(findings, told),
    )


_NOT_YOU = gettext_noop(
    "You may have had nothing to do with it. Sometimes other people’s programs visit a video."
)
_NOT_YOU_GIFTS = gettext_noop(
    "You may have had nothing to do with it. You don’t choose who gives you gifts."
)


def _what_happened(findings: Sequence[Finding], told: Circumstances) -> Section:
    gifts_alone = bool(findings) and all(one.family is Family.MONEY for one in findings)
    return Section(
        Sentence(gettext_noop("What happened")),
        (
            Sentence(
                gettext_noop("Some of the numbers for %(what)s look unusual."),
                {"what": told.what},
            ),
            _time_meant(told),
            Sentence(_NOT_YOU_GIFTS if gifts_alone else _NOT_YOU),
        ),
    )


def _time_meant(told: Circumstances) -> Sentence:
    if told.since == told.until:
        return Sentence(gettext_noop("We mean %(day)s."), {"day": told.since})
    return Sentence(
        gettext_noop("We mean the time from %(since)s to %(until)s."),
        {"since": told.since, "until": told.until},
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
            ),
        ),
        _not_affected(told),
        Section(
            Sentence(gettext_noop("Who decides, and when")),
            (
                Sentence(gettext_noop("A computer found this. It decides nothing.")),
                Sentence(
                    gettext_noop("A person will look at it and means to decide by %(when)s."),
                    {"when": told.decide_by},
                ),
                Sentence(
                    gettext_noop(
                        "If nobody does by %(when)s, the hold ends by itself. You then get "
                        "points for the wait."
                    ),
                    {"when": told.release_by},
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
        _not_affected(told),
    )


def _set_aside(told: Circumstances) -> tuple[Section, ...]:
    return (
        Section(
            Sentence(gettext_noop("What stays set aside")),
            (
                Sentence(gettext_noop("A computer found this. A person looked and decided.")),
                Sentence(
                    gettext_noop("This stays set aside for now: %(amount)s."),
                    {"amount": told.amount},
                ),
                Sentence(gettext_noop("None of it is lost while you can still appeal.")),
            ),
        ),
        _not_affected(told),
    )


def _lost(told: Circumstances) -> tuple[Section, ...]:
    return (
        Section(
            Sentence(gettext_noop("What won’t be paid")),
            (
                Sentence(gettext_noop("A computer found this. A person looked and decided.")),
                Sentence(
                    gettext_noop("Nobody can appeal any more, so this won’t be paid: %(amount)s."),
                    {"amount": told.amount},
                ),
            ),
        ),
        _not_affected(told),
    )


def _over(told: Circumstances) -> tuple[Section, ...]:
    return (
        Section(
            Sentence(gettext_noop("How it ended")),
            (
                Sentence(gettext_noop("It is over. Nothing is on hold any more.")),
                Sentence(gettext_noop("All of these numbers count and are paid as usual.")),
            ),
        ),
    )


def _is_unheld(told: Circumstances) -> bool:
    return told.holds_nothing and told.standing is not Standing.OVER


_CONSEQUENCES = {
    Standing.HELD: _on_hold,
    Standing.LEFT_OUT: _left_out,
    Standing.KEPT: _set_aside,
    Standing.LOST: _lost,
    Standing.OVER: _over,
}


def _not_affected(told: Circumstances) -> Section:
    return Section(
        Sentence(gettext_noop("What is not affected")),
        (Sentence(gettext_noop("The rest is yours as before: %(safe)s."), {"safe": told.safe}),),
    )


def _way_on(findings: Sequence[Finding], told: Circumstances) -> tuple[Section, ...]:
    """Say what would help and how to object, while there is something to object to."""
    if not told.appeal_until:
        return ()
    return (
        Section(Sentence(gettext_noop("What would help")), help_for(_worst_first(findings))),
        Section(
            Sentence(gettext_noop("If you see it another way")),
            (
                Sentence(
                    gettext_noop(
                        "You can tell us why at any time. You can appeal until %(when)s, and a "
                        "person who has not looked at it before will decide."
                    ),
                    {"when": told.appeal_until},
                ),
                _decided_within(told),
            ),
        ),
    )


def _decided_within(told: Circumstances) -> Sentence:
    values = {"days": told.appeal_days, "latest": told.appeal_latest_days}
    # Views that aren't counted have nothing set aside that could go free.
    if told.standing is Standing.LEFT_OUT or told.holds_nothing:
        return Sentence(gettext_noop("They decide within %(days)d days."), values)
    return Sentence(
        gettext_noop(
            "They decide within %(days)d days. If nobody has after %(latest)d days, "
            "what is set aside is free."
        ),
        values,
    )


def _about(findings: Iterable[Finding], told: Circumstances) -> Section:
    return Section(
        Sentence(gettext_noop("About this report")),
        (
            Sentence(
                gettext_noop("We made it on %(day)s. Its reference is %(reference)s."),
                {"day": told.made_on, "reference": told.reference},
            ),
            Sentence(
                gettext_noop("Rule %(rule)s: %(codes)s."),
                {
                    "rule": told.rule,
                    "codes": ", ".join(sorted({str(one.code) for one in findings})),
                },
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


def _readings(findings: Iterable[Finding]) -> tuple[Section, ...]:
    """Say which innocent causes were looked into, those that may be it apart from the others."""
    found = [one for finding in _worst_first(findings) for one in finding.readings]
    may = {str(one.result): one.result for one in found if one.explains}
    ruled_out = {str(one.result): one.result for one in found if not one.explains}
    checked = Section(
        Sentence(gettext_noop("Other causes that we ruled out")),
        (
            Sentence(gettext_noop("We looked for innocent causes first, and this is why not.")),
            *ruled_out.values(),
        ),
    )
    open_ones = Section(
        Sentence(gettext_noop("What else it could be")),
        (
            *may.values(),
            Sentence(
                gettext_noop("There may be a cause that we can’t see. You may know one.")
                if found
                else gettext_noop("We found no other cause yet. You may know one.")
            ),
        ),
    )
    return (checked, open_ones) if ruled_out else (open_ones,)
