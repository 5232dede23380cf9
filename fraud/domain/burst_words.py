"""What is said about a burst: numbers first, then sentences. Pure."""

from fraud.domain.bursts import Marginal, Past, Series
from fraud.domain.findings import (
    Finding,
    Reading,
    ReasonCode,
    Sentence,
    gettext_noop,
    severity_of,
)

HOUR = 3600
OWN_PAST = gettext_noop("your own earlier hours")


def _hours(series: Series, first: int, last: int) -> tuple[int, int]:
    return series.start + first * HOUR, series.start + last * HOUR


def _rows(series: Series, first: int, last: int) -> tuple[dict[str, int | float | str], ...]:
    return tuple(
        {
            "hour": series.start + hour * HOUR,
            "views": int(series.views[hour]),
            "likes": int(series.likes[hour]),
        }
        for hour in range(first, last)
    )


def _readings(one: Marginal) -> tuple[Reading, ...]:
    """Return the innocent explanations that were looked into."""
    return (
        Reading(
            "went viral",
            False,
            Sentence(
                gettext_noop(
                    "A video that takes off: new people like less than fans, but not this little."
                )
            ),
        ),
        Reading(
            "looped",
            False,
            _looped(one),
        ),
        Reading(
            "shown elsewhere",
            False,
            Sentence(
                gettext_noop(
                    "Other pages that show it: nobody can like there. We left such views out."
                )
            ),
        ),
    )


def _looped(one: Marginal) -> Sentence:
    each = round(one.views_per_viewer, 1)
    if each <= 1:
        return Sentence(
            gettext_noop("A video on repeat: nearly every new viewer watched only once.")
        )
    return Sentence(
        gettext_noop(
            "A video on repeat: each new viewer watched %(each)s times, so we compared likes "
            "with people and not with views."
        ),
        {"each": each},
    )


def without_likes(
    series: Series,
    past: Past,
    one: Marginal,
    *,
    certain: bool,
    creator: int | None,
    video: int | None,
) -> Finding:
    """Say that the added views brought hardly any likes; `certain`: hardly anybody liked it."""
    start, end = _hours(series, one.first, one.last)
    likes, expected = round(one.likes), round(one.expected_likes)
    return Finding(
        code=ReasonCode.VIEWS_WITHOUT_LIKES,
        severity=severity_of(0.3 - one.like_ratio, at=0.0, full=0.3),
        start=start,
        end=end,
        creator=creator,
        video=video,
        affected=round(one.views),
        total=int(series.views.sum()),
        observed={
            "views": round(one.views),
            "likes": likes,
            "likes_per_view": round(one.likes / max(one.views, 1), 4),
        },
        expected={"likes": expected, "likes_per_view": round(past.likes_per_view, 4)},
        baseline=OWN_PAST,
        evidence=_rows(series, one.first, one.last),
        conclusive=certain,
        facts=(
            Sentence(
                gettext_noop(
                    "About %(views)d views came on top of your usual number. "
                    "They brought %(likes)d likes. Your viewers usually leave about %(expected)d."
                ),
                {"views": round(one.views), "likes": likes, "expected": expected},
            ),
        ),
        readings=_readings(one),
    )


def few_viewers(
    series: Series, one: Marginal, *, creator: int | None, video: int | None
) -> Finding:
    """Say that few viewers made the added views."""
    start, end = _hours(series, one.first, one.last)
    return Finding(
        code=ReasonCode.FEW_VIEWERS_MANY_VIEWS,
        severity=severity_of(one.views_per_viewer, at=8.0, full=60.0),
        start=start,
        end=end,
        creator=creator,
        video=video,
        affected=round(one.views),
        total=int(series.views.sum()),
        observed={
            "views": round(one.views),
            "viewers": round(one.viewers),
            "views_per_viewer": round(one.views_per_viewer, 2),
        },
        expected={"views_per_viewer": round(one.usual_views_per_viewer, 2)},
        baseline=OWN_PAST,
        evidence=_rows(series, one.first, one.last),
        facts=(
            Sentence(
                gettext_noop(
                    "About %(views)d added views came from about %(viewers)d viewers. "
                    "That is %(each)s views each. Usually it is %(usual)s."
                ),
                {
                    "views": round(one.views),
                    "viewers": round(one.viewers),
                    "each": round(one.views_per_viewer, 1),
                    "usual": round(one.usual_views_per_viewer, 1),
                },
            ),
        ),
        readings=_readings(one),
    )


def likes_alone(
    series: Series,
    past: Past,
    span: tuple[int, int],
    *,
    creator: int | None,
    video: int | None,
) -> Finding:
    """Say that likes came without the views that go before them."""
    start, end = _hours(series, *span)
    views = int(series.views[slice(*span)].sum())
    likes = int(series.likes[slice(*span)].sum())
    usual = round(past.likes_per_view * views)
    return Finding(
        code=ReasonCode.LIKES_WITHOUT_VIEWS,
        severity=severity_of(likes / max(views, 1), at=0.5, full=2.0),
        start=start,
        end=end,
        creator=creator,
        video=video,
        affected=likes - usual,
        total=int(series.likes.sum()),
        observed={"views": views, "likes": likes},
        expected={"likes": usual},
        baseline=OWN_PAST,
        evidence=_rows(series, *span),
        facts=(
            Sentence(
                gettext_noop(
                    "%(likes)d likes came with only %(views)d views. "
                    "So many views usually bring about %(usual)d likes."
                ),
                {"likes": likes, "views": views, "usual": usual},
            ),
        ),
    )


def clockwork(series: Series, one: Marginal, *, creator: int | None, video: int | None) -> Finding:
    """Say that views came as evenly as a clock ticks."""
    start, end = _hours(series, one.first, one.last)
    hours = series.views[one.first : one.last]
    return Finding(
        code=ReasonCode.CLOCKWORK_VIEWS,
        severity=0.8,
        start=start,
        end=end,
        creator=creator,
        video=video,
        affected=round(one.views),
        total=int(series.views.sum()),
        observed={"least": int(hours.min()), "most": int(hours.max())},
        expected={"spread": round(float(hours.mean()) ** 0.5, 1)},
        baseline=gettext_noop("how evenly people can come by chance"),
        evidence=_rows(series, one.first, one.last),
        facts=(
            Sentence(
                gettext_noop(
                    "For %(hours)d hours, each hour brought between %(least)d and %(most)d views. "
                    "People come and go less evenly."
                ),
                {
                    "hours": one.last - one.first,
                    "least": int(hours.min()),
                    "most": int(hours.max()),
                },
            ),
        ),
        readings=(
            Reading(
                "the source’s own rounding",
                False,
                Sentence(gettext_noop("Rounded numbers: your other hours are not that even.")),
            ),
        ),
    )
