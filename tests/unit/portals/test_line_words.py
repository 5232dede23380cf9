"""Earnings lines in words, each from the lines that the pay rules really write."""

from datetime import date
from decimal import Decimal

import pytest

from creatorspark.portals.creators.line_words import LineWords, line_words, rate_words
from rewards.domain.bonus import Grade, Originality
from rewards.domain.earnings import (
    Exclusion,
    GradeFacts,
    LineDraft,
    PaidBase,
    PaidViews,
    VideoWeek,
    lines_for,
)
from rewards.domain.earnings_facts import LineFacts
from rewards.domain.line_facts import line_facts
from rewards.domain.pay_policy import DEFAULT_PARAMETERS, PayPolicy, VideoTerms

WEEK = date(2026, 11, 9)
POLICY = PayPolicy.from_parameters(
    {
        **DEFAULT_PARAMETERS,
        "rpm": [{"rpm_minor": "1000"}],
        "qualified_views": {"min_seconds": 10, "max_age_days": 0},
    },
    sha256="p",
)
TERMS = VideoTerms(platform="tiktok", market="US", niche="", tier="", seconds=30, age_days=8)


def words(
    letter: str | None,
    originality: str = "original",
    *,
    views: int = 412,
    terms: VideoTerms = TERMS,
    exclusions: tuple[Exclusion, ...] = (),
    before: PaidViews | None = None,
    bases: tuple[PaidBase, ...] = (),
) -> list[LineWords]:
    grade = letter and GradeFacts(
        letter=Grade(letter), score="0.9", counts={}, policy_sha256="g", reference_sha256=None
    )
    facts = VideoWeek(
        video_id=1,
        terms=terms,
        views=views,
        observed_at="2026-11-15T20:00:00Z",
        exclusions=exclusions,
        before=before or PaidViews(),
        bases=bases,
        grade=grade or None,
        originality=Originality(originality),
    )
    return [line_words(as_facts(line)) for line in lines_for(facts, week="2026-W46", policy=POLICY)]


def as_facts(line: LineDraft) -> LineFacts:
    return line_facts(
        position=1,
        week=WEEK,
        video_id=line.video_id,
        kind=str(line.kind),
        cause=line.cause,
        amount=line.amount,
        inputs=line.inputs,
        policy=POLICY,
        policy_version="pay-1",
    )


def paid(said: str, bonus_paid: int) -> PaidBase:
    return PaidBase(
        week="2026-W45",
        amount=412,
        policy_sha256="p",
        bonus_paid=bonus_paid,
        said=said,
        rates=POLICY.bonus,
    )


def test_views_are_a_sum_that_anyone_can_redo() -> None:
    (views,) = words(None)
    assert views.sum == "412 views × $10.00 per 1,000 = $4.12"
    assert "412 views on November 15, the first that were counted." in views.why


@pytest.mark.parametrize(
    ("originality", "product", "why"),
    [
        (
            "original",
            "$4.12 × 0.20 = $0.82",
            "Your video is original, so you keep all of it.",
        ),
        (
            "pending",
            "$4.12 × 0.10 = $0.41",
            "We haven't judged originality yet. $0.41 is sure; another $0.41 follows if it is "
            "original.",
        ),
        (
            "not_original",
            "$4.12 × 0.10 = $0.41",
            "The video isn't original, so the rate is 0.10 instead of 0.20.",
        ),
        (
            "not_judgeable",
            "$4.12 × 0.10 = $0.41",
            "Originality can't be judged for this video, so the sure part is paid: the rate is "
            "0.10 instead of 0.20.",
        ),
    ],
)
def test_a_bonus_says_its_sum_and_its_verdict(originality: str, product: str, why: str) -> None:
    bonus = words("A", originality)[1]
    assert (bonus.title, bonus.sum, bonus.why) == ("Bonus for grade A", product, why)


@pytest.mark.parametrize(
    ("letter", "why"),
    [
        ("C", "Grade C brings no bonus."),
        ("too_early", "too few views for a grade"),
        ("needs_review", "A person looks at this video's numbers"),
    ],
)
def test_a_grade_without_bonus_says_so(letter: str, why: str) -> None:
    bonus = words(letter)[1]
    assert (bonus.title, bonus.sum) == ("No bonus", "")
    assert why in bonus.why


def test_the_rest_of_a_bonus_names_what_was_paid() -> None:
    (rest,) = words("A", views=0, bases=(paid("A:pending", 41),))
    assert rest.title == "Rest of the bonus, week of November 2"
    assert rest.sum == "$4.12 × 0.20 = $0.82, less $0.41 paid before = $0.41"


def test_a_corrected_judgement_says_what_goes_back() -> None:
    (line,) = words("C", views=0, bases=(paid("A:original", 82),))
    assert line.title == "Bonus corrected, week of November 2"
    assert line.why == (
        "The judgement of this video was corrected. Grade C brings no bonus. $0.82 paid before go "
        "back."
    )


def test_excluded_views_are_named() -> None:
    (views,) = words(None, exclusions=(Exclusion(reason="bought_views", views=100),))
    assert views.sum == "312 views × $10.00 per 1,000 = $3.12"
    assert "100 of its views don't count: 100 for “bought views”." in views.why


def test_views_that_no_rule_pays_say_which() -> None:
    short = VideoTerms(platform="tiktok", market="US", niche="", tier="", seconds=5, age_days=8)
    (views,) = words(None, terms=short)
    assert views.sum == "0 views × $10.00 per 1,000 = $0.00"
    assert "videos this short" in views.why


def test_views_that_fell_go_back_with_their_bonus() -> None:
    before = PaidViews(
        counted=1_000, policy_sha256="p", terms=TERMS, rpm_minor="1000", rates=POLICY.bonus
    )
    views, bonus = words("A", views=900, before=before)
    assert views.title == "Fewer views count than before"
    assert views.sum == "−100 views × $10.00 per 1,000 = −$1.00"
    assert bonus.sum == "−$1.00 × 0.20 = −$0.20"
    assert "goes with them" in bonus.why


@pytest.mark.parametrize(("rate", "written"), [("0.20", "0.20"), ("0.125", "0.125"), ("1", "1.00")])
def test_rates_have_two_decimals_or_more(rate: str, written: str) -> None:
    assert rate_words(Decimal(rate)) == written
