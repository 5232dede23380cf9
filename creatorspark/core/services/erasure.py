"""Forget a person, or make two profiles one. Facts stay by their numbers, and so does the proof.

Statements hold numbers only, so what was paid can be checked before and after.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from creatorspark.core.models import (
    ApiToken,
    Creator,
    IdempotentResponse,
    Notification,
    ProfileClaim,
    User,
    Video,
    WebhookEndpoint,
)
from creatorspark.core.services import audit, leaving
from creatorspark.core.services.leaving import Leave
from creatorspark.core.services.notifications import notify
from creatorspark.core.services.removal import remove_on_commit

BLANK = dict.fromkeys(("url", "caption", "sound_title", "file", "sha256"), "")


class ErasureRefused(Exception):
    """The creator can't be erased or merged now; the message is for a person."""


def still_open(creator: Creator) -> list[str]:
    """Return what a creator would lose by being erased now, a sentence each."""
    return [sentence for chapter in leaving.chapters() for sentence in chapter.still_open(creator)]


def erase_creator(
    creator: Creator,
    *,
    reason: str,
    actor: User | None,
    now: datetime,
    though_open: bool = False,
) -> Creator:
    """Forget who a creator is: names, words, account and bank; numbers stay and can be checked.

    Their account is emptied and closed. `though_open` goes on though money or points are left.
    Raises ErasureRefused.
    """
    _check_reason(reason)
    with transaction.atomic():
        creator = Creator.objects.select_for_update().get(pk=creator.pk)
        if creator.erased_at is not None:
            return creator
        left = still_open(creator)
        if left and not though_open:
            raise ErasureRefused(" ".join([*left, _("Settle it first, or say that it is lost.")]))
        user, creator.user = creator.user, None
        creator.save(update_fields=["user"])
        for chapter in leaving.chapters():
            chapter.erase(creator, Leave(actor=actor, now=now))
        _forget_claims(creator)
        _forget_videos(creator)
        for gone in (creator, *Creator.objects.filter(merged_into=creator, erased_at=None)):
            _forget_profile(gone, now=now)
        if user is not None:
            _forget_account(user)
        audit.record(
            "core.creator.erased",
            target=creator,
            actor=actor,
            # Numbers only: this entry stays for ever.
            after={"reason": reason.strip(), "account": user.pk if user else None},
        )
    return creator


def _forget_profile(creator: Creator, *, now: datetime) -> None:
    if creator.external_id.startswith("@"):
        # It stood for the platform's number, which never came.
        creator.external_id = f"erased-{creator.pk}"
    creator.handle = creator.display_name = creator.bio = creator.language = ""
    creator.verified, creator.follower_count = False, None
    creator.erased_at = now
    creator.save()


def _forget_videos(creator: Creator) -> None:
    videos = Video.objects.filter(creator=creator)
    names = list(videos.exclude(file="").values_list("file", flat=True))
    videos.update(hashtags=[], **BLANK)
    for name in names:
        # After the commit, so that a transaction that fails loses nothing.
        remove_on_commit(name)


def _forget_claims(creator: Creator) -> None:
    ProfileClaim.objects.filter(Q(creator=creator) | Q(creator__merged_into=creator)).delete()


def _forget_account(user: User) -> None:
    """Empty and close an account; its number stays where acts name it."""
    for model in (Notification, ProfileClaim, IdempotentResponse, ApiToken, Authenticator):
        model._default_manager.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    WebhookEndpoint.objects.filter(owner=user).delete()
    user.email = f"erased-{user.pk}@erased.invalid"
    user.display_name = ""
    user.is_active = False
    user.set_unusable_password()
    user.save()


def merge_creators(
    kept: Creator, absorbed: Creator, *, reason: str, actor: User | None, now: datetime
) -> Creator:
    """Let `kept` go on in place of `absorbed`: its videos, account and what is open move over.

    What was stated stays with the absorbed number. Raises ErasureRefused.
    """
    _check_reason(reason)
    with transaction.atomic():
        kept, absorbed = _lock_both(kept, absorbed)
        if absorbed.merged_into_id == kept.pk:
            return kept
        _check_can_merge(kept, absorbed)
        for chapter in leaving.chapters():
            chapter.merge(kept, absorbed, Leave(actor=actor, now=now))
        videos = Video.objects.filter(creator=absorbed).update(creator=kept)
        _move_account(kept, absorbed, actor=actor, now=now)
        absorbed.merged_into = kept
        absorbed.save()
        # Whoever was absorbed before goes on in the same place: one step leads to who is there.
        Creator.objects.filter(merged_into=absorbed).update(merged_into=kept)
        for target in (kept, absorbed):
            audit.record(
                "core.creator.merged",
                target=target,
                actor=actor,
                after={
                    "kept": kept.pk,
                    "absorbed": absorbed.pk,
                    "videos": videos,
                    "reason": reason.strip(),
                },
            )
        _tell(kept, absorbed, now=now)
    return kept


def _lock_both(kept: Creator, absorbed: Creator) -> tuple[Creator, Creator]:
    """Lock in the order of their numbers, as every change of money does."""
    rows = Creator.objects.select_for_update().filter(pk__in=[kept.pk, absorbed.pk])
    found = {row.pk: row for row in rows.order_by("pk")}
    return found[kept.pk], found[absorbed.pk]


def _check_can_merge(kept: Creator, absorbed: Creator) -> None:
    if kept.pk == absorbed.pk:
        raise ErasureRefused(_("A profile can't be merged into itself."))
    for creator in (kept, absorbed):
        if creator.is_gone:
            raise ErasureRefused(
                _("Profile %(id)s was erased or merged before.") % {"id": creator.pk}
            )
    if kept.user is not None and absorbed.user is not None:
        raise ErasureRefused(
            _("Both profiles have an account. Undo the claim of the one that shall go first.")
        )
    in_the_way = [
        sentence
        for chapter in leaving.chapters()
        for sentence in chapter.in_the_way(kept, absorbed)
    ]
    if in_the_way:
        raise ErasureRefused(" ".join(in_the_way))


def _move_account(kept: Creator, absorbed: Creator, *, actor: User | None, now: datetime) -> None:
    open_claims = ProfileClaim.objects.filter(creator=absorbed, state=ProfileClaim.State.PENDING)
    open_claims.update(
        state=ProfileClaim.State.REJECTED,
        decision_reason=_("This profile was merged into another one."),
        decided_at=now,
        decided_by=actor,
    )
    if absorbed.user is None:
        return
    user, absorbed.user = absorbed.user, None
    absorbed.save(update_fields=["user"])
    kept.user = user
    kept.save(update_fields=["user", "updated_at"])
    ProfileClaim.objects.filter(
        creator=absorbed, state=ProfileClaim.State.APPROVED, user=user
    ).update(creator=kept)


def _tell(kept: Creator, absorbed: Creator, *, now: datetime) -> None:
    if kept.user is not None:
        notify(
            kept.user,
            key=f"core.creator.{absorbed.pk}.merged",
            title=_("Two of your profiles are one now"),
            body=_(
                "The videos of %(absorbed)s belong to %(kept)s from now on, with everything that "
                "is still due for them. Nothing is paid twice and nothing is lost."
            )
            % {"absorbed": absorbed, "kept": kept},
            url="/home/",
            now=now,
        )


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ErasureRefused(_("Give the reason; it is kept with the act."))
