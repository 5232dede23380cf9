"""An account proves that it is the person behind a creator profile.

Every decision locks the `Creator` row, then the `User` row, then claims by number, so that two
people who claim one profile, or one person who claims two, meet in a line and nobody deadlocks.
"""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Creator, Job, ProfileClaim, User
from creatorspark.core.models.videos import Platform
from creatorspark.core.services import audit
from creatorspark.core.services.notifications import notify

# No 0/O, 1/I/L: people retype the code on a phone. 31**10 is about 50 bits.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
MAX_PENDING = 3
CHECK_JOB = "core.check_claim"
ASK_AGAIN_AFTER = timedelta(minutes=5)


class ClaimError(Exception):
    """The claim can't do this; the message is for a person."""


class CodeNotSeen(ClaimError):
    """The bio on record doesn't hold the code."""


def start(user: User, *, creator: Creator, message: str = "", now: datetime) -> ProfileClaim:
    """Open a claim with a fresh code for the bio, or return the one already open.

    Raises ClaimError when the account or the profile can't take part.
    """
    with transaction.atomic():
        creator = Creator.objects.select_for_update().get(pk=creator.pk)
        pending = list(ProfileClaim.objects.filter(user=user, state=ProfileClaim.State.PENDING))
        for claim in pending:
            if claim.creator_id == creator.pk:
                return claim
        _check_can_claim(user, creator=creator, pending=len(pending))
        claim = ProfileClaim.objects.create(
            user=user, creator=creator, code=_new_code(), message=message.strip(), created_at=now
        )
        audit.record("core.claim.started", target=claim, actor=user)
        return claim


def _new_code() -> str:
    drawn = "".join(secrets.choice(CODE_ALPHABET) for _ in range(10))
    return f"SPARK-{drawn[:5]}-{drawn[5:]}"


def _check_can_claim(user: User, *, creator: Creator, pending: int = 0) -> None:
    if not user.is_active or user.role != User.Role.CREATOR:
        raise ClaimError(_("Only creator accounts can claim a profile."))
    if Creator.objects.filter(user=user).exists():
        raise ClaimError(_("Your account already has a profile; one account holds one profile."))
    if creator.is_gone:
        raise ClaimError(_("This profile can't be claimed any more."))
    if creator.user_id is not None:
        raise ClaimError(_("This profile belongs to another account. If it is yours, write to us."))
    if pending >= MAX_PENDING:
        raise ClaimError(
            _("You have %(n)d open claims. Withdraw one before you start another.")
            % {"n": MAX_PENDING}
        )


def prove_by_bio(claim: ProfileClaim, *, now: datetime) -> ProfileClaim:
    """Approve the claim when the profile's bio on record holds its code.

    When it doesn't, the platform is asked for the bio of this moment where that is possible.
    Raises ClaimError, and leaves the claim open, when the code isn't there.
    """
    try:
        return prove_by_bio_on_record(claim, now=now)
    except CodeNotSeen:
        if _ask_platform(claim, now=now):
            raise ClaimError(
                _("We are asking for the bio of %(profile)s. We tell you when we see the code.")
                % {"profile": claim.creator}
            ) from None
        raise


def prove_by_bio_on_record(claim: ProfileClaim, *, now: datetime) -> ProfileClaim:
    """Approve the claim when the bio we have holds its code. Raises ClaimError, CodeNotSeen."""
    with transaction.atomic():
        claim = _lock_pending(claim)
        if claim.code.casefold() not in claim.creator.bio.casefold():
            raise CodeNotSeen(
                _(
                    "We don't see %(code)s in the bio of %(profile)s yet. It can take a few "
                    "minutes to reach us. Your claim stays open; check again later."
                )
                % {"code": claim.code, "profile": claim.creator}
            )
        return _approve(claim, proof=ProfileClaim.Proof.BIO_CODE, actor=claim.user, now=now)


def _ask_platform(claim: ProfileClaim, *, now: datetime) -> bool:
    """Have a worker read the bio and check again; False when the platform can't be asked."""
    creator = claim.creator
    known_there = creator.platform == Platform.TIKTOK and creator.handle and not creator.is_demo
    if not (known_there and settings.TIKTOK_CLIENT_KEY and settings.TIKTOK_CLIENT_SECRET):
        return False
    with transaction.atomic():
        _lock(claim)
        asked = Job.objects.filter(
            kind=CHECK_JOB,
            parameters={"claim_id": claim.pk},
            created_at__gt=now - ASK_AGAIN_AFTER,
        )
        if not asked.exists():
            jobs.enqueue(CHECK_JOB, parameters={"claim_id": claim.pk}, actor=claim.user, now=now)
    return True


def approve(claim: ProfileClaim, *, reason: str, actor: User, now: datetime) -> ProfileClaim:
    """Approve the claim on the word of staff. Raises ClaimError when it isn't open."""
    with transaction.atomic():
        claim = _lock_pending(claim)
        claim.decision_reason = reason.strip()
        return _approve(claim, proof=ProfileClaim.Proof.STAFF, actor=actor, now=now)


