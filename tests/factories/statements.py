"""Signed statements with real lines, chained and posted to the ledger as closing a week does.

`StatementFactory(creator=…, week=…, views=…, letter="A", originality=…)` pays one new video;
`write_statement` takes any facts. Lines come from `rewards.domain`, nothing is made up.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from django.db import connection, transaction

from creatorspark.core.models import Creator, Policy, Video
from creatorspark.lib.canonical import sha256_of
from creatorspark.lib.periods import parse_week, week_end, week_label
from creatorspark.lib.signing import Signer, fingerprint
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
from rewards.domain.pay_policy import DEFAULT_PARAMETERS as PAY
from rewards.domain.pay_policy import PayPolicy, VideoTerms
from rewards.domain.statement import StatementBody, StatementLine
from rewards.ledger import services as ledger
from rewards.ledger.accounts import creator_accounts, system_account
from rewards.ledger.models import Account, Transaction
from rewards.models import (
    EarningsLine,
    Payout,
    SigningKey,
    StaffAdjustment,
    Statement,
    WeekClose,
)
from scoring.domain.engagement import DEFAULT_PARAMETERS as GRADES
from scoring.domain.engagement import (
    Counts,
    GradePolicy,
    GradeReference,
    freeze_reference,
    grade_one,
)
from scoring.models import CohortReference
from tests.factories.videos import CreatorFactory, VideoFactory

SIGNER = Signer.from_seed(bytes(range(32)))
WEEK = date(2025, 5, 5)
"""The Monday of the week that closed before `NOW`."""
LONG_AGO = datetime(2000, 1, 2, tzinfo=UTC)
ACTIONS = ("likes", "comments", "shares", "saves", "watch_through")
# Likes per view that reach each letter in `reference()`.
LIKES_PER_VIEW = {"A": 0.25, "B": 0.12, "C": 0.09, "D": 0.06, "E": 0.01}


# Rules ------------------------------------------------------------------------------------------
def pay_rules(**changes: Any) -> Policy:
    """Return the pay policy in force since long ago; `changes` alter the default parameters."""
    return _policy("pay", "pay-1", {**PAY, **changes})


def grade_rules() -> Policy:
    """Return the grade policy in force since long ago."""
    return _policy("grade", "grade-1", dict(GRADES))


def _policy(kind: str, version: str, parameters: dict[str, Any]) -> Policy:
    found = Policy.objects.filter(kind=kind).exclude(state=Policy.State.DRAFT).first()
    return found or Policy.objects.create(
        kind=kind,
        version=version,
        parameters=parameters,
        sha256=sha256_of(parameters),
        state=Policy.State.ACTIVE,
        effective_from=LONG_AGO,
        activated_at=LONG_AGO,
        created_at=LONG_AGO,
    )


def frozen_cohort(size: int = 200, seed: int = 3) -> GradeReference:
    """Return the grid of a made-up cohort; no row is written."""
    rng = np.random.default_rng(seed)
    views = np.asarray(np.round(np.exp(rng.normal(9, 1.5, size))) + 100, dtype=np.float64)
    unknown = np.full(size, np.nan)
    counts = Counts(
        views=views,
        likes=np.round(views * rng.beta(2, 20, size)),
        comments=np.round(views * 0.01),
        shares=np.round(views * rng.beta(1, 200, size)),
        saves=unknown,
        watch_through=unknown,
    )
    return freeze_reference(counts, policy=GradePolicy.from_parameters(grade_rules().parameters))


def reference() -> CohortReference:
    """Return the one frozen cohort in which the factory's videos are graded."""
    found = (
        CohortReference.objects.filter(policy__kind="grade").exclude(parameters__grid=[]).first()
    )
    if found is not None:
        return found
    frozen = frozen_cohort()
    return CohortReference.objects.create(
        policy=grade_rules(),
        period=date(2025, 4, 1),
        cohort="tiktok|≤30|cooking",
        level=0,
        window_start=LONG_AGO,
        window_end=LONG_AGO + timedelta(days=30),
        parameters=frozen.to_json(),
        sample_size=frozen.sample_size,
        sha256=sha256_of(frozen.to_json()),
        computed_at=LONG_AGO,
    )


