"""What a creator says of a clip before it is posted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from creatorspark.core.models import AuditEntry
from creatorspark.core.services.leaving import Leave
from scoring.models import Submission
from scoring.services.media import (
    DraftWords,
    SubmissionRefused,
    drafting,
    rewrite_draft,
    steps,
    sweeping,
)
from scoring.services.media.drafting import LONGEST_CAPTION
from scoring.services.media.leaving import CHAPTER
from tests.factories import CreatorFactory, UserFactory

pytestmark = pytest.mark.django_db
WORDS = DraftWords(caption=" Night market #food\r\nwith love ", sound="own", partner="@Rico.")


@pytest.fixture
def draft():
    creator = CreatorFactory(user=UserFactory())
    return Submission.objects.create(
        purpose="draft",
        source="upload",
        creator=creator,
        submitted_by=creator.user,
        state="received",
        file="some/file",
    )


def say(draft, words=WORDS):
    return rewrite_draft(draft.pk, words, actor=draft.creator.user, now=timezone.now())


def test_words_are_kept_and_the_record_doesnt_quote_them(draft):
    kept = say(draft)
    assert (kept.caption, kept.sound, kept.partner) == (
        "Night market #food\nwith love",
        "own",
        "rico",
    )
    entry = AuditEntry.objects.get(action="scoring.submission.reworded")
    assert entry.after == {"changed": ["caption", "sound", "partner"]}
    assert "market" not in str(entry.after)


def test_saying_the_same_again_is_no_event(draft):
    say(draft)
    say(draft)
    assert AuditEntry.objects.filter(action="scoring.submission.reworded").count() == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (DraftWords(caption="a" * (LONGEST_CAPTION + 1)), "caption_too_long"),
        (DraftWords(sound="stolen"), "unknown_sound"),
    ],
)
def test_what_cant_be_kept_is_refused(draft, words, code):
    with pytest.raises(SubmissionRefused) as refused:
        say(draft, words)
    assert refused.value.code == code


def test_words_of_a_published_video_are_its_caption(draft):
    Submission.objects.filter(pk=draft.pk).update(purpose="search")
    with pytest.raises(SubmissionRefused):
        say(draft)


def test_they_go_with_the_clip(draft):
    say(draft)
    steps.withdraw(draft.pk, actor=draft.creator.user, now=timezone.now())
    draft.refresh_from_db()
    assert (draft.caption, draft.sound, draft.partner) == ("", "", "")
    with pytest.raises(SubmissionRefused):
        say(draft)


def test_they_go_with_the_file_and_what_is_left_can_be_taken_back(draft):
    say(draft)
    now = timezone.now()
    Submission.objects.filter(pk=draft.pk).update(expires_at=now)
    assert sweeping.sweep(now=now) == 1
    draft.refresh_from_db()
    assert (draft.state, draft.file.name, draft.caption, draft.partner) == ("received", "", "", "")
    with pytest.raises(SubmissionRefused, match="file isn’t here any more") as refused:
        say(draft)
    assert refused.value.code == "file_gone"
    draft.refresh_from_db()
    assert draft.caption == ""
    assert steps.can_withdraw(draft)
    assert steps.withdraw(draft.pk, actor=draft.creator.user, now=now).state == "withdrawn"


def test_a_link_on_its_way_has_words_before_its_file(draft):
    Submission.objects.filter(pk=draft.pk).update(file="", state="waiting")
    assert say(draft).partner == "rico"
    Submission.objects.filter(pk=draft.pk).update(state="failed", problem="unreadable")
    with pytest.raises(SubmissionRefused) as refused:
        say(draft, DraftWords())
    assert refused.value.code == "file_gone"


def test_they_go_with_the_profile(draft):
    say(draft)
    CHAPTER.erase(draft.creator, Leave(actor=None, now=timezone.now()))
    draft.refresh_from_db()
    assert (draft.caption, draft.partner) == ("", "")


def test_words_change_so_often_in_a_day_and_no_more(draft, monkeypatch):
    monkeypatch.setattr(drafting, "MOST_A_DAY", 2)
    for caption in ("One", "Two"):
        say(draft, DraftWords(caption=caption))
    with pytest.raises(SubmissionRefused, match="kept; change it tomorrow") as refused:
        say(draft, DraftWords(caption="Three"))
    assert refused.value.code == "daily_limit"
    draft.refresh_from_db()
    assert draft.caption == "Two"
    later = timezone.now() + timedelta(days=1, minutes=1)
    rewrite_draft(draft.pk, DraftWords(caption="Three"), actor=draft.creator.user, now=later)


def test_nobody_else_changes_them_not_even_staff(draft):
    with pytest.raises(SubmissionRefused):
        rewrite_draft(draft.pk, WORDS, actor=UserFactory(staff=True), now=timezone.now())
    draft.refresh_from_db()
    assert draft.caption == ""
