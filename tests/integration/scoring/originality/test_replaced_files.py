"""Files that come later: what they replace accuses nobody, and what a person said stays."""

import pytest

from scoring.models import JudgementRequest, OriginalityVerdict
from scoring.services.originality import judging, record_verdict, searching
from scoring.services.originality.requests import request_judgement
from scoring.services.originality.wording import problem_sentence
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.integration.scoring.originality.films import film, filmed, put_file

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("edit", ["", "coded"])
def test_only_the_file_that_a_video_has_now_is_compared(edit):
    earlier = filmed(film(1), days=20)
    judging.judge(earlier.pk, now=NOW)
    put_file(earlier, film(3, 3))
    later = filmed(film(1, edit=edit), days=5)
    judging.judge(later.pk, now=NOW)
    verdict = OriginalityVerdict.objects.get(video=later, is_current=True)
    assert verdict.verdict == "original"
    assert not verdict.matches.filter(other=earlier, similarity__gt=0.5).exists()


def test_what_a_person_decided_stays_and_another_file_is_shown_to_staff():
    video = filmed(film(1))
    judging.judge(video.pk, now=NOW)
    record_verdict(
        video_id=video.pk,
        verdict="original",
        reason="They filmed it.",
        actor=UserFactory(staff=True),
        now=NOW,
    )
    for content, problem in ((film(1), ""), (film(3, 3), "other_file")):
        put_file(video, content)
        request_judgement(video_id=video.pk, now=NOW, nudge=False)
        judging.judge(video.pk, now=NOW)
        assert OriginalityVerdict.objects.get(video=video, is_current=True).source == "staff"
        assert JudgementRequest.objects.get(video=video).problem == problem
    assert "another file" in problem_sentence("other_file")


def test_ones_own_copies_do_not_crowd_the_original_out(monkeypatch):
    monkeypatch.setattr(searching, "EARLIER", 1)
    monkeypatch.setattr(searching, "OWN", 1)
    original = filmed(film(1, edit="mirrored"), days=20)
    copier = CreatorFactory()
    own = [filmed(film(1, edit="coded"), days=9, creator=copier)]
    own.append(filmed(film(1, seconds=3.5), days=8, creator=copier))
    for video in (original, *own):
        judging.judge(video.pk, now=NOW)
    copy = filmed(film(1), days=5, creator=copier)
    judging.judge(copy.pk, now=NOW)
    found = OriginalityVerdict.objects.get(video=copy, is_current=True)
    standings = found.matches.values_list("other_id", "standing")
    assert (original.pk, "copied") in standings
    assert [standing for _other, standing in standings].count("own_earlier") == 1
