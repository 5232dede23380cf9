"""Who is the person behind a profile."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from creatorspark.core.models import AuditEntry, Creator, Notification, ProfileClaim, User
from creatorspark.core.services import claims
from tests.factories import NOW, CreatorFactory, UserFactory

LATER = NOW + timedelta(hours=1)
State = ProfileClaim.State


def put_in_bio(creator: Creator, text: str) -> None:
    Creator.objects.filter(pk=creator.pk).update(bio=text)


@pytest.mark.django_db
class TestProof:
    def test_the_code_in_the_bio_gives_the_profile(self):
        user, creator = UserFactory(), CreatorFactory()
        claim = claims.start(user, creator=creator, now=NOW)
        put_in_bio(creator, f"night markets · {claim.code.lower()} 🌶")
        claim = claims.prove_by_bio(claim, now=LATER)
        creator.refresh_from_db()
        assert creator.user == user
        assert (claim.state, claim.proof, claim.decided_at) == (State.APPROVED, "bio_code", LATER)
        assert Notification.objects.get(user=user).title == f"{creator} is yours"
        assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
            "core.claim.started",
            "core.claim.approved",
        ]

    def test_a_bio_without_the_code_keeps_the_claim_open(self):
        creator = CreatorFactory(bio="night markets")
        claim = claims.start(UserFactory(), creator=creator, now=NOW)
        with pytest.raises(claims.ClaimError, match=claim.code):
            claims.prove_by_bio(claim, now=LATER)
        claim.refresh_from_db()
        creator.refresh_from_db()
        assert (claim.state, creator.user) == (State.PENDING, None)

    def test_another_persons_code_proves_nothing(self):
        creator = CreatorFactory()
        mine = claims.start(UserFactory(), creator=creator, now=NOW)
        theirs = claims.start(UserFactory(), creator=creator, now=NOW)
        put_in_bio(creator, theirs.code)
        with pytest.raises(claims.ClaimError):
            claims.prove_by_bio(mine, now=LATER)

    def test_asking_twice_returns_the_same_claim(self):
        user, creator = UserFactory(), CreatorFactory()
        first = claims.start(user, creator=creator, now=NOW)
        assert claims.start(user, creator=creator, now=LATER) == first

    def test_codes_have_no_letters_that_look_alike(self):
        codes = {
            claims.start(UserFactory(), creator=CreatorFactory(), now=NOW).code for _ in range(20)
        }
        assert len(codes) == 20
        assert not set("".join(codes).removeprefix("SPARK")) & set("01IO")


@pytest.mark.django_db
class TestStaff:
    def test_staff_approve_and_rivals_are_told(self):
        staff, winner, rival = UserFactory(staff=True), UserFactory(), UserFactory()
        creator, other = CreatorFactory(), CreatorFactory()
        lost = claims.start(rival, creator=creator, now=NOW)
        aside = claims.start(winner, creator=other, now=NOW)
        claim = claims.start(winner, creator=creator, now=NOW)
        claims.approve(claim, reason="Saw the passport", actor=staff, now=LATER)
        lost.refresh_from_db()
        aside.refresh_from_db()
        creator.refresh_from_db()
        assert creator.user == winner
        assert (lost.state, aside.state) == (State.REJECTED, State.WITHDRAWN)
        assert "Another account" in Notification.objects.get(user=rival).body

    def test_a_rejection_needs_a_reason_and_gives_it(self):
        staff, user = UserFactory(staff=True), UserFactory()
        claim = claims.start(user, creator=CreatorFactory(), now=NOW)
        with pytest.raises(claims.ClaimError):
            claims.reject(claim, reason=" ", actor=staff, now=LATER)
        claims.reject(claim, reason="The names differ.", actor=staff, now=LATER)
        assert Notification.objects.get(user=user).body == "The names differ."

    def test_a_closed_claim_is_not_decided_again(self):
        staff = UserFactory(staff=True)
        claim = claims.start(UserFactory(), creator=CreatorFactory(), now=NOW)
        claims.reject(claim, reason="No.", actor=staff, now=LATER)
        with pytest.raises(claims.ClaimError, match="closed"):
            claims.approve(claim, reason="", actor=staff, now=LATER)

    def test_an_approval_can_be_undone(self):
        staff, user, creator = UserFactory(staff=True), UserFactory(), CreatorFactory()
        claim = claims.start(user, creator=creator, now=NOW)
        claims.approve(claim, reason="", actor=staff, now=LATER)
        claims.release(claim, reason="Sold the account", actor=staff, now=LATER)
        creator.refresh_from_db()
        assert creator.user is None
        again = claims.start(UserFactory(), creator=creator, now=LATER)
        claims.approve(again, reason="", actor=staff, now=LATER)
        assert again.state == State.PENDING  # the caller's copy; the row was decided
        assert ProfileClaim.objects.get(pk=again.pk).state == State.APPROVED


@pytest.mark.django_db
class TestLimits:
    def test_only_creators_without_a_profile_claim_free_ones(self):
        owner = UserFactory()
        taken = CreatorFactory(user=owner)
        for user, creator in (
            (UserFactory(brand=True), CreatorFactory()),
            (UserFactory(is_active=False), CreatorFactory()),
            (owner, CreatorFactory()),
            (UserFactory(), taken),
        ):
            with pytest.raises(claims.ClaimError):
                claims.start(user, creator=creator, now=NOW)
        assert not ProfileClaim.objects.exists()

    def test_three_open_claims_are_enough(self):
        user = UserFactory()
        open_claims = [
            claims.start(user, creator=CreatorFactory(), now=NOW) for _ in range(claims.MAX_PENDING)
        ]
        with pytest.raises(claims.ClaimError, match="Withdraw one"):
            claims.start(user, creator=CreatorFactory(), now=NOW)
        claims.withdraw(open_claims[0], actor=user, now=LATER)
        assert claims.start(user, creator=CreatorFactory(), now=LATER).state == State.PENDING

    def test_nobody_withdraws_for_another(self):
        claim = claims.start(UserFactory(), creator=CreatorFactory(), now=NOW)
        with pytest.raises(claims.ClaimError):
            claims.withdraw(claim, actor=UserFactory(), now=LATER)


def decide_at_once(*acts) -> list[BaseException | None]:
    """Run each act in a thread with its own connection, started together."""
    gate = threading.Barrier(len(acts))
    outcomes: list[BaseException | None] = [None] * len(acts)

    def run(place: int) -> None:
        gate.wait()
        try:
            acts[place]()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_one_profile_gets_one_owner(self):
        staff, creator = UserFactory(staff=True), CreatorFactory()
        rivals = [claims.start(UserFactory(), creator=creator, now=NOW) for _ in range(6)]
        outcomes = decide_at_once(
            *(
                lambda claim=claim: claims.approve(claim, reason="", actor=staff, now=LATER)
                for claim in rivals
            )
        )
        assert outcomes.count(None) == 1
        assert all(isinstance(error, claims.ClaimError) for error in outcomes if error)
        approved = ProfileClaim.objects.get(state=State.APPROVED)
        assert Creator.objects.get(pk=creator.pk).user == approved.user
        assert ProfileClaim.objects.filter(state=State.REJECTED).count() == 5

    def test_one_account_gets_one_profile(self):
        staff, user = UserFactory(staff=True), UserFactory()
        wishes = [claims.start(user, creator=CreatorFactory(), now=NOW) for _ in range(3)]
        outcomes = decide_at_once(
            *(
                lambda claim=claim: claims.approve(claim, reason="", actor=staff, now=LATER)
                for claim in wishes
            )
        )
        assert outcomes.count(None) == 1
        assert all(isinstance(error, claims.ClaimError) for error in outcomes if error)
        assert Creator.objects.filter(user=User.objects.get(pk=user.pk)).count() == 1
