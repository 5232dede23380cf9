"""The statement of reasons: complete, plain, and no harder to read than grade 8."""

import re
from dataclasses import replace
from functools import partial

import pytest

from fraud.domain import cheats
from fraud.domain.findings import Finding, ReasonCode
from fraud.domain.reports import Circumstances, Standing, plain, statement
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
        (Standing.LEFT_OUT, "Nothing is on hold, and nobody says", "A person looks"),
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