def reject(claim: ProfileClaim, *, reason: str, actor: User, now: datetime) -> ProfileClaim:
    """Reject the claim with a reason its claimant reads. Raises ClaimError when it isn't open."""
    if not reason.strip():
        raise ClaimError(_("Give the reason: the person who claimed the profile reads it."))
    with transaction.atomic():
        claim = _lock_pending(claim)
        return _reject(claim, reason=reason.strip(), actor=actor, now=now)


def withdraw(claim: ProfileClaim, *, actor: User, now: datetime) -> ProfileClaim:
    """Close an open claim at the wish of its claimant. Raises ClaimError when it isn't theirs."""
    if claim.user_id != actor.pk:
        raise ClaimError(_("Only the person who made a claim can withdraw it."))
    with transaction.atomic():
        claim = _lock_pending(claim)
        _decide(claim, state=ProfileClaim.State.WITHDRAWN, actor=actor, now=now)
        audit.record("core.claim.withdrawn", target=claim, actor=actor)
        return claim


def release(claim: ProfileClaim, *, reason: str, actor: User, now: datetime) -> ProfileClaim:
    """Undo an approved claim: the profile is free again, its points stay with the profile."""
    with transaction.atomic():
        claim = _lock(claim)
        if claim.state != ProfileClaim.State.APPROVED:
            raise ClaimError(_("Only an approved claim can be undone."))
        Creator.objects.filter(pk=claim.creator_id, user_id=claim.user_id).update(user=None)
        claim.decision_reason = reason.strip()
        _decide(claim, state=ProfileClaim.State.WITHDRAWN, actor=actor, now=now)
        audit.record(
            "core.claim.released", target=claim, actor=actor, before={"user": claim.user_id}
        )
        _tell(
            claim,
            title=_("Your account no longer holds %(profile)s") % {"profile": claim.creator},
            body=claim.decision_reason,
            now=now,
        )
        return claim


def _lock(claim: ProfileClaim) -> ProfileClaim:
    creator = Creator.objects.select_for_update().get(pk=claim.creator_id)
    user = User.objects.select_for_update().get(pk=claim.user_id)
    claim = ProfileClaim.objects.select_for_update().get(pk=claim.pk)
    claim.creator, claim.user = creator, user
    return claim


def _lock_pending(claim: ProfileClaim) -> ProfileClaim:
    claim = _lock(claim)
    if claim.state != ProfileClaim.State.PENDING:
        raise ClaimError(
            _("This claim is closed (%(state)s); nothing was changed.")
            % {"state": claim.get_state_display()}
        )
    return claim


def _approve(claim: ProfileClaim, *, proof: str, actor: User, now: datetime) -> ProfileClaim:
    _check_can_claim(claim.user, creator=claim.creator)
    claim.creator.user = claim.user
    claim.creator.save(update_fields=["user", "updated_at"])
    claim.proof = proof
    _decide(claim, state=ProfileClaim.State.APPROVED, actor=actor, now=now)
    audit.record("core.claim.approved", target=claim, actor=actor, after={"proof": proof})
    _tell(
        claim,
        title=_("%(profile)s is yours") % {"profile": claim.creator},
        body=_("Your account now holds the profile. You can remove the code from your bio."),
        now=now,
    )
    _close_rivals(claim, actor=actor, now=now)
    return claim


def _close_rivals(won: ProfileClaim, *, actor: User, now: datetime) -> None:
    """Close other people's claims to this profile and this person's claims to others."""
    open_claims = ProfileClaim.objects.filter(state=ProfileClaim.State.PENDING)
    for claim in (
        open_claims.filter(Q(creator_id=won.creator_id) | Q(user_id=won.user_id))
        .select_for_update(of=("self",))
        .select_related("user", "creator")
        .order_by("pk")
    ):
        if claim.user_id == won.user_id:
            _decide(claim, state=ProfileClaim.State.WITHDRAWN, actor=actor, now=now)
            audit.record("core.claim.withdrawn", target=claim, actor=actor)
        else:
            reason = _("Another account proved that the profile is theirs.")
            _reject(claim, reason=reason, actor=actor, now=now)


def _reject(claim: ProfileClaim, *, reason: str, actor: User, now: datetime) -> ProfileClaim:
    claim.decision_reason = reason
    _decide(claim, state=ProfileClaim.State.REJECTED, actor=actor, now=now)
    audit.record("core.claim.rejected", target=claim, actor=actor, after={"reason": reason})
    _tell(
        claim,
        title=_("We could not give you %(profile)s") % {"profile": claim.creator},
        body=reason,
        now=now,
    )
    return claim


def _decide(claim: ProfileClaim, *, state: str, actor: User, now: datetime) -> None:
    claim.state = state
    claim.decided_at = now
    claim.decided_by = actor
    claim.save(update_fields=["state", "proof", "decision_reason", "decided_at", "decided_by"])


def _tell(claim: ProfileClaim, *, title: str, body: str, now: datetime) -> None:
    key = f"core.claim.{claim.pk}.{claim.state}"
    notify(claim.user, key=key, title=title, body=body, url="/home/", now=now)
