"""Briefs: how they begin, change, open and close. Every change is a version of its own."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, User
from creatorspark.core.services import audit, notifications
from creatorspark.core.services.nudges import nudge_on_commit
from marketplace.domain.briefs import Brief, Found, faults_of, stored
from marketplace.domain.industries import Industry
from marketplace.models import Brand, Campaign
from marketplace.selectors.brief_words import fault_sentence, vocabulary
from marketplace.selectors.campaigns import is_member
from marketplace.selectors.finding import can_be_found
from marketplace.services.brands import read_industries
from rewards import interface as rewards

MOST_LEFT_OUT: Final = 1_000
# Each open campaign is held against every creator in every run.
MOST_OPEN: Final = 20


class CampaignRefused(Exception):
    """This can't be done to the campaign; the message is for a person."""


class BriefRefused(CampaignRefused):
    """The brief can't be right; `faults` say where, `sentences` in words by field."""

    def __init__(self, faults: tuple[Found, ...]) -> None:
        self.faults = faults
        self.sentences: dict[str, list[str]] = {}
        for one in faults:
            self.sentences.setdefault(one.field, []).append(fault_sentence(one))
        super().__init__(" ".join(text for texts in self.sentences.values() for text in texts))


def create(
    brand: Brand, *, brief: Brief, actor: User, now: datetime, is_demo: bool = False
) -> Campaign:
    """Keep a brief as a draft. Raises BriefRefused, and CampaignRefused for a stranger."""
    campaign = Campaign(brand=brand, **fields_of(brief, now=now), updated_at=now)
    campaign.created_by, campaign.created_at, campaign.is_demo = actor, now, is_demo
    with transaction.atomic():
        _check_member(brand.pk, actor)
        campaign.save(force_insert=True)
        audit.record(
            "marketplace.campaign.created", target=campaign, actor=actor, after=written(campaign)
        )
    return campaign


def edit(campaign: Campaign, *, brief: Brief, version: int, actor: User, now: datetime) -> Campaign:
    """Change a brief that was read as `version`; nothing changed makes no new version.

    Raises BriefRefused, and CampaignRefused when it is closed or somebody was faster.
    """
    values = fields_of(brief, now=now)
    with transaction.atomic():
        campaign = _locked(campaign, actor)
        _check_changeable(campaign)
        if campaign.version != version:
            raise CampaignRefused(
                _(
                    "Somebody in your team changed this brief meanwhile, so yours wasn't saved. "
                    "Look at theirs, then make your change again."
                )
            )
        return _change(campaign, values, actor=actor, now=now)


def leave_out(
    campaign: Campaign, *, creator_id: int, is_out: bool, actor: User, now: datetime
) -> Campaign:
    """Say that a creator isn't for this brief, or may be again after all."""
    with transaction.atomic():
        campaign = _locked(campaign, actor)
        _check_changeable(campaign)
        creator = Creator.objects.filter(pk=creator_id).first()
        was_out = campaign.excluded_creators.filter(pk=creator_id).exists()
        if creator is None or was_out == is_out:
            return campaign
        if is_out and not can_be_found([creator_id], brand_id=campaign.brand_id):
            return campaign
        if is_out and campaign.excluded_creators.count() >= MOST_LEFT_OUT:
            raise CampaignRefused(
                _("You left out %(n)d creators already. Narrow the brief instead.")
                % {"n": MOST_LEFT_OUT}
            )
        change = campaign.excluded_creators.add if is_out else campaign.excluded_creators.remove
        change(creator)
        campaign.version += 1
        campaign.updated_at = now
        campaign.save(update_fields=["version", "updated_at"])
        action = "creator_left_out" if is_out else "creator_let_in"
        audit.record(
            f"marketplace.campaign.{action}",
            target=campaign,
            actor=actor,
            after={"creator": creator_id, "version": campaign.version},
        )
        return campaign


def open_(campaign: Campaign, *, actor: User, now: datetime) -> Campaign:
    """Let a brief find creators and send offers.

    Raises CampaignRefused when its time is over, or the brand has too many open already.
    """
    with transaction.atomic():
        campaign = _locked(campaign, actor)
        if campaign.brand.is_suspended:
            raise CampaignRefused(
                _(
                    "Our staff stopped this brand from asking creators, so nothing was opened. "
                    "Write to us if you think that is wrong."
                )
            )
        if campaign.ends_on is not None and campaign.ends_on < now.date():
            raise CampaignRefused(
                _("Its last day is over. Nothing was changed; give it a later one, then open it.")
            )
        _check_room(campaign)
        return _move(campaign, Campaign.State.OPEN, actor=actor, now=now)


def close(campaign: Campaign, *, actor: User, now: datetime) -> Campaign:
    """Stop a brief from finding creators; offers that were accepted go on.

    What waits for an answer is taken back, and its creators are told, as soon as a worker comes
    by; until then nobody can accept it.
    """
    with transaction.atomic():
        campaign = _locked(campaign, actor)
        return _move(campaign, Campaign.State.CLOSED, actor=actor, now=now)


