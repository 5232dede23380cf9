"""The statement of reasons: complete, plain, and no harder to read than grade 8."""

import re
from dataclasses import replace
from functools import partial

import pytest

from fraud.domain import cheats
from fraud.domain.findings import Finding, ReasonCode
from fraud.domain.reports import Circumstances, plain, statement
from tests.unit.fraud.worlds import findings, tell

CIRCUMSTANCES = Circumstances(
    reference="FR-2031",
    what="your video “Night market”",
    since="3 May",
    until="4 May",
    amount="$41.20",
    safe="$310.00 from all your other videos",
    decide_by="10 May",
    appeal_until="6 November",
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


def syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word))
    return max(1, groups - (word.endswith("e") and not word.endswith("le") and groups > 1))


def grade(text: str) -> float:
    """Flesch and Kincaid's grade."""
    sentences = max(1, len(re.findall(r"[.!?](?:\s|$)", text)))
    words = re.findall(r"[a-z’']+", text.lower())
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def report(*found: Finding) -> str:
    return plain(statement(found, circumstances=CIRCUMSTANCES))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.func.__name__)
def test_reports_are_easy_to_read(story):
    found = [one for one in findings(tell(1, story)) if one.creator == 5]
    assert found
    assert grade(report(*found)) <= 8


def test_a_report_says_everything():
    found = Finding(code=ReasonCode.CLOCKWORK_VIEWS, severity=0.8, start=0, end=1)
    text = report(found)
    for part in ("Night market", "3 May", "4 May", "$41.20", "$310.00", "10 May", "6 November"):
        assert part in text
    for part in ("FR-2031", "fraud-1", "CLOCKWORK_VIEWS", "A computer found this", "A person"):
        assert part in text
    assert "%(" not in text


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
