"""A stored line made again from what it states, by the same rules that made it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rewards.domain.bonus import Grade, Originality
from rewards.domain.earnings import (
    Exclusion,
    GradeFacts,
    LineDraft,
    LineKind,
    PaidBase,
    PaidViews,
    VideoWeek,
    lines_for,
)
from rewards.domain.pay_policy import PayPolicy, VideoTerms


class CannotRemake(ValueError):
    """The line's inputs are not such as the rules write; the message says what is missing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One value that is not what the rules give. `what` names it, for example “grade.score”."""

    what: str
    stated: Any
    remade: Any

    def __str__(self) -> str:
        return f"{self.what} says {self.stated!r}, recomputed {self.remade!r}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Earlier:
    """What earlier lines on the same video say, so that a line can't count or pay twice.

    `counted` and `unpaid` are where the last line on views left off; of a bonus line, `base` is
    what its base was paid, `base_kind` that line's kind, `paid` what earlier bonus lines on it
    paid and `said` the last judgement among them. `paying` are the inputs of the last line that
    paid views, by which views that fell are taken back. None: there is no such line.
    """

    counted: int = 0
    unpaid: int = 0
    base: int | None = None
    base_kind: str = ""
    base_policy_sha256: str = ""
    paid: int = 0
    said: str = ""
    paying: Mapping[str, Any] | None = None
    paying_policy_sha256: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class WrittenLine:
    """A line as it is stored, with the week it was written in, for example “2026-W46”."""

    video_id: int | None
    week: str
    kind: str
    cause: str
    amount: int
    policy_sha256: str
    inputs: Mapping[str, Any]
    counted: int | None = None
    unpaid: int | None = None
    base_week: str = ""
    judgement: str = ""
    waiting: int = 0
    earlier: Earlier = field(default_factory=Earlier)

    @property
    def is_by_staff(self) -> bool:
        """Whether a person set its amount."""
        return self.cause.startswith("staff:")

    @property
    def is_on_base(self) -> bool:
        """Whether it is on a base that an earlier line (or one beside it) paid."""
        return self.cause.startswith("base:")


def remake(line: WrittenLine, *, policy: PayPolicy, grade: GradeFacts | None) -> LineDraft:
    """Return the line that the rules give for what `line` states.

    `grade` is the line's grade computed again; only lines on a base have one. Raises CannotRemake.
    """
    try:
        facts = _on_base(line, policy, grade) if line.is_on_base else _on_views(line, policy)
    except (KeyError, TypeError, ValueError, ArithmeticError) as fault:
        raise CannotRemake(f"its inputs can't be read ({fault!r})") from fault
    try:
        drafts = lines_for(facts, week=line.week, policy=policy)
    except (TypeError, ValueError, ArithmeticError) as fault:
        raise CannotRemake(f"its inputs can't be used ({fault!r})") from fault
    if len(drafts) != 1:
        raise CannotRemake("by the rules there is no such line")
    return drafts[0]


def _on_views(line: WrittenLine, policy: PayPolicy) -> VideoWeek:
    """Return the facts of a line on views, as they stood before it was written."""
    inputs, earlier = line.inputs, line.earlier
    return VideoWeek(
        video_id=line.video_id or 0,
        terms=VideoTerms.from_json(inputs),
        views=inputs["views_to"],
        observed_at=inputs["observed_at"],
        exclusions=[Exclusion(reason=x["reason"], views=x["views"]) for x in inputs["exclusions"]],
        before=PaidViews(
            counted=earlier.counted,
            unpaid=earlier.unpaid,
            policy_sha256=earlier.paying_policy_sha256,
            terms=VideoTerms.from_json(earlier.paying) if earlier.paying else None,
            rpm_minor=earlier.paying["rpm_minor"] if earlier.paying else "",
            rates=policy.bonus,
        ),
        bases=(),
        grade=None,
        originality=Originality.PENDING,
    )


def _on_base(line: WrittenLine, policy: PayPolicy, grade: GradeFacts | None) -> VideoWeek:
    """Return the facts of a line on a base; no views are left to count."""
    if line.earlier.base is None:
        raise ValueError("no line paid the base that it names")
    base = PaidBase(
        week=line.base_week,
        amount=line.earlier.base,
        policy_sha256=line.earlier.base_policy_sha256,
        is_correction=line.earlier.base_kind == LineKind.ADJUSTMENT,
        bonus_paid=line.earlier.paid,
        said=line.earlier.said,
        rates=policy.bonus,
    )
    return VideoWeek(
        video_id=line.video_id or 0,
        terms=VideoTerms(
            platform="", market="", niche="", tier="", seconds=None, age_days=0
        ),  # no views are paid, so no terms are asked
        views=0,
        observed_at="",
        exclusions=(),
        before=PaidViews(),
        bases=(base,),
        grade=grade,
        originality=Originality(line.inputs["originality"]),
    )


def stated_grade(line: WrittenLine) -> GradeFacts:
    """Return the grade that a line on a base states. Raises CannotRemake."""
    try:
        stated = line.inputs["grade"]
        return GradeFacts(
            letter=Grade(stated["letter"]),
            score=stated["score"],
            counts=dict(stated["counts"]),
            policy_sha256=stated["policy_sha256"],
            reference_sha256=stated["reference_sha256"],
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise CannotRemake(f"its grade can't be read ({fault!r})") from fault


def differences(line: WrittenLine, remade: LineDraft) -> list[Difference]:
    """Return every value of a line that is not what the rules give."""
    pairs: tuple[tuple[str, Any, Any], ...] = (
        ("kind", line.kind, str(remade.kind)),
        ("cause", line.cause, remade.cause),
        ("amount", line.amount, remade.amount),
        ("policy", line.policy_sha256, remade.policy_sha256),
        ("inputs", line.inputs, remade.inputs),
        ("counted", line.counted, remade.counted),
        ("unpaid", line.unpaid, remade.unpaid),
        ("base_week", line.base_week, remade.base_week),
        ("judgement", line.judgement, remade.judgement),
        ("waiting", line.waiting, remade.waiting),
    )
    return [
        found
        for name, stated, made in pairs
        if stated != made  # a whole comparison first: nearly always there is nothing to name
        for found in unequal(name, stated, made)
    ]


def unequal(name: str, stated: Any, remade: Any) -> Iterator[Difference]:
    """Yield where two values of plain JSON differ, naming each place."""
    if isinstance(stated, Mapping) and isinstance(remade, Mapping):
        for key in sorted({*stated, *remade}):
            inner = key if name == "inputs" else f"{name}.{key}"
            yield from unequal(inner, stated.get(key), remade.get(key))
    elif stated != remade or isinstance(stated, bool) != isinstance(remade, bool):
        yield Difference(what=name, stated=stated, remade=remade)
