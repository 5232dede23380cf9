"""Which rules of a draft may accuse more easily than those in force, or for the first time. Pure.

Whatever isn't known to make a rule stricter counts as looser: a threshold that nobody thought of
here needs a trial rather than none.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from fraud.domain.findings import FAMILY_OF, Family, ReasonCode
from fraud.domain.parameters import Parameters

RULES_OF: Final[Mapping[str, tuple[ReasonCode, ...]]] = {
    "agents": (ReasonCode.UA_DECLARED_BOT, ReasonCode.UA_IMPOSSIBLE, ReasonCode.UA_MONOCULTURE),
    "referrers": (ReasonCode.REF_SPOOFED, ReasonCode.REF_SPAM),
    "bursts": (
        ReasonCode.VIEWS_WITHOUT_LIKES,
        ReasonCode.FEW_VIEWERS_MANY_VIEWS,
        ReasonCode.LIKES_WITHOUT_VIEWS,
        ReasonCode.CLOCKWORK_VIEWS,
    ),
    "signups": (ReasonCode.BULK_SIGNUP,),
    "rings": (ReasonCode.SHARED_DEVICE_ONLY, ReasonCode.LOCKSTEP_VIEWS),
    "gifts": tuple(code for code, family in FAMILY_OF.items() if family is Family.MONEY),
    "cases": tuple(ReasonCode),
}
# These accuse nobody: terms of what follows, and which rules are tried out only.
TERMS: Final = frozenset({"process", "rules"})
# Where a higher number asks for more before a rule speaks.
HIGHER_IS_STRICTER: Final = frozenset(
    {
        "agents.least_views",
        "agents.monoculture_share",
        "agents.monoculture_views",
        "agents.monoculture_networks",
        "referrers.least_views",
        "referrers.share",
        "bursts.least_expected_likes",
        "bursts.conclusive_likes",
        "bursts.views_per_viewer",
        "bursts.views_per_viewer_growth",
        "bursts.views_per_viewer_extreme",
        "bursts.likes_per_view",
        "bursts.likes_growth",
        "bursts.least_likes",
        "bursts.clockwork_views",
        "signups.least_accounts",
        "signups.stem_share",
        "signups.hosting_share",
        "signups.disposable_share",
        "signups.least_signals",
        "rings.least_accounts",
        "rings.least_together",
        "rings.together_share",
        "gifts.least_gifts",
        "gifts.least_amount",
        "gifts.new_share",
        "gifts.circle_share",
        "gifts.circle_rounds",
        "gifts.own_accounts",
        "gifts.refunded_share",
        "gifts.same_amount_share",
        "gifts.no_other_doings_share",
        "cases.families",
        "cases.material_share",
        "cases.benefit",
        "cases.own",
        "cases.least_severity",
    }
)
LOWER_IS_STRICTER: Final = frozenset(
    {
        "agents.monoculture_usual",
        "bursts.like_ratio",
        "bursts.conclusive_ratio",
        "bursts.least_rate",
        "bursts.clockwork_doubt",
        "signups.evenness",
        "rings.doubt",
        "gifts.new_account_days",
    }
)


def loosened(draft: Parameters, *, base: Parameters) -> tuple[ReasonCode, ...]:
    """Return the rules that may accuse more easily by `draft` than by `base`, sorted.

    A rule that leaves shadow is new. One that the draft puts in shadow accuses nobody.
    """
    found = {ReasonCode(code) for code in base.rules.shadow}
    if draft.referrers.spam_hosts != base.referrers.spam_hosts:
        # Whose views count as people's decides what every other rule sees.
        found |= set(ReasonCode)
    for section in fields(Parameters):
        if section.name not in TERMS and _is_looser(section.name, draft, base):
            found |= set(RULES_OF[section.name])
    return tuple(sorted(found - {ReasonCode(code) for code in draft.rules.shadow}))


def _is_looser(section: str, draft: Parameters, base: Parameters) -> bool:
    new, old = getattr(draft, section), getattr(base, section)
    return any(
        _one_is_looser(f"{section}.{one.name}", getattr(new, one.name), getattr(old, one.name))
        for one in fields(new)
    )


def _one_is_looser(name: str, new: Any, old: Any) -> bool:
    if new == old:
        return False
    if name in HIGHER_IS_STRICTER:
        return bool(new < old)
    if name in LOWER_IS_STRICTER:
        return bool(new > old)
    return True
