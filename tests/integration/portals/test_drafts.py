"""Before you post: what a clip would be judged, in each state."""

import re
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from creatorspark.core.models import Creator
from rewards.services.policies import ensure_default_policies
from scoring.models import OriginalitySearch, Submission
from tests.factories import NOW, CreatorFactory, VideoFactory

THRESHOLD = 0.62


@pytest.fixture
def clip(creator: Creator) -> Submission:
    return Submission.objects.create(
        purpose="draft",
        source="upload",
        creator=creator,
        submitted_by=creator.user,
        state="received",
        file="drafts/clip",
        seconds=12.0,
        file_name="clip.mp4",
        received_at=timezone.now(),
    )


def searched(clip: Submission, **findings: object) -> OriginalitySearch:
    facts = {"version": 1, "policy": "originality-1", "threshold": THRESHOLD, "matches": []}
    return OriginalitySearch.objects.create(
        submission=clip, state="done", findings={**facts, **findings}
    )


def like(standing: str) -> tuple[dict[str, object], str]:
    """A match with a video, and the handle of whose it is."""
    other = VideoFactory()
    return {
        "video": other.pk,
        "rank": 1,
        "similarity": 0.94,
        "covered": 0.9,
        "speed": 1.25,
        "mirrored": False,
        "edits": ["faster"],
        "stretches": [[0, 8, 0, 10]],
        "pairs": [],
        "standing": standing,
    }, other.creator.handle


def report(client: Client, clip: Submission) -> str:
    return client.get(f"/studio/drafts/{clip.pk}/").content.decode()


def test_a_clip_like_nothing_we_know(signed_in: Client, clip: Submission) -> None:
    searched(clip, original=True, similarity=0.1)
    assert "Nothing we know is like it" in report(signed_in, clip)
    assert "Nothing we know is like it" in signed_in.get("/studio/drafts/").content.decode()


def test_a_clip_that_would_count_as_a_copy(signed_in: Client, clip: Submission) -> None:
    match, handle = like("copied")
    searched(clip, original=False, similarity=0.94, matches=[match], could_declare=True)
    found = report(signed_in, clip)
    for words in (
        "Posted now, it would count as a copy",
        f"@{handle}",
        f"#duet with @{handle}",
        "Sped up × 1.2",
        "0:00–0:08",
        "94 %",
        "only the lower bonus would be paid",
    ):
        assert words in found
    # Nobody should see others' frames by sending in a piece of them.
    assert "/evidence/" not in found


def test_saying_whose_video_it_is_made_with_counts(signed_in: Client, clip: Submission) -> None:
    match, handle = like("copied")
    searched(clip, original=False, similarity=0.94, matches=[match], could_declare=True)
    signed_in.post(f"/studio/drafts/{clip.pk}/words/", {"partner": f"@{handle}"})
    found = report(signed_in, clip)
    assert "that’s fine" in found
    assert "It counts as one while the caption says so" in found
    signed_in.post(f"/studio/drafts/{clip.pk}/words/", {"caption": f"#duet with @{handle}"})
    assert "Your caption names whose video it is made with" in report(signed_in, clip)


def test_a_whole_copy_is_not_told_to_call_itself_a_duet(
    signed_in: Client, clip: Submission
) -> None:
    match, _handle = like("copied")
    searched(clip, original=False, similarity=0.94, matches=[match], could_declare=False)
    assert "#duet" not in report(signed_in, clip)


def test_a_clip_that_matches_something_of_ones_own(signed_in: Client, clip: Submission) -> None:
    match, _handle = like("own_earlier")
    searched(clip, original=True, similarity=0.94, matches=[match])
    assert "that’s fine" in report(signed_in, clip)


def test_a_clip_that_says_nothing(signed_in: Client, clip: Submission) -> None:
    searched(clip, original=None, problem="says_nothing")
    found = report(signed_in, clip)
    assert "nearly black" in found
    assert "Without a verdict only the lower bonus is paid." in found


def test_while_it_is_compared_the_page_watches(signed_in: Client, clip: Submission) -> None:
    OriginalitySearch.objects.create(submission=clip)
    watching = re.search(r'hx-get="([^"]+report/\?seen=\w+)"', report(signed_in, clip))
    assert watching
    nothing_new = signed_in.get(watching[1])
    assert (nothing_new.status_code, nothing_new.content) == (204, b"")
    OriginalitySearch.objects.update(state="searching", claim=uuid.uuid4(), claimed_at=NOW)
    part = signed_in.get(watching[1])
    assert part.status_code == 200
    assert part.content.decode().lstrip().startswith('<div class="report__main')
    assert "<html" not in part.content.decode()


