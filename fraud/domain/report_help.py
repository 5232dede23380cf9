"""What would help a creator to show that it was otherwise, a sentence for each reason. Pure."""

from collections.abc import Iterable

from fraud.domain.findings import Finding, ReasonCode, Sentence, gettext_noop

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


def help_for(findings: Iterable[Finding]) -> tuple[Sentence, ...]:
    """Return what would help against these findings, the first one's first."""
    named = {_HELP[one.code]: None for one in findings if one.code in _HELP}
    return (*(Sentence(text) for text in named), Sentence(_ANYTHING))
