"""A creator whose video was found not original, and staff who may look at it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from creatorspark.core.appeals import desk, filing
from creatorspark.core.domain.appeals.states import Outcome
from creatorspark.core.models import Appeal, Creator, Decision, User, Video
from scoring.models import OriginalityMatch, OriginalityVerdict
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory

DAY = timedelta(days=1)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
PDF = b"%PDF-1.7\n" + b"x" * 40


def accuse(
    video: Video, other: Video | None = None, *, at: datetime = NOW, verdict: str = "not_original"
) -> OriginalityVerdict:
    """Write the engine's verdict, that a video isn't original, with the video it is like."""
    OriginalityVerdict.objects.filter(video=video, is_current=True).update(is_current=False)
    row = OriginalityVerdict.objects.create(
        video=video,
        verdict=verdict,
        similarity=0.93,
        reason="Seconds 3 to 11 match an earlier video.",
        source=OriginalityVerdict.Source.ENGINE,
        decided_at=at,
    )
    if other is not None:
        OriginalityMatch.objects.create(
            verdict=row,
            rank=1,
            other=other,
            similarity=0.93,
            covered=0.8,
            speed=1.0,
            mirrored=True,
            edits=["mirrored", "cropped"],
            stretches=[[3.0, 11.0, 1.0, 9.0]],
            pairs=[[4.0, 2.0]],
            standing=OriginalityMatch.Standing.COPIED,
        )
    return row


@dataclass(frozen=True)
class Scene:
    """Who and what there is."""

    creator: Creator
    video: Video
    other: Video
    verdict: OriginalityVerdict
    ana: User
    bo: User

    @property
    def owner(self) -> User:
        """The account behind the profile."""
        assert self.creator.user is not None
        return self.creator.user

    def file(self, *, now: datetime = NOW + DAY, **given: Any) -> Appeal:
        """Appeal the verdict."""
        files = given.pop("files", ())
        actor = given.pop("actor", self.owner)
        wish = {"kind": "originality", "subject_id": str(self.video.pk), "ground": "mine"}
        words = {"statement": "I filmed it at the night market."}
        return filing.file_appeal(
            filing.Wish(**{**wish, **words, **given}), actor=actor, now=now, files=files
        )

    def decide(
        self, appeal: Appeal, outcome: str = "upheld", *, by: User | None = None, **given: Any
    ) -> Decision:
        """Take it and decide it."""
        person = by or self.ana
        now = given.pop("now", NOW + 2 * DAY)
        desk.take(appeal.pk, person=person, actor=person, now=now)
        reason = given.pop("reason", "We compared both files.")
        verdict = desk.Verdict(outcome=Outcome(outcome), reason=reason, **given)
        return desk.decide(appeal.pk, verdict, actor=person, now=now)


def make_scene() -> Scene:
    """Put everybody in place."""
    creator = CreatorFactory(user=UserFactory())
    video = VideoFactory(creator=creator)
    other = VideoFactory(posted_at=NOW - 30 * DAY)
    return Scene(
        creator=creator,
        video=video,
        other=other,
        verdict=accuse(video, other),
        ana=UserFactory(staff=True, display_name="Ana"),
        bo=UserFactory(staff=True, display_name="Bo"),
    )


def upload(content: bytes = PNG, name: str = "proof.png") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")
