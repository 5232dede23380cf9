"""Files that come later: what they replace accuses nobody, and what a person said stays."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from scoring.domain.originality.candidates import Candidate
from scoring.domain.originality.packing import pack
from scoring.models import JudgementRequest, OriginalityVerdict
from scoring.services.originality import judging, record_verdict, searching
from scoring.services.originality.fingerprints import store
from scoring.services.originality.requests import request_judgement
from scoring.services.originality.wording import problem_sentence
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory
from tests.integration.scoring.originality.films import film, filmed, put_file
from tests.unit.scoring.originality.scenes import print_of, scene

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
    copier, content = CreatorFactory(user=UserFactory()), pack(print_of(scene(1, 1, seconds=1)))
    original = VideoFactory(snapshots=0, posted_at=NOW - timedelta(days=40))
    profiles = [copier, CreatorFactory(merged_into=copier), *[copier] * searching.EARLIER]
    own = [
        VideoFactory(snapshots=0, creator=profile, posted_at=NOW - timedelta(days=20))
        for profile in profiles
    ]
    prints = {
        video.pk: store(video_id=video.pk, sha256=str(video.pk), content=content, now=NOW).pk
        for video in (original, *own)
    }
    votes = [Candidate(prints[video.pk], 90, 90) for video in own]
    votes.append(Candidate(prints[original.pk], 5, 5))
    monkeypatch.setattr(searching, "library_index", lambda: SimpleNamespace(candidates=_all(votes)))
    asker = searching.Asker(0, NOW, NOW, "new", copier.pk)
    _same, alike, _known = searching._chosen(print_of(scene(1, 1, seconds=1)), asker)
    found = [one.owner for one in alike]
    assert prints[original.pk] in found
    assert len(found) == 1 + searching.OWN


def _all(votes):
    return lambda _query, *, count: votes[:count]
