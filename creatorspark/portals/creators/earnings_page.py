"""One statement as its page and its print show it: what it came to, and every line opened."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creatorspark.core.models import Creator, Video
from creatorspark.portals.creators.earnings_changes import Changes, changes_of
from creatorspark.portals.creators.earnings_dates import week_span_and_year
from creatorspark.portals.creators.earnings_inputs import Input, inputs_of
from creatorspark.portals.creators.line_words import LineWords, line_words
from creatorspark.portals.creators.payout_words import (
    PartWords,
    PayoutWords,
    StepWords,
    parts_of,
    payout_words,
    steps_of,
)
from creatorspark.portals.creators.video_list import short_title_of
from creatorspark.portals.templatetags.ui import money
from rewards import interface as rewards

VIDEOS_PER_PAGE = 40
# A short statement is shown open; of a long one, people open what they look for.
OPEN_UP_TO = 6
VERIFY = (
    "python3 verify_statement.py statement-{label}.json --policies policies.json --public-key {key}"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its number in the signed file, its words, and what it was computed from."""

    number: int
    kind: str
    amount: int
    words: LineWords
    inputs: Sequence[Input]
    link: str

    @property
    def is_web_link(self) -> bool:
        """Whether the link may be followed: what staff wrote may be an address or a number."""
        return self.link.startswith(("https://", "http://", "/"))


@dataclass(frozen=True, slots=True)
class Group:
    """The lines about one video. `url` is empty for lines about none."""

    title: str
    url: str
    video_id: int | None
    amount: int
    note: str
    lines: Sequence[Line]
    is_open: bool


@dataclass(frozen=True, slots=True)
class StatementPage:
    """All that the page of one statement shows."""

    statement: rewards.EarningsStatement
    days: str
    sentence: str
    sums: rewards.StatementSums
    payout: PayoutWords
    parts: Sequence[PartWords]
    steps: Sequence[StepWords]
    changes: Changes | None
    groups: Sequence[Group]
    page: int
    pages: int
    videos: int
    proof: rewards.StatementProof

    @property
    def command(self) -> str:
        """What a person types to check the statement on their own computer."""
        return VERIFY.format(label=self.statement.label, key=self.proof.public_key)

    @property
    def pages_around(self) -> tuple[int | None, int | None]:
        """The page before and the one after, where there are."""
        before = self.page - 1 if self.page > 1 else None
        return before, self.page + 1 if self.page < self.pages else None


def statement_page(
    creator: Creator, *, week: dt.date, page: str | None, now: dt.datetime
) -> StatementPage | None:
    """Gather a page of a statement; None when the creator has none for that week."""
    found = rewards.earnings_statement_view(
        creator_id=creator.pk, week=week, page=page, per_page=VIDEOS_PER_PAGE
    )
    if found is None:
        return None
    statement, shown = found.statement, found.page
    titles = _titles(group.video_id for group in shown.groups)
    opened = len(shown.groups) <= OPEN_UP_TO
    groups = [
        _group(group, titles, is_open=opened or place == 0)
        for place, group in enumerate(shown.groups)
    ]
    return StatementPage(
        statement=statement,
        days=week_span_and_year(week),
        sentence=_sentence(found, titles),
        sums=found.sums,
        payout=payout_words(statement, now=now),
        parts=parts_of(statement, now=now),
        steps=steps_of(found.steps, statement),
        changes=changes_of(creator, week=week, total=statement.total, currency=statement.currency),
        groups=groups,
        page=shown.page,
        pages=shown.pages,
        videos=shown.videos,
        proof=found.proof,
    )


def line_of(line: rewards.LineFacts) -> Line:
    """Put a line into words with its inputs."""
    return Line(
        number=line.position,
        kind=line.kind,
        amount=line.amount,
        words=line_words(line),
        inputs=inputs_of(line),
        link=line.staff.link if line.staff else "",
    )


def _titles(video_ids: Iterable[int | None]) -> dict[int, Video]:
    return Video.objects.only("pk", "caption").in_bulk([pk for pk in video_ids if pk is not None])


def _group(group: rewards.LineGroup, videos: dict[int, Video], *, is_open: bool) -> Group:
    video = videos.get(group.video_id) if group.video_id is not None else None
    if video is not None:
        title, url = short_title_of(video), reverse("creators:video", args=[video.pk])
    elif group.video_id is not None:
        title, url = _("Video %(id)d") % {"id": group.video_id}, ""
    else:
        title, url = _("Corrections by our staff"), ""
    return Group(
        title=title,
        url=url,
        video_id=group.video_id,
        amount=group.amount,
        note=_note(group),
        lines=[line_of(line) for line in group.lines],
        is_open=is_open,
    )


def _note(group: rewards.LineGroup) -> str:
    """Say how many lines there are, and the grade that the newest of them rests on."""
    count = len(group.lines)
    words = ngettext("%(n)d line", "%(n)d lines", count) % {"n": count}
    letters = [line.bonus.letter for line in group.lines if line.bonus is not None]
    if not letters or len(letters[-1]) > 1:
        return words
    return _("grade %(letter)s · %(lines)s") % {"letter": letters[-1], "lines": words}


def _sentence(found: rewards.StatementView, videos: dict[int, Video]) -> str:
    statement = found.statement
    currency = statement.currency
    if statement.total < 0:
        return _(
            "Corrections took %(total)s more than the week earned. You are never asked to pay: "
            "later weeks settle it first."
        ) % {"total": money(-statement.total, currency)}
    words = [_("You earned %(total)s.") % {"total": money(statement.total, currency)}]
    if found.before is not None and found.before.currency == currency:
        words = [_compared(statement, found.before)]
    best = found.page.groups[0] if found.page.page == 1 and found.page.groups else None
    video = videos.get(best.video_id) if best and best.video_id is not None else None
    if best and video and best.amount > 0 and found.page.videos > 1:
        named = {"video": short_title_of(video).rstrip(" .")}
        words.append(
            _("Most of it came from “%(video)s”.") % named
            if 2 * best.amount > statement.total
            else _("“%(video)s” brought the most.") % named
        )
    return " ".join(words)


def _compared(statement: rewards.EarningsStatement, before: rewards.EarningsStatement) -> str:
    change = statement.total - before.total
    values = {
        "total": money(statement.total, statement.currency),
        "change": money(abs(change), statement.currency),
    }
    if not change:
        return _("You earned %(total)s, exactly as much as in your statement before.") % values
    if change > 0:
        return _("You earned %(total)s, %(change)s more than in your statement before.") % values
    return _("You earned %(total)s, %(change)s less than in your statement before.") % values