def close_for(campaign: Campaign, *, reason: str, actor: User, now: datetime) -> Campaign:
    """Close a campaign as staff; its team reads why. What waits for an answer is taken back."""
    with transaction.atomic():
        rows = Campaign.objects.select_for_update(no_key=True, of=("self",))
        campaign = rows.select_related("brand").get(pk=campaign.pk)
        if campaign.state == Campaign.State.CLOSED:
            return campaign
        campaign = _move(campaign, Campaign.State.CLOSED, actor=actor, now=now, reason=reason)
        seats = campaign.brand.members.filter(left_at=None, user__is_active=True)
        for seat in seats.select_related("user").order_by("pk"):
            notifications.notify(
                seat.user,
                key=f"marketplace.campaign.{campaign.pk}.closed.{now.isoformat()}",
                title=_("Our staff closed “%(name)s”") % {"name": campaign.name},
                body=_(
                    "Offers without an answer are taken back; what was agreed goes on. Our "
                    "reason: %(reason)s"
                )
                % {"reason": reason},
                url=reverse("brands:campaign", args=[campaign.pk]),
                now=now,
            )
    return campaign


def close_past(*, now: datetime) -> int:
    """Close the campaigns whose last day is over, and return how many; accepted offers go on."""
    done = 0
    over = Campaign.objects.filter(state=Campaign.State.OPEN, ends_on__lt=now.date())
    for pk in over.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            campaign = Campaign.objects.select_for_update(no_key=True).get(pk=pk)
            # Its team may have given it a later day meanwhile.
            if campaign.ends_on is not None and campaign.ends_on < now.date():
                _move(campaign, Campaign.State.CLOSED, actor=None, now=now)
                done += 1
    return done


def fields_of(brief: Brief, *, now: datetime) -> dict[str, Any]:
    """Return a brief as it is stored. Raises BriefRefused."""
    words = vocabulary()
    faults = faults_of(brief, words=words)
    if faults:
        raise BriefRefused(faults)
    values = stored(brief, words=words)
    has_money = brief.budget is not None or brief.per_creator_budget is not None
    return {
        **values,
        **_sold(brief),
        "currency": rewards.pay_terms_at(now=now).currency if has_money else "",
    }


def written(campaign: Campaign) -> dict[str, Any]:
    """Return a brief as the audit log keeps it."""
    names = (
        *("name", "goals", "industries", "industries_source", "categories", "ages", "genders"),
        *("markets", "languages", "budget", "per_creator_budget", "currency"),
        *("excluded_categories", "exclusivity_days", "weights"),
        *("least_followers", "most_followers", "least_grade", "least_originality"),
        *("verified_only", "starts_on", "ends_on", "version"),
    )
    return {name: _plain(getattr(campaign, name)) for name in names}


def _sold(brief: Brief) -> dict[str, Any]:
    known = [Industry(one) for one in dict.fromkeys(brief.industries)]
    if not known:
        return {
            "industries": read_industries(brief.goals, ""),
            "industries_source": Campaign.Source.READ.value,
        }
    share = round(1 / len(known), 4)
    return {
        "industries": [{"industry": one.value, "share": share, "because": []} for one in known],
        "industries_source": Campaign.Source.PERSON.value,
    }


def _change(
    campaign: Campaign, values: Mapping[str, Any], *, actor: User, now: datetime
) -> Campaign:
    before = written(campaign)
    for name, value in values.items():
        setattr(campaign, name, value)
    after = written(campaign)
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return campaign
    campaign.version += 1
    campaign.updated_at = now
    campaign.save()
    audit.record(
        "marketplace.campaign.changed",
        target=campaign,
        actor=actor,
        before={name: before[name] for name in changed} | {"version": before["version"]},
        after={name: after[name] for name in changed} | {"version": campaign.version},
    )
    return campaign


def _move(
    campaign: Campaign,
    state: Campaign.State,
    *,
    actor: User | None,
    now: datetime,
    reason: str = "",
) -> Campaign:
    if campaign.state == state:
        return campaign
    before = campaign.state
    campaign.state = state
    campaign.updated_at = now
    campaign.save(update_fields=["state", "updated_at"])
    audit.record(
        f"marketplace.campaign.{'opened' if state == Campaign.State.OPEN else 'closed'}",
        target=campaign,
        actor=actor,
        before={"state": before},
        after={"state": state.value} | ({"reason": reason} if reason else {}),
    )
    if state == Campaign.State.CLOSED:
        nudge_on_commit("marketplace.tend_offers")
    return campaign


def _locked(campaign: Campaign, actor: User) -> Campaign:
    locked = (
        Campaign.objects.select_for_update(no_key=True, of=("self",))
        .select_related("brand")
        .get(pk=campaign.pk)
    )
    _check_member(locked.brand_id, actor)
    return locked


def _check_member(brand_id: int, actor: User) -> None:
    if not is_member(actor, brand_id=brand_id):
        raise CampaignRefused(
            _("You aren't on this brand's team any more, so nothing was changed.")
        )


def _check_room(campaign: Campaign) -> None:
    Brand.objects.select_for_update(no_key=True).get(pk=campaign.brand_id)
    others = Campaign.objects.filter(brand=campaign.brand_id, state=Campaign.State.OPEN)
    if others.exclude(pk=campaign.pk).count() >= MOST_OPEN:
        raise CampaignRefused(
            _("You have %(n)d open campaigns already. Nothing was changed; close one first.")
            % {"n": MOST_OPEN}
        )


def _check_changeable(campaign: Campaign) -> None:
    if campaign.state == Campaign.State.CLOSED:
        raise CampaignRefused(
            _("This campaign is closed, so nothing was changed. Open it again first.")
        )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
