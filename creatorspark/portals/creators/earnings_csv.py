"""All lines of all statements as a file, oldest first."""

from collections.abc import Iterator

from creatorspark.core.models import Creator, Video
from creatorspark.lib.money import plain_minor
from creatorspark.portals.creators.line_words import line_words
from creatorspark.portals.csv_files import BYTE_ORDER_MARK, csv_line, harmless
from rewards import interface as rewards

HEAD = (
    "week",
    "line",
    "video",
    "caption",
    "kind",
    "cause",
    "amount",
    "currency",
    "what",
    "sum",
    "why",
    "qualified views",
    "rate per 1000 in cents",
    "grade",
    "originality",
    "pay policy",
)


def csv_of(creator: Creator, *, year: int | None) -> Iterator[str]:
    """Yield the lines of an ISO year, or of all, however many there are."""
    yield BYTE_ORDER_MARK
    yield csv_line(HEAD)
    for lines in rewards.earnings_lines(creator_id=creator.pk, year=year):
        videos = {line.video_id for line in lines if line.video_id is not None}
        captions = dict(Video.objects.filter(pk__in=videos).values_list("pk", "caption"))
        for line in lines:
            yield csv_line(_cells(line, captions.get(line.video_id or 0, "")))


def _cells(line: rewards.LineFacts, caption: str) -> list[object]:
    words = line_words(line)
    views, bonus = line.views, line.bonus
    return [
        line.week_label,
        line.position,
        line.video_id or "",
        harmless(caption),
        line.kind,
        line.cause,
        plain_minor(line.amount),
        line.currency,
        harmless(words.title),
        harmless(words.sum),
        harmless(words.why),
        views.qualified_views if views else "",
        views.rpm_minor if views else "",
        bonus.letter if bonus else "",
        bonus.originality if bonus else "",
        harmless(line.policy_version),
    ]
