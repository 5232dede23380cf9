"""Grades in words."""

import math
from datetime import datetime, timedelta

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creatorspark.core.models.videos import Platform
from scoring.domain.engagement import GradePolicy, GradeResult, GradeState
from scoring.domain.engagement.policy import ACTIONS
from scoring.domain.points.cohorts import ANY, Cohort
from scoring.services.engagement.cohorts import WATCH


def state_sentence(
    result: GradeResult, *, policy: GradePolicy, views: int, sample_size: int
) -> str:
    """Say how a grade came about, or why there is none yet."""
    if result.state is GradeState.TOO_EARLY:
        return _(
            "Too early for a grade: %(views)s of the %(least)s views a grade needs were counted "
            "at scoring age."
        ) % {"views": grouped(views), "least": grouped(policy.min_views)}
    if result.state is GradeState.NEEDS_REVIEW:
        return _(
            "More engagements than views were counted (%(rate)s per 100 views). That can’t be "
            "right, so a person looks at the numbers before this video gets a grade."
        ) % {"rate": decimals(result.plain_rate * 100, 1)}
    if result.state is GradeState.ABSOLUTE:
        return ngettext(
            "Only %(n)s video like yours was known, too few to compare with, so fixed steps "
            "decided: yours has %(rate)s engagements per 100 views.",
            "Only %(n)s videos like yours were known, too few to compare with, so fixed steps "
            "decided: yours has %(rate)s engagements per 100 views.",
            sample_size,
        ) % {"n": grouped(sample_size), "rate": decimals(result.plain_rate * 100, 1)}
    return _place_sentence(result.score or 0.0, sample_size=sample_size)


def _place_sentence(score: float, *, sample_size: int) -> str:
    """Say where a video stands, never better than it does."""
    share = math.floor(score * 100)
    if share >= 100:
        return _("None of %(n)s videos like yours moved its audience more.") % {
            "n": grouped(sample_size)
        }
    if share < 1:
        return _("Nearly all of %(n)s videos like yours moved their audience more.") % {
            "n": grouped(sample_size)
        }
    return _(
        "Your audience responded more than that of %(share)s%% of %(n)s videos like yours."
    ) % {
        "share": share,
        "n": grouped(sample_size),
    }


def waiting_sentence(
    *, posted_at: datetime, policy: GradePolicy, has_counts: bool, now: datetime
) -> str:
    """Say why a video has no grade yet, and when it gets one."""
    due = posted_at + timedelta(days=policy.scoring_age_days)
    if now < due:
        return _("Too early for a grade: it comes on %(date)s, %(days)s days after you posted.") % {
            "date": date_format(localtime(due)),
            "days": policy.scoring_age_days,
        }
    if not has_counts:
        return _(
            "No numbers of this video have reached us yet. It gets its grade the night after "
            "they do."
        )
    return _("This video is old enough for a grade and gets it tonight.")


def cohort_words(pool: Cohort) -> str:
    """Say which videos a video was compared with."""
    platform, _watch, reports = _parts(pool.platform)
    parts = [
        _("%(platform)s videos") % {"platform": platform},
        _length_words(pool.length),
        _("of any topic") if pool.niche == ANY else _("about %(niche)s") % {"niche": pool.niche},
        *reports,
    ]
    return ", ".join(parts)


def _length_words(length: str) -> str:
    if length == ANY:
        return _("of any length")
    low, _dash, high = length.partition("-")
    if not high:
        return _("longer than %(n)s seconds") % {"n": int(low.rstrip("+")) - 1}
    if low == "0":
        return _("up to %(n)s seconds") % {"n": high}
    return _("%(low)s to %(high)s seconds") % {"low": low, "high": high}


def _parts(kind: str) -> tuple[str, bool, list[str]]:
    """Return a cohort's platform, whether it knows watch-through, and what it reports in words."""
    names = {
        "likes": _("likes"),
        "comments": _("comments"),
        "shares": _("shares"),
        "saves": _("saves"),
    }
    reports = [
        _("%(count)s not reported") % {"count": names[name]}
        for name in ACTIONS
        if f"-{name}" in kind
    ]
    watch = WATCH in kind
    if watch:
        reports.insert(0, _("watch-through known"))
    platform = kind.split("+")[0].split("-")[0]
    return str(dict(Platform.choices).get(platform, platform)), watch, reports


def grouped(value: int) -> str:
    """Write a whole number with its digits grouped."""
    return number_format(value, 0, use_l10n=True, force_grouping=True)


def decimals(value: float, digits: int) -> str:
    """Write a number rounded to so many decimals."""
    # number_format cuts digits off; people expect them rounded.
    return number_format(round(value, digits), digits, use_l10n=True)
