"""What was decided about whom, for independent reviewers: no ids, and nobody stands alone."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from creatorspark.core.jobs.services import JobProgress
from creatorspark.lib.periods import week_label
from rewards.domain.anonymity import Cell, Column, cells
from rewards.domain.bonus import NO_BONUS, BonusRate, Grade, Originality
from rewards.domain.groups import Grouping
from rewards.domain.intervals import IntArray
from rewards.domain.replay import LETTERS, VERDICTS, as_paid
from rewards.services.sandbox.grouping import groupings
from rewards.services.sandbox.reading import PastWeeks, closed_weeks, read_past

HEADERS: Final = (
    "week",
    "pay_policy",
    "letter",
    "cut_off",
    "score",
    "originality",
    "bonus_rate",
    "base",
    "platform",
    "length",
    "niche",
    "size",
    "market",
    "language",
    "lines",
    "creators",
)
# The order in which columns give way where too few creators look the same.
GIVES_WAY: Final = (
    "language",
    "market",
    "size",
    "niche",
    "base",
    "score",
    "length",
    "platform",
    "originality",
)
# Base pay of the line in major units, from the one before up to below this.
BASES: Final = ((1, "< 1"), (10, "1–10"), (100, "10–100"), (1_000, "100–1,000"), (None, "1,000+"))


def outcomes_csv() -> Iterator[str]:
    """Yield the outcomes of every closed week as CSV, week by week, newest first."""
    yield _csv([HEADERS])
    for week in closed_weeks():
        past = read_past(week, week, progress=JobProgress(None))
        if len(past):
            label = week_label(week)
            yield _csv([(label, *_row(cell)) for cell in outcome_cells(past)])


def outcome_cells(past: PastWeeks) -> list[Cell]:
    """Return the lines on views of some weeks, made coarse until ten creators look the same."""
    return cells(_columns(past), owner=past.rows.creator, gives_way=GIVES_WAY)


def _row(cell: Cell) -> tuple[object, ...]:
    return (*cell.words, cell.rows, cell.people)


def _csv(rows: Sequence[Sequence[object]]) -> str:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue()


def _columns(past: PastWeeks) -> dict[str, Column]:
    rows = past.rows
    groups = {group.kind: _column(group) for group in groupings(past)}
    platforms = [key.platform for key in rows.keys]
    made = {
        "pay_policy": Column(names=past.policy_versions, code=rows.policy),
        "letter": Column(
            names=[str(letter) or "not_graded" for letter in LETTERS], code=rows.letter
        ),
        "cut_off": _of_pairs(past.cut_offs, past.grade_policy, rows.letter),
        "score": _scores(past),
        "originality": Column(names=[str(verdict) for verdict in VERDICTS], code=rows.originality),
        "bonus_rate": _rates(past),
        "base": _bases(as_paid(rows).base),
        "platform": _named(platforms, rows.key),
        **groups,
    }
    return {name: made[name] for name in HEADERS[1:-2]}


def _column(group: Grouping) -> Column:
    return Column(names=[name or "not_known" for name in group.names], code=group.code)


def _named(names: Sequence[str], code: IntArray) -> Column:
    """Return a column in which equal names share a code."""
    found = sorted(set(names))
    return Column(names=found, code=np.array([found.index(x) for x in names], np.int64)[code])


def _of_pairs(words: Sequence[Sequence[str]], first: IntArray, second: IntArray) -> Column:
    """Return a column of the word that two codes have together."""
    width = len(words[0])
    return _named([word for row in words for word in row], first * width + second)


def _scores(past: PastWeeks) -> Column:
    """Return scores in tenths; empty where there is none."""
    names = [*(f"{low / 10:.1f}–{(low + 1) / 10:.1f}" for low in range(10)), ""]
    score = past.rows.score
    tenth = np.minimum(np.nan_to_num(score) * 10, 9).astype(np.int64)
    return Column(names=names, code=np.where(np.isnan(score), len(names) - 1, tenth))


def _rates(past: PastWeeks) -> Column:
    """Return the rate that decided the bonus: in full when original, else reduced."""
    names = [
        str(_rate_of(rate, verdict))
        for policy in past.rows.policies
        for letter in LETTERS
        for rate in [policy.bonus.get(Grade(letter), NO_BONUS) if letter else NO_BONUS]
        for verdict in VERDICTS
    ]
    place = past.rows.policy * len(LETTERS) + past.rows.letter
    return _named(names, place * len(VERDICTS) + past.rows.originality)


def _rate_of(rate: BonusRate, verdict: Originality) -> object:
    return rate.original if verdict is Originality.ORIGINAL else rate.not_original


def _bases(base: IntArray) -> Column:
    edges = np.array([limit * 100 for limit, _name in BASES if limit is not None])
    names = [*(name for _limit, name in BASES), "< 0"]
    place = np.searchsorted(edges, base, side="right")
    return Column(names=names, code=np.where(base < 0, len(names) - 1, place).astype(np.int64))
