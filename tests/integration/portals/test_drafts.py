"""Before you post: what a clip would be judged, in each state."""

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from creatorspark.core.models import Creator
from scoring.models import OriginalitySearch, Submission
from tests.factories import CreatorFactory, VideoFactory

THRESHOLD = 0.62


@pytest.fixture
def clip(creator: Creator) -> Submission:
    return Submission.objects.create(
        purpose="draft",
        source="upload",
        creator=creator,
        submitted_by=creator.user,
        state="received",
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


def page(client: Client) -> str:
    return client.get("/studio/drafts/").content.decode()


def test_a_clip_like_nothing_we_know(signed_in: Client, clip: Submission) -> None:
    searched(clip, original=True, similarity=0.1)
    assert "Nothing we know is like it" in page(signed_in)


def test_a_clip_that_would_count_as_a_copy(signed_in: Client, clip: Submission) -> None:
    match, handle = like("copied")
    searched(clip, original=False, similarity=0.94, matches=[match], could_declare=True)
    found = page(signed_in)
    for words in (
        "Posted now, it would count as a copy",
        f"@{handle}",
        f"#duet with @{handle}",
        "Sped up × 1.2",
        "0:00–0:08",
        "94 %",
    ):
        assert words in found
    # Nobody should see others' frames by sending in a piece of them.
    assert "/evidence/" not in found


def test_a_whole_copy_is_not_told_to_call_itself_a_duet(
    signed_in: Client, clip: Submission
) -> None:
    match, _handle = like("copied")
    searched(clip, original=False, similarity=0.94, matches=[match], could_declare=False)
    assert "#duet" not in page(signed_in)


def test_a_clip_that_matches_something_of_ones_own(signed_in: Client, clip: Submission) -> None:
    match, _handle = like("own_earlier")
    searched(clip, original=True, similarity=0.94, matches=[match])
    assert "that’s fine" in page(signed_in)


def test_a_clip_that_says_nothing(signed_in: Client, clip: Submission) -> None:
    searched(clip, original=None, problem="says_nothing")
    assert "nearly black" in page(signed_in)


def test_while_it_is_compared_the_card_watches(signed_in: Client, clip: Submission) -> None:
    OriginalitySearch.objects.create(submission=clip)
    address = f"/studio/drafts/{clip.pk}/"
    assert f'hx-get="{address}"' in page(signed_in)
    part = signed_in.get(address)
    assert part.status_code == 200
    assert part.content.decode().startswith("<div")


def test_nobody_elses_clip(signed_in: Client) -> None:
    foreign = Submission.objects.create(
        purpose="draft", source="upload", creator=CreatorFactory(), state="received"
    )
    assert signed_in.get(f"/studio/drafts/{foreign.pk}/").status_code == 404
    assert signed_in.get(f"/studio/drafts/{uuid.uuid4()}/").status_code == 404
