"""Plays videos through weeks under a pay policy, and reads the paid lines as a replay does."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from rewards.domain.bonus import Originality
from rewards.domain.earnings import (
    GradeFacts,
    LineDraft,
    LineKind,
    PaidBase,
    PaidViews,
    VideoWeek,
    lines_for,
)
from rewards.domain.pay_policy import PayPolicy, VideoTerms
from rewards.domain.replay import LETTERS, NOT_KNOWN, VERDICTS, PaidWeeks, RateKey

T = TypeVar("T")


@dataclass(frozen=True)
class Fact:
    """What is known of a video at the end of a week."""

    views: int
    terms: VideoTerms
    grade: GradeFacts | None
    originality: Originality


@dataclass
class Book:
    """The lines of one video, week by week; `pays` names the policy of each week."""

    pays: Sequence[PayPolicy]
    video: int = 1
    lines: list[tuple[int, LineDraft]] = field(default_factory=list)

    def play(self, facts: Sequence[Fact]) -> "Book":
        """Close each week with its facts."""
        for week, fact in enumerate(facts):
            self._close(week, fact)
        return self

    def _close(self, week: int, fact: Fact) -> None:
        due = VideoWeek(
            video_id=self.video,
            terms=fact.terms,
            views=fact.views,
            observed_at="",
            exclusions=(),
            before=self._before(),
            bases=[self._paid(w, line) for w, line in self.views_lines()],
            grade=fact.grade,
            originality=fact.originality,
        )
        policy = self.pays[week]
        self.lines += [(week, line) for line in lines_for(due, week=str(week), policy=policy)]

    def views_lines(self) -> list[tuple[int, LineDraft]]:
        """Return the lines on views with their weeks."""
        return [(week, line) for week, line in self.lines if line.counted is not None]

    def paying_lines(self, *, until: int | None = None) -> list[LineDraft]:
        """Return the lines that paid views, before a week if one is named."""
        return [
            line
            for week, line in self.views_lines()
            if line.kind is LineKind.BASE
            and line.inputs["qualified_views"]
            and (until is None or week < until)
        ]

    def bonus_lines(self, week: int) -> list[LineDraft]:
        """Return the bonus lines on a week's base."""
        return [line for _, line in self.lines if line.cause == f"base:{week}"]

    def paid(self) -> dict[int, tuple[int, int]]:
        """Return base and bonus of each week's views."""
        return {
            week: (line.amount, sum(bonus.amount for bonus in self.bonus_lines(week)))
            for week, line in self.views_lines()
        }

    def _policy(self, sha256: str) -> PayPolicy:
        return next(policy for policy in self.pays if policy.sha256 == sha256)

    def _before(self) -> PaidViews:
        views = [line for _, line in self.views_lines()]
        if not views:
            return PaidViews()
        start = PaidViews(counted=views[-1].counted or 0, unpaid=views[-1].unpaid or 0)
        paid = self.paying_lines()
        if not paid:
            return start
        policy = self._policy(paid[-1].policy_sha256)
        return replace(
            start,
            policy_sha256=policy.sha256,
            terms=VideoTerms.from_json(paid[-1].inputs),
            rpm_minor=paid[-1].inputs["rpm_minor"],
            rates=policy.bonus,
        )

    def _paid(self, week: int, line: LineDraft) -> PaidBase:
        later = self.bonus_lines(week)
        return PaidBase(
            week=str(week),
            amount=line.amount,
            policy_sha256=line.policy_sha256,
            is_correction=line.kind is LineKind.ADJUSTMENT,
            bonus_paid=sum(bonus.amount for bonus in later),
            said=later[-1].judgement if later else "",
            rates=self._policy(line.policy_sha256).bonus,
        )


def rows_of(books: Sequence[Book], *, since: int = 0) -> PaidWeeks:
    """Return the lines on the views of the weeks from `since` on as the replay reads them."""
    policies = list({p.sha256: p for book in books for p in book.pays}.values())
    hashes = [policy.sha256 for policy in policies]
    keys: list[RateKey] = []
    rpms: list[str] = []
    rows = [
        _row(
            book,
            week,
            line,
            before=book.paying_lines(until=since),
            keys=keys,
            rpms=rpms,
            hashes=hashes,
        )
        for book in books
        for week, line in book.views_lines()
        if week >= since
    ]
    columns = [np.array(column) for column in zip(*rows, strict=True)] if rows else []
    names = [
        "video", "creator", "week", "gained", "unpaid_before", "seconds", "age_days", "key",
        "policy", "rpm_before", "policy_before", "base", "bonus", "waiting", "letter", "score",
        "originality",
    ]  # fmt: skip
    named = (
        dict(zip(names, columns, strict=True)) if rows else {n: np.array([], int) for n in names}
    )
    return PaidWeeks(**named, keys=keys, rpms=rpms, policies=policies)


def _row(
    book: Book,
    week: int,
    line: LineDraft,
    *,
    before: Sequence[LineDraft],
    keys: list[RateKey],
    rpms: list[str],
    hashes: list[str],
) -> tuple[float, ...]:
    inputs = line.inputs
    terms = VideoTerms.from_json(inputs)
    later = book.bonus_lines(week)
    grade = later[-1].inputs["grade"] if later else None
    verdict = later[-1].inputs["originality"] if later else Originality.PENDING
    return (
        book.video,
        book.video % 7,
        week,
        inputs["qualified_views"] + inputs["unpaid_views"],
        inputs["unpaid_before"],
        NOT_KNOWN if terms.seconds is None else terms.seconds,
        terms.age_days,
        _place(keys, RateKey(terms.platform, terms.market, terms.niche, terms.tier)),
        hashes.index(line.policy_sha256),
        _place(rpms, before[-1].inputs["rpm_minor"]) if before else NOT_KNOWN,
        hashes.index(before[-1].policy_sha256) if before else NOT_KNOWN,
        line.amount,
        sum(bonus.amount for bonus in later),
        later[-1].waiting if later else 0,
        LETTERS.index(grade["letter"]) if grade else 0,
        float(grade["score"] or "nan") if grade else float("nan"),
        VERDICTS.index(Originality(verdict)),
    )


def _place(known: list[T], item: T) -> int:
    if item not in known:
        known.append(item)
    return known.index(item)
