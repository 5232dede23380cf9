"""Views that say they came from spammers or from pages that pretend: only ever in sum."""

from collections.abc import Iterator, Sequence

import numpy as np

from creatorspark.lib.distinct import distinct
from fraud.domain.activity import Activity, Events, Kind
from fraud.domain.detectors import register
from fraud.domain.findings import (
    Finding,
    Reading,
    ReasonCode,
    Sentence,
    gettext_noop,
    severity_of,
)
from fraud.domain.parameters import Parameters, ReferrerParameters
from fraud.domain.referrers import Source, classify, host_of

SHOWN = 5
_CODES = {Source.SPAM: ReasonCode.REF_SPAM, Source.SPOOFED: ReasonCode.REF_SPOOFED}
_FACTS = {
    ReasonCode.REF_SPAM: gettext_noop(
        "%(affected)d of %(total)d views named a site known for fake visits."
    ),
    ReasonCode.REF_SPOOFED: gettext_noop(
        "%(affected)d of %(total)d views named a site that only looks like a well-known one."
    ),
}


@register("referrers")
def detect(activity: Activity, parameters: Parameters) -> Iterator[Finding]:
    """Count them in each video's views. A view that names no page is as good as any."""
    views = activity.events.of_kind(Kind.VIEW)
    if not len(views):
        return
    known = frozenset(parameters.referrers.spam_hosts)
    sources = [classify(text, spam_hosts=known) for text in activity.referrers]
    for source, code in _CODES.items():
        guilty = np.fromiter((one is source for one in sources), bool, len(sources))
        rows = np.flatnonzero(guilty[views.referrer])
        for video in distinct(views.video[rows]):
            seen = views.where(views.video == video)
            yield from _judged(
                seen, guilty, activity.referrers, code=code, limits=parameters.referrers
            )


def _judged(
    views: Events,
    guilty: np.ndarray,
    referrers: Sequence[str],
    *,
    code: ReasonCode,
    limits: ReferrerParameters,
) -> Iterator[Finding]:
    rows = guilty[views.referrer]
    affected, total = int(rows.sum()), len(views)
    if affected < limits.least_views or affected < limits.share * total:
        return
    counts = np.bincount(views.referrer[rows], minlength=len(referrers))
    named = [int(one) for one in np.argsort(-counts, kind="stable")[:SHOWN] if counts[one]]
    yield Finding(
        code=code,
        severity=severity_of(affected / total, at=limits.share, full=0.8),
        start=int(views.at[rows].min()),
        end=int(views.at[rows].max()) + 1,
        creator=int(views.creator[0]),
        video=int(views.video[0]),
        affected=affected,
        total=total,
        observed={"views": affected, "share": affected / total},
        expected={"share": 0.0},
        baseline=gettext_noop(
            "the names that spammers and forgers use, and the hosts that the policy or the list in "
            "force names"
        ),
        evidence=tuple(
            {"host": host_of(referrers[one]) or "?", "views": int(counts[one])} for one in named
        ),
        facts=(Sentence(_FACTS[code], {"affected": affected, "total": total}),),
        readings=(
            Reading(
                "no page named",
                False,
                Sentence(
                    gettext_noop(
                        "Links without a name: views that name no page were taken as normal."
                    )
                ),
            ),
        ),
    )
