"""Shortlists: creators that a brand's team keeps for a campaign, with what it noted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import User
from creatorspark.core.services import audit
from marketplace.models import Campaign, Shortlist, ShortlistEntry
from marketplace.selectors.campaigns import is_member
from marketplace.selectors.finding import can_be_found

LONGEST_NAME: Final = 120
LONGEST_NOTE: Final = 2_000
MOST_LISTS: Final = 50
MOST_ENTRIES: Final = 500


class ShortlistRefused(Exception):
    """This can't be done to a shortlist; the message is for a person."""


def create(campaign: Campaign, *, name: str, actor: User, now: datetime) -> Shortlist:
    """Begin a list, or return the one of that name."""
    name = _name(name)
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
        _check_member(campaign, actor)
        found = Shortlist.objects.filter(campaign=campaign, name__iexact=name).first()
        if found is not None:
            return found
        if campaign.shortlists.count() >= MOST_LISTS:
            raise ShortlistRefused(
                _("This campaign has %(n)d lists already. Delete one you don't need first.")
                % {"n": MOST_LISTS}
            )
        shortlist = Shortlist.objects.create(
            campaign=campaign, name=name, created_by=actor, created_at=now
        )
        audit.record(
            "marketplace.shortlist.created",
            target=shortlist,
            actor=actor,
            after={"campaign": campaign.pk, "name": name},
        )
        return shortlist


def rename(shortlist: Shortlist, *, name: str, actor: User, now: datetime) -> Shortlist:
    """Give a list another name."""
    name = _name(name)
    with transaction.atomic():
        shortlist = _locked(shortlist, actor)
        taken = Shortlist.objects.filter(campaign=shortlist.campaign_id, name__iexact=name)
        if taken.exclude(pk=shortlist.pk).exists():
            raise ShortlistRefused(
                _("There is a list called “%(name)s” already; this one kept its name.")
                % {"name": name}
            )
        before, shortlist.name = shortlist.name, name
        shortlist.save(update_fields=["name"])
        audit.record(
            "marketplace.shortlist.renamed",
            target=shortlist,
            actor=actor,
            before={"name": before},
            after={"name": name},
        )
        return shortlist


def delete(shortlist: Shortlist, *, actor: User, now: datetime) -> None:
    """Throw a list away with its notes; the creators and offers stay."""
    with transaction.atomic():
        shortlist = _locked(shortlist, actor)
        audit.record(
            "marketplace.shortlist.deleted",
            target=shortlist,
            actor=actor,
            before={
                "name": shortlist.name,
                "creators": list(shortlist.entries.values_list("creator_id", flat=True)),
            },
        )
        shortlist.delete()


def add(
    shortlist: Shortlist, *, creator_ids: Sequence[int], actor: User, now: datetime, note: str = ""
) -> int:
    """Put creators on a list and return how many are new to it; those on it stay as they are.

    Whom the brand can't find can't be put on a list by number either.
    """
    note = _note(note)
    wanted = list(dict.fromkeys(creator_ids))
    with transaction.atomic():
        shortlist = _locked(shortlist, actor)
        there = set(shortlist.entries.values_list("creator_id", flat=True))
        known = can_be_found(set(wanted) - there, brand_id=shortlist.campaign.brand_id)
        if len(there) + len(known) > MOST_ENTRIES:
            raise ShortlistRefused(
                _("A list holds %(n)d creators; nobody was added. Begin another one.")
                % {"n": MOST_ENTRIES}
            )
        new = [creator_id for creator_id in wanted if creator_id in known]
        ShortlistEntry.objects.bulk_create(
            ShortlistEntry(
                shortlist=shortlist, creator_id=one, note=note, added_by=actor, added_at=now
            )
            for one in new
        )
        if new:
            audit.record(
                "marketplace.shortlist.added",
                target=shortlist,
                actor=actor,
                after={"creators": new},
            )
        return len(new)


def remove(shortlist: Shortlist, *, creator_id: int, actor: User, now: datetime) -> None:
    """Take a creator off a list, with the note."""
    with transaction.atomic():
        shortlist = _locked(shortlist, actor)
        gone, _by_model = shortlist.entries.filter(creator_id=creator_id).delete()
        if gone:
            audit.record(
                "marketplace.shortlist.removed",
                target=shortlist,
                actor=actor,
                before={"creator": creator_id},
            )


def note(shortlist: Shortlist, *, creator_id: int, text: str, actor: User, now: datetime) -> None:
    """Write what the team thinks of a creator on a list; empty takes the note away.

    The audit log says that somebody wrote, not what: a note can be forgotten, the log can't.
    """
    text = _note(text)
    with transaction.atomic():
        shortlist = _locked(shortlist, actor)
        if shortlist.entries.filter(creator_id=creator_id).exclude(note=text).update(note=text):
            audit.record(
                "marketplace.shortlist.noted",
                target=shortlist,
                actor=actor,
                after={"creator": creator_id},
            )


def _locked(shortlist: Shortlist, actor: User) -> Shortlist:
    locked = (
        Shortlist.objects.select_for_update(no_key=True, of=("self",))
        .select_related("campaign")
        .filter(pk=shortlist.pk)
        .first()
    )
    if locked is None:
        raise ShortlistRefused(_("This list was deleted meanwhile, so nothing was changed."))
    _check_member(locked.campaign, actor)
    return locked


def _check_member(campaign: Campaign, actor: User) -> None:
    if not is_member(actor, brand_id=campaign.brand_id):
        raise ShortlistRefused(
            _("You aren't on this brand's team any more, so nothing was changed.")
        )


def _name(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if not name:
        raise ShortlistRefused(_("Give the list a name; nothing was changed."))
    if len(name) > LONGEST_NAME:
        raise ShortlistRefused(
            _("Keep the name under %(n)d letters; nothing was changed.") % {"n": LONGEST_NAME}
        )
    return name


def _note(text: str) -> str:
    text = text.replace("\x00", "").strip()
    if len(text) > LONGEST_NOTE:
        raise ShortlistRefused(
            _("Keep a note under %(n)d letters; nothing was changed.") % {"n": LONGEST_NOTE}
        )
    return text
