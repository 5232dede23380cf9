"""What a statement says that its last estimate didn't, video by video, in sentences."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rewards.domain.earnings_facts import EstimateChange
from rewards.models import EarningsLine, WeekEstimate

VERDICTS: dict[str, Promise] = {
    "original": gettext_lazy("It was judged original."),
    "not_original": gettext_lazy("It was judged not original."),
    "not_judgeable": gettext_lazy("Its originality can't be judged."),
}
GRADES: dict[str, Promise] = {
    "too_early": gettext_lazy("It had too few views for a grade."),
    "needs_review": gettext_lazy("A person looks at its numbers before it gets a grade."),
}


@dataclass(frozen=True, kw_only=True)
class _Said:
    """A line as an estimate or a statement has it."""

    video_id: int | None
    cause: str
    amount: int
    judgement: str
    views: int
    excluded: int


def what_changed(creator_id: int, *, week: date) -> list[EstimateChange]:
    """Return how a statement differs from the last estimate of its week, largest first.

    Empty when no estimate was kept, when there is no statement, and when nothing differs.
    """
    kept = WeekEstimate.objects.filter(creator_id=creator_id, week=week).first()
    lines = EarningsLine.objects.filter(
        statement__creator_id=creator_id, statement__week=week
    ).order_by("position")
    stated = [_stated(line) for line in lines]
    if kept is None or not stated:
        return []
    before, after = _by_video(map(_estimated, kept.lines)), _by_video(stated)
    changes = [
        _change(video_id, before.get(video_id, ()), after.get(video_id, ()))
        for video_id in {**before, **after}
    ]
    found = [change for change in changes if change.difference]
    return sorted(found, key=lambda one: (-abs(one.difference), one.video_id or 0))


def _estimated(line: Mapping[str, Any]) -> _Said:
    return _Said(
        video_id=line["video"],
        cause=line["cause"],
        amount=line["amount"],
        judgement=line.get("judgement", ""),
        views=line.get("views", 0),
        excluded=line.get("excluded", 0),
    )


def _stated(line: EarningsLine) -> _Said:
    return _Said(
        video_id=line.video_id,
        cause=line.cause,
        amount=line.amount,
        judgement=line.judgement,
        views=line.inputs.get("qualified_views", 0),
        excluded=line.inputs.get("excluded_views", 0),
    )


def _by_video(lines: Iterable[_Said]) -> Mapping[int | None, Sequence[_Said]]:
    found: defaultdict[int | None, list[_Said]] = defaultdict(list)
    for line in lines:
        found[line.video_id].append(line)
    return found


def _change(
    video_id: int | None, before: Sequence[_Said], after: Sequence[_Said]
) -> EstimateChange:
    reasons = [
        *_excluded(before, after),
        *_views(before, after),
        *_judged(before, after),
        *_by_staff(before, after),
    ]
    return EstimateChange(
        video_id=video_id,
        sentence=" ".join(reasons) or _("Its numbers changed before the week closed."),
        difference=sum(x.amount for x in after) - sum(x.amount for x in before),
    )


def _excluded(before: Sequence[_Said], after: Sequence[_Said]) -> list[str]:
    more = max((x.excluded for x in after), default=0) - max(
        (x.excluded for x in before), default=0
    )
    if more <= 0:
        return []
    return [
        ngettext("%(n)s view was found not to count.", "%(n)s views were found not to count.", more)
        % {"n": _grouped(more)}
    ]


def _views(before: Sequence[_Said], after: Sequence[_Said]) -> list[str]:
    more = sum(x.views for x in after) - sum(x.views for x in before)
    values = {"n": _grouped(abs(more))}
    if more > 0:
        words = ngettext(
            "%(n)s more view was counted before the week closed.",
            "%(n)s more views were counted before the week closed.",
            more,
        )
        return [words % values]
    if more < 0:
        words = ngettext(
            "%(n)s view fewer counted when the week closed.",
            "%(n)s views fewer counted when the week closed.",
            -more,
        )
        return [words % values]
    return []


def _judged(before: Sequence[_Said], after: Sequence[_Said]) -> list[str]:
    """Name the letter and the verdict that the estimate didn't know yet."""
    known = {x.cause: x.judgement for x in before if x.judgement}
    new = [x.judgement for x in after if x.judgement and x.judgement != known.get(x.cause)]
    if not new:
        return []
    letter, _colon, verdict = new[-1].partition(":")
    letters = {judgement.partition(":")[0] for judgement in known.values()}
    words = []
    if letter not in letters:
        words.append(str(GRADES.get(letter) or _("It got grade %(letter)s.") % {"letter": letter}))
    if verdict in VERDICTS:
        words.append(str(VERDICTS[verdict]))
    return words


def _by_staff(before: Sequence[_Said], after: Sequence[_Said]) -> list[str]:
    known = {x.cause for x in before}
    new = [x for x in after if x.cause.startswith("staff:") and x.cause not in known]
    return [_("Our staff corrected it; the line says why.")] if new else []


def _grouped(number: int) -> str:
    return number_format(number, 0, use_l10n=True, force_grouping=True)