def grade_of(letter: str = "A", *, in_cohort: bool = True, **counts: Any) -> GradeFacts:
    """Return a grade with the counts that lead to it; `counts` name some of their own."""
    likes = round(LIKES_PER_VIEW.get(letter, 0.2) * 50_000)
    given: dict[str, Any] = dict.fromkeys(ACTIONS) | {"views": 50_000, "likes": likes} | counts
    if letter == "too_early":
        given |= {"views": 99}
    rules = grade_rules()
    row = reference() if in_cohort else None
    result = grade_one(
        Counts(**{name: _column(given[name]) for name in ("views", *ACTIONS)}),
        policy=GradePolicy.from_parameters(rules.parameters),
        reference=GradeReference.from_json(row.parameters) if row else None,
    )
    return GradeFacts(
        letter=Grade(result.letter or result.state.value),
        score="" if result.score is None else f"{result.score:.6f}",
        counts=given,
        policy_sha256=rules.sha256,
        reference_sha256=row.sha256 if row else None,
    )


def _column(value: float | None) -> "np.ndarray[Any, Any]":
    return np.array([np.nan if value is None else float(value)])


# What earlier lines said ------------------------------------------------------------------------
def paid_views(video: Video) -> PaidViews:
    """Return how far the stored lines have counted a video's views."""
    lines = list(EarningsLine.objects.filter(video=video, counted__isnull=False).order_by("pk"))
    if not lines:
        return PaidViews()
    paid = [x for x in lines if x.kind == LineKind.BASE and x.inputs["qualified_views"]]
    rules = _rules(paid[-1].policy) if paid else None
    return PaidViews(
        counted=lines[-1].counted or 0,
        unpaid=lines[-1].unpaid or 0,
        policy_sha256=rules.sha256 if rules else "",
        terms=VideoTerms.from_json(paid[-1].inputs) if paid else None,
        rpm_minor=paid[-1].inputs["rpm_minor"] if paid else "",
        rates=rules.bonus if rules else {},
    )


def paid_bases(video: Video) -> list[PaidBase]:
    """Return what each stored base of a video was paid, and what its bonus lines said."""
    bases = []
    for base in EarningsLine.objects.filter(video=video, counted__isnull=False).order_by("pk"):
        label = week_label(base.week)
        later = list(EarningsLine.objects.filter(video=video, cause=f"base:{label}").order_by("pk"))
        bases.append(
            PaidBase(
                week=label,
                amount=base.amount,
                policy_sha256=base.policy.sha256,
                is_correction=base.kind == LineKind.ADJUSTMENT,
                bonus_paid=sum(x.amount for x in later),
                said=later[-1].judgement if later else "",
                rates=_rules(base.policy).bonus,
            )
        )
    return bases


def _rules(policy: Policy) -> PayPolicy:
    return PayPolicy.from_parameters(policy.parameters, sha256=policy.sha256)