def test_the_list_watches_too(signed_in: Client, clip: Submission) -> None:
    OriginalitySearch.objects.create(submission=clip)
    address = f"/studio/drafts/{clip.pk}/card/"
    assert f'hx-get="{address}"' in signed_in.get("/studio/drafts/").content.decode()
    assert signed_in.get(address).content.decode().startswith("<div")


def test_when_all_is_over_nobody_watches(signed_in: Client, clip: Submission) -> None:
    Submission.objects.filter(pk=clip.pk).update(state="failed", problem="unreadable")
    found = report(signed_in, clip)
    assert "hx-trigger" not in found
    assert "“Received” didn’t work out." in found


def test_a_caption_is_rated_at_once_and_the_change_is_said(
    signed_in: Client, clip: Submission
) -> None:
    address = f"/studio/drafts/{clip.pk}/words/"
    shouted = {"caption": "LOOK LOOK LOOK https://a.example https://b.example"}
    first = signed_in.post(address, shouted, follow=True).content.decode()
    assert "Your text is rated" in first
    better = {"caption": "A night market after the rain, with my grandmother. #food #market"}
    part = signed_in.post(address, better, headers={"hx-request": "true"}).content.decode()
    assert re.search(r"Your text’s rating went from \d+ to \d+ of 100\.", part)
    assert 'id="report" hx-swap-oob="true"' in part
    assert "A night market after the rain" in part


def test_words_that_cant_be_kept_say_so(signed_in: Client, clip: Submission) -> None:
    reply = signed_in.post(f"/studio/drafts/{clip.pk}/words/", {"caption": "a" * 5001})
    assert reply.status_code == 422


def test_what_it_could_earn_is_worked_through(signed_in: Client, clip: Submission) -> None:
    ensure_default_policies(now=NOW)
    searched(clip, original=True, similarity=0.1)
    Creator.objects.update(country="", niche="food", platform="tiktok")
    found = report(signed_in, clip)
    for words in (
        "None of your videos is graded yet, so this is an example with 10,000 views.",
        "10,000 views × $0.45 per 1,000 = $4.50",
        "$4.50 × 0.20 = $0.90",
        "$5.40",
        "Not known: Too few videos have a grade yet",
    ):
        assert words in found


def test_the_file_says_when_it_goes_and_goes_at_once(signed_in: Client, clip: Submission) -> None:
    Submission.objects.filter(pk=clip.pk).update(file="some/file", expires_at=timezone.now())
    found = report(signed_in, clip)
    assert "The file is removed on" in found
    assert "Delete now" in found
    signed_in.post(f"/studio/files/{clip.pk}/withdraw/")
    assert "Nothing of it was kept" in report(signed_in, clip)


def test_nobody_elses_clip(signed_in: Client) -> None:
    foreign = Submission.objects.create(
        purpose="draft", source="upload", creator=CreatorFactory(), state="received"
    )
    assert signed_in.get(f"/studio/drafts/{foreign.pk}/").status_code == 404
    assert signed_in.get(f"/studio/drafts/{uuid.uuid4()}/").status_code == 404
    for part in ("report", "card"):
        assert signed_in.get(f"/studio/drafts/{foreign.pk}/{part}/").status_code == 404
    reply = signed_in.post(f"/studio/drafts/{foreign.pk}/words/", {"caption": "Mine"})
    assert reply.status_code == 404
    foreign.refresh_from_db()
    assert foreign.caption == ""


def test_a_published_videos_file_is_no_draft(signed_in: Client, creator: Creator) -> None:
    video = VideoFactory(creator=creator)
    sent = Submission.objects.create(
        purpose="video", source="upload", video=video, creator=creator, state="received"
    )
    assert signed_in.get(f"/studio/drafts/{sent.pk}/").status_code == 404


def test_a_clips_length_is_the_same_wherever_it_is_said(
    signed_in: Client, clip: Submission
) -> None:
    Submission.objects.filter(pk=clip.pk).update(seconds=5.7)
    found = report(signed_in, clip)
    assert "It is 0:05 long" in found
    assert "0:06" not in found


def test_a_days_changes_of_words_end_with_a_sentence_and_what_was_typed(
    signed_in: Client, clip: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scoring.services.media.drafting.MOST_A_DAY", 0)
    answer = signed_in.post(f"/studio/drafts/{clip.pk}/words/", {"caption": "Noodles at night"})
    assert answer.status_code == 422
    assert "we stop here for today" in answer.content.decode()
    assert "Noodles at night" in answer.content.decode()
