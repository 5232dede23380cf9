"""Why an award counts what it counts, in a sentence its creator reads."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from rewards.models import PointsAward


def why(award: PointsAward) -> str:
    """Explain the counted points from the award's rank and its policy's weekly rules."""
    rules: Mapping[str, Any] = award.policy.parameters
    full = int(rules.get("full_videos_per_week", 7))
    share = Fraction(str(rules.get("share_beyond", 0.25)))
    values = {
        "counted": award.counted_points,
        "points": award.video_points,
        "rank": award.rank,
        "full": full,
        "percent": f"{float(share * 100):g}",
    }
    if award.counted_points == award.video_points:
        return (
            _("All %(points)d points count: it was number %(rank)d of its creator's week.") % values
        )
    if award.rank <= full or award.counted_points < round(award.video_points * share):
        return (
            _(
                "%(counted)d of %(points)d points count: the week earned more than its pool, so "
                "every video's points were scaled down alike."
            )
            % values
        )
    return (
        _(
            "%(counted)d of %(points)d points count: the best %(full)d videos of a week count in "
            "full, and this was number %(rank)d, which counts %(percent)s %%."
        )
        % values
    )