def video_week(
    video: Video,
    *,
    week: date,
    views: int,
    grade: GradeFacts | None = None,
    originality: str = "pending",
    exclusions: Sequence[Exclusion] = (),
    tier: str = "",
) -> VideoWeek:
    """Return the facts of a video and week; `views` are cumulative at the week's end."""
    end = week_end(week)
    terms = VideoTerms(
        platform=video.platform,
        market=video.creator.country,
        niche=video.creator.niche,
        tier=tier,
        seconds=video.duration_seconds,
        age_days=max((end - video.posted_at).days, 0),
    )
    return VideoWeek(
        video_id=video.pk,
        terms=terms,
        views=views,
        observed_at=(end - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        exclusions=exclusions,
        before=paid_views(video),
        bases=paid_bases(video),
        grade=grade,
        originality=Originality(originality),
    )


# Statements -------------------------------------------------------------------------------------
def write_statement(
    creator: Creator,
    *,
    week: date = WEEK,
    videos: Sequence[VideoWeek] = (),
    adjustments: Sequence[StaffAdjustment] = (),
    signer: Signer = SIGNER,
) -> Statement:
    """Write a creator's week: lines, statement, ledger transaction and pending payout."""
    policy = pay_rules()
    drafts = [
        line
        for video in videos
        for line in lines_for(video, week=week_label(week), policy=_rules(policy))
    ]
    drafts += [_staff_line(row, policy) for row in adjustments]
    body = _body(creator, week=week, drafts=drafts)
    written_at = week_end(week) + timedelta(hours=3)
    statement = Statement.objects.create(
        creator=creator,
        close=_close(week, policy),
        week=week,
        currency=body.currency,
        body=body.signed_bytes,
        total=body.total,
        carried_in=body.carried_in,
        carried_out=body.carried_out,
        payable=body.payable,
        line_count=len(drafts),
        sha256=body.sha256,
        previous=_last(creator),
        key=_key(signer),
        signature=signer.sign(body.signed_bytes),
        written_at=written_at,
    )
    _write_lines(statement, drafts)
    _count(statement)
    for row in adjustments:
        row.statement = statement
        row.save(update_fields=["statement"])
    _post(statement)
    return statement


def StatementFactory(
    *,
    creator: Creator | None = None,
    week: date = WEEK,
    views: int = 50_000,
    letter: str | None = "A",
    originality: str = "original",
    video: Video | None = None,
) -> Statement:
    """Write a statement about one video; `letter=None` leaves it without a grade so far."""
    video = video or VideoFactory(creator=creator or CreatorFactory())
    facts = video_week(
        video,
        week=week,
        views=views,
        grade=grade_of(letter) if letter else None,
        originality=originality,
    )
    return write_statement(video.creator, week=week, videos=[facts])


def _staff_line(row: StaffAdjustment, policy: Policy) -> LineDraft:
    return LineDraft(
        video_id=row.video_id,
        kind=LineKind.ADJUSTMENT,
        cause=f"staff:{row.pk}",
        amount=row.amount,
        policy_sha256=policy.sha256,
        inputs={"amount": row.amount, "reason": row.reason, "link": row.link},
    )


def _last(creator: Creator) -> Statement | None:
    return Statement.objects.filter(creator=creator).order_by("-week").first()


def _body(creator: Creator, *, week: date, drafts: Sequence[LineDraft]) -> StatementBody:
    last = _last(creator)
    return StatementBody(
        creator_id=creator.pk,
        week=week_label(week),
        currency=pay_rules().parameters["currency"],
        previous_sha256=last.sha256 if last else None,
        carried_in=last.carried_out if last else 0,
        lines=[
            StatementLine(
                video_id=line.video_id,
                kind=str(line.kind),
                cause=line.cause,
                amount=line.amount,
                policy_sha256=line.policy_sha256,
                inputs=line.inputs,
            )
            for line in drafts
        ],
    )


def _close(week: date, policy: Policy) -> WeekClose:
    at = week_end(week) + timedelta(hours=2)
    found, _ = WeekClose.objects.get_or_create(
        week=week, defaults={"policy": policy, "started_at": at, "closed_at": at}
    )
    return found


def _count(row: Statement) -> None:
    """Add a statement to its week's sums, though the week is closed: tests write in any order."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE rewards_weekclose SET statements = statements + 1, lines = lines + %s, "
            "total = total + %s WHERE id = %s",
            [row.line_count, row.total, row.close_id],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")


def _key(signer: Signer) -> SigningKey:
    found, _ = SigningKey.objects.get_or_create(
        public_key=signer.public_key,
        defaults={"fingerprint": fingerprint(signer.public_key), "first_used_at": LONG_AGO},
    )
    return found


def _write_lines(statement: Statement, drafts: Sequence[LineDraft]) -> None:
    policies = {row.sha256: row for row in Policy.objects.filter(kind="pay")}
    EarningsLine.objects.bulk_create(
        EarningsLine(
            statement=statement,
            position=position,
            video_id=line.video_id,
            week=statement.week,
            kind=str(line.kind),
            cause=line.cause,
            amount=line.amount,
            policy=policies[line.policy_sha256],
            inputs=line.inputs,
            counted=line.counted,
            unpaid=line.unpaid,
            base_week=parse_week(line.base_week) if line.base_week else None,
            judgement=line.judgement,
            waiting=line.waiting,
        )
        for position, line in enumerate(drafts, start=1)
    )


def _post(row: Statement) -> None:
    unit, creator = Account.Unit(row.currency), row.creator_id
    kinds = Account.Kind
    amounts = [
        (system_account(kinds.EARNED, unit=unit), -row.total),
        (creator_accounts([creator], kind=kinds.PENDING, unit=unit)[creator], row.payable),
        (
            creator_accounts([creator], kind=kinds.RECOVERY, unit=unit)[creator],
            row.carried_out - row.carried_in,
        ),
    ]
    legs = tuple(ledger.Leg(account, amount) for account, amount in amounts if amount)
    if legs:
        ledger.post(
            ledger.Posting(
                kind=Transaction.Kind.EARNINGS,
                key=f"earnings:{creator}:{week_label(row.week)}",
                legs=legs,
                reference=("rewards.statement", str(row.pk)),
            ),
            now=row.written_at,
            actor_id=None,
        )
    if row.payable:
        Payout.objects.create(
            statement=row,
            creator_id=creator,
            amount=row.payable,
            currency=row.currency,
            payable_from=row.written_at + timedelta(days=PAY["review_days"]),
            created_at=row.written_at,
            updated_at=row.written_at,
        )
