"""The statement of reasons: complete, plain, and no harder to read than grade 8."""

import re
from dataclasses import replace
from functools import partial

import pytest

from fraud.domain import cheats
from fraud.domain.findings import Finding, Reading, ReasonCode, Sentence
from fraud.domain.report_parts import Circumstances, Standing
from fraud.domain.reports import plain, statement
from tests.unit.fraud.worlds import findings, tell
from tests.unit.readability import grade

CIRCUMSTANCES = Circumstances(
    reference="FR-2031",
    made_on="5 May",
    what="your video “Night market”",
    since="3 May",
    until="4 May",
    standing=Standing.HELD,
    affected="9,000 views",
    amount="$41.20",
    safe="$310.00 from all your other videos",
    decide_by="8 May",
    release_by="12 May",
    appeal_until="6 November",
    appeal_days=14,
    appeal_latest_days=30,
    rule="fraud-1",
)
STORIES = (
    partial(cheats.bought_views, creator=5),
    partial(cheats.ring, creator=5),
    partial(cheats.device_farm, creator=5),
    partial(cheats.refunded, creator=5),
    partial(cheats.gift_circle, creators=(5, 6)),
    partial(cheats.own_accounts, creator=5),
)


def report(*found: Finding, **changes) -> str:
    return plain(statement(found, circumstances=replace(CIRCUMSTANCES, **changes)))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.func.__name__)
def test_reports_are_easy_to_read_whatever_they_lead_to(story):
    found = [one for one in findings(tell(1, story)) if one.creator == 5]
    assert found
    for standing in Standing:
        assert grade(report(*found, standing=standing)) <= 8, standing


def test_a_report_says_everything():
    found = Finding(code=ReasonCode.CLOCKWORK_VIEWS, severity=0.8, start=0, end=1)
    text = report(found)
    for part in ("Night market", "3 May", "4 May", "$41.20", "$310.00", "8 May", "12 May"):
        assert part in text
    for part in ("5 May", "6 November", "14 days", "30 days"):
        assert part in text
    for part in ("FR-2031", "fraud-1", "CLOCKWORK_VIEWS", "A computer found this", "A person"):
        assert part in text
    assert "%(" not in text


FINDING = Finding(code=ReasonCode.CLOCKWORK_VIEWS, severity=0.8, start=0, end=1)


@pytest.mark.parametrize(
    ("standing", "said", "unsaid"),
    [
        (Standing.HELD, "the hold ends by itself", "not counted"),
        (Standing.LEFT_OUT, "Nothing is on hold, and nobody says", "what is set aside"),
        (Standing.KEPT, "None of it is lost while you can still appeal", "ends by itself"),
        (Standing.LOST, "won’t be paid: $41.20", "ends by itself"),
        (Standing.OVER, "count and are paid as usual", "not counted"),
    ],
)
def test_a_report_says_what_it_leads_to_and_nothing_else(standing, said, unsaid):
    text = report(FINDING, standing=standing)
    assert said in text
    assert unsaid not in text


def test_where_nothing_can_be_appealed_nobody_is_asked_for_anything():
    text = report(FINDING, standing=Standing.OVER, appeal_until="")
    assert "appeal" not in text.lower()
    assert "help" not in text


def test_a_report_blames_nobody():
    found = [replace(Finding(code=code, severity=0.8, start=0, end=1)) for code in ReasonCode]
    text = report(*found).lower()
    assert not re.search(
        r"\b(fraud|cheat|guilty|illegal|violat|you bought|your fault)\b(?!-)", text
    )


def test_the_same_sentence_is_said_once():
    found = Finding(code=ReasonCode.LOCKSTEP_VIEWS, severity=0.8, start=0, end=1)
    text = report(found, replace(found, start=5, end=6))
    assert text.count("the club or the event") == 1


def test_one_day_is_named_once():
    assert "We mean 3 May." in report(FINDING, until="3 May")


def test_causes_that_were_ruled_out_stand_apart_from_those_that_may_be():
    readings = (
        Reading("looped", False, Sentence("Repeats were looked at.")),
        Reading("shown elsewhere", True, Sentence("A page may have shown it.")),
    )
    told = {
        str(section.heading): [str(one) for one in section.sentences]
        for section in statement(
            (replace(FINDING, readings=readings),), circumstances=CIRCUMSTANCES
        )
    }
    assert "Repeats were looked at." in told["Other causes that we ruled out"]
    assert "A page may have shown it." in told["What else it could be"]
    assert "Repeats were looked at." not in told["What else it could be"]


def test_a_report_about_gifts_says_nothing_of_programs_that_visit():
    gifts = replace(FINDING, code=ReasonCode.GIFT_CIRCLE)
    assert "programs visit" not in report(gifts)
    assert "programs visit" in report(gifts, FINDING)


def test_views_that_are_only_left_out_promise_nothing_that_goes_free():
    assert "set aside" not in report(FINDING, standing=Standing.LEFT_OUT)


def test_repeats_are_named_by_how_often_people_watched():
    found = [
        finding
        for finding in findings(tell(1, partial(cheats.bought_views, creator=5)))
        if finding.code == ReasonCode.VIEWS_WITHOUT_LIKES
    ]
    assert found
    text = report(*found)
    assert "watched only once" in text
    assert "1.0 times" not in text


def test_a_case_about_gifts_holds_nothing_and_says_so():
    found = Finding(code=ReasonCode.GIFT_CIRCLE, severity=0.8, start=0, end=1)
    for standing in (Standing.HELD, Standing.KEPT, Standing.LOST):
        text = report(found, standing=standing, holds_nothing=True)
        assert "Nothing of your pay or points is on hold." in text
        assert "waits" not in text
        assert "set aside" not in text
        assert "won’t be paid" not in text
        assert grade(text) <= 8
