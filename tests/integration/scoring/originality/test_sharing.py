"""Who may share material: allowed, ended, taught by a decision, and what follows from each."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from creatorspark.core.models import AuditEntry
from creatorspark.core.services.erasure import erase_creator, merge_creators
from scoring.models import (
    Fingerprint,
    JudgementRequest,
    OriginalityAllowance,
    OriginalityMatch,
    OriginalityVerdict,
)
from scoring.services.originality import judging
from scoring.services.originality.allowances import (
    AllowanceRefused,
    allow_creators,
    allow_videos,
    end_allowance,
)
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.integration.scoring.originality.films import film, filmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = UserFactory(superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def pair(staff):
    """An original and a copy of it, judged."""
    original, copy = filmed(film(1), days=20), filmed(film(1), days=5)
    for video in (original, copy):
        judging.judge(video.pk, now=NOW)
    return original, copy


def current(video):
    return OriginalityVerdict.objects.get(video=video, is_current=True)


def standing(video):
    return current(video).matches.get(rank=1).standing


@pytest.mark.parametrize(("licensed", "word"), [(True, "licensed"), (False, "allowed")])
def test_two_creators_may_share_until_it_ends(pair, staff, licensed, word):
    original, copy = pair
    people = (copy.creator_id, original.creator_id)
    given = {"reason": "They make videos together.", "actor": staff, "now": NOW}
    number = allow_creators(creator_ids=people, licensed=licensed, **given)
    assert allow_creators(creator_ids=people[::-1], licensed=licensed, **given) == number
    assert JudgementRequest.objects.get(video=copy).cause == "allowance"
    judging.judge(copy.pk, now=NOW)
    assert (current(copy).verdict, standing(copy)) == ("original", word)
    end_allowance(allowance_id=number, **given)
    judging.judge(copy.pk, now=NOW)
    assert (current(copy).verdict, standing(copy)) == ("not_original", "copied")
    assert OriginalityVerdict.objects.filter(video=copy).count() == 3
    with pytest.raises(AllowanceRefused, match="ended already"):
        end_allowance(allowance_id=number, **given)
    acts = AuditEntry.objects.filter(action__startswith="scoring.originality.allow")
    assert acts.count() == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reason": " "}, "Say why"),
        ({"video_ids": (1, 1)}, "two different"),
        ({"video_ids": (1, 2)}, "no such video"),
    ],
)
def test_what_can_not_be_allowed_is_refused(staff, change, words):
    given = {"video_ids": (1, 2), "reason": "Why.", "licensed": False} | change
    with pytest.raises(AllowanceRefused, match=words):
        allow_videos(**given, actor=staff, now=NOW)
    with pytest.raises(AllowanceRefused, match="Only staff"):
        allow_videos(**given | {"reason": "Why."}, actor=UserFactory(), now=NOW)


def test_an_allowance_is_only_ever_ended(pair, staff):
    original, copy = pair
    number = allow_videos(
        video_ids=(original.pk, copy.pk), licensed=False, reason="Why.", actor=staff, now=NOW
    )
    rows = OriginalityAllowance.objects.filter(pk=number)
    for change in ({"reason": "Another."}, {"ended_at": NOW, "kind": "licensed"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    rows.update(ended_at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(ended_at=None)


@pytest.mark.parametrize("rows", [OriginalityMatch, Fingerprint])
def test_evidence_never_changes(pair, rows):
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.objects.update(**{"similarity": 0} if rows is OriginalityMatch else {"seconds": 0})


def test_staff_see_the_two_side_by_side_decide_and_teach(client, pair):
    original, copy = pair
    match = OriginalityMatch.objects.get(standing="copied")
    page = reverse("admin:scoring_originalitymatch_change", args=[match.pk])
    shown = client.get(page).content.decode()
    assert original.creator.handle in shown
    assert "No pictures were kept yet" in shown
    reply = client.post(
        f"{page.removesuffix('change/')}act/decide/",
        {
            "verdict": "original",
            "reason": "They edit for each other.",
            "teach": "creators",
            "licensed": "on",
        },
        follow=True,
    )
    assert "Recorded." in reply.content.decode()
    assert (current(copy).verdict, current(copy).source) == ("original", "staff")
    allowance = OriginalityAllowance.objects.get()
    assert (allowance.kind, allowance.decision) == ("licensed", f"match {match.pk}")
    # The verdict it stood on is history: there is nothing to decide there any more.
    assert "act/decide" not in client.get(page).content.decode()
    # Another one that a machine judges now finds them allowed.
    again = filmed(film(1, edit="coded"), days=2, creator=copy.creator)
    judging.judge(again.pk, now=NOW)
    assert current(again).verdict == "original"


def test_every_page_of_staff_opens_and_its_acts_work(client, pair):
    original, copy = pair
    for model in ("originalityverdict", "originalitymatch", "fingerprint", "judgementrequest"):
        listed = client.get(reverse(f"admin:scoring_{model}_changelist"), {"q": "7"})
        assert listed.status_code == 200
    verdict = reverse("admin:scoring_originalityverdict_change", args=[current(copy).pk])
    assert "Side by side" in client.get(verdict).content.decode()
    row = JudgementRequest.objects.get(video=copy)
    page = reverse("admin:scoring_judgementrequest_change", args=[row.pk])
    assert client.get(page).status_code == 200
    client.post(f"{page.removesuffix('change/')}act/again/", follow=True)
    assert JudgementRequest.objects.get(video=copy).state == "waiting"
    print_page = reverse(
        "admin:scoring_fingerprint_change", args=[Fingerprint.objects.get(video=copy).pk]
    )
    assert client.get(print_page).status_code == 200
    allowances = reverse("admin:scoring_originalityallowance_changelist")
    answers = {
        "kind": "videos",
        "first": original.pk,
        "second": copy.pk,
        "reason": "One of them is the other's editor.",
    }
    reply = client.post(f"{allowances}act/allow/", answers, follow=True)
    assert "They may share" in reply.content.decode()
    page = reverse(
        "admin:scoring_originalityallowance_change", args=[OriginalityAllowance.objects.get().pk]
    )
    client.post(f"{page.removesuffix('change/')}act/end/", {"reason": "It is over."}, follow=True)
    assert OriginalityAllowance.objects.get().ended_at is not None


def test_an_erased_creators_fingerprints_go(pair, staff):
    original, copy = pair
    erase_creator(original.creator, reason="They asked.", actor=staff, now=NOW, though_open=True)
    assert list(Fingerprint.objects.values_list("video_id", flat=True)) == [copy.pk]
    assert original.creator.handle not in current(copy).reason


def test_profiles_that_become_one_copied_nobody(pair, staff):
    original, copy = pair
    merge_creators(original.creator, copy.creator, reason="The same person.", actor=staff, now=NOW)
    judging.judge(copy.pk, now=NOW)
    assert (current(copy).verdict, standing(copy)) == ("original", "own_earlier")


@pytest.mark.parametrize("side", ["original", "copy"])
def test_what_was_allowed_to_a_profile_goes_on_with_the_one_it_joins(pair, staff, side):
    original, copy = pair
    allow_creators(
        creator_ids=(copy.creator_id, original.creator_id),
        licensed=True,
        reason="A licence for all.",
        actor=staff,
        now=NOW,
    )
    moved = original if side == "original" else copy
    kept = CreatorFactory()
    merge_creators(kept, absorbed=moved.creator, actor=staff, reason="One person.", now=NOW)
    judging.judge(copy.pk, now=NOW)
    assert current(copy).verdict == "original"
    assert standing(copy) == "licensed"
