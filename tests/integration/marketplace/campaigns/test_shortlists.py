"""Lists that a team shares: creators once, notes, and nobody else's hands."""

import pytest
from django.utils import timezone

from creatorspark.core.models import AuditEntry
from marketplace import interface as marketplace
from marketplace.domain.briefs import Brief
from marketplace.models import Shortlist
from marketplace.services import campaigns
from marketplace.services.shortlists import ShortlistRefused
from tests.factories import CreatorFactory
from tests.factories.marketplace import BrandMemberFactory
from tests.factories.matching import ListingFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def member():
    return BrandMemberFactory()


@pytest.fixture
def campaign(member):
    return campaigns.create(member.brand, brief=Brief(name="Spring"), actor=member.user, now=NOW)


@pytest.fixture
def list_id(campaign, member) -> int:
    return marketplace.create_shortlist(
        campaign_id=campaign.pk, name="Cooks", actor=member.user, now=NOW
    )


def test_a_name_stands_once_whatever_its_capitals(campaign, member, list_id) -> None:
    again = marketplace.create_shortlist(
        campaign_id=campaign.pk, name=" cooks ", actor=member.user, now=NOW
    )
    assert again == list_id
    other = marketplace.create_shortlist(
        campaign_id=campaign.pk, name="Bakers", actor=member.user, now=NOW
    )
    with pytest.raises(ShortlistRefused, match="already"):
        marketplace.rename_shortlist(shortlist_id=other, name="COOKS", actor=member.user, now=NOW)


def test_a_creator_stands_on_a_list_once_with_a_note(campaign, member, list_id) -> None:
    creators = [ListingFactory().creator_id, ListingFactory().creator_id]
    ask = {"shortlist_id": list_id, "actor": member.user, "now": NOW}
    assert marketplace.add_to_shortlist(creator_ids=[*creators, *creators], **ask) == 2
    assert marketplace.add_to_shortlist(creator_ids=creators, **ask) == 0
    marketplace.note_on_shortlist(creator_id=creators[0], text=" Lovely light ", **ask)
    found = marketplace.my_shortlist(user=member.user, shortlist_id=list_id)
    assert [one.note for one in found.entries] == ["Lovely light", ""]
    marketplace.remove_from_shortlist(creator_id=creators[0], **ask)
    assert marketplace.shortlisted(campaign_id=campaign.pk) == {creators[1]: ("Cooks",)}


def test_what_was_noted_is_not_in_the_log_which_cannot_forget(member, list_id) -> None:
    creator = ListingFactory().creator
    ask = {"shortlist_id": list_id, "actor": member.user, "now": NOW}
    marketplace.add_to_shortlist(creator_ids=[creator.pk], **ask)
    marketplace.note_on_shortlist(creator_id=creator.pk, text="Private words", **ask)
    logged = AuditEntry.objects.filter(action="marketplace.shortlist.noted").get()
    assert "Private" not in str(logged.after)


def test_followers_that_a_creator_hides_are_not_told(member, list_id) -> None:
    shown = ListingFactory(creator__follower_count=500).creator
    hidden = ListingFactory(creator__follower_count=700).creator
    marketplace.add_to_shortlist(
        shortlist_id=list_id, creator_ids=[shown.pk, hidden.pk], actor=member.user, now=NOW
    )
    from marketplace.services import listings

    listings.of(shown, now=NOW)
    listing = listings.of(hidden, now=NOW)
    listing.shows = listing.shows | {"followers": False}
    listing.save()
    found = marketplace.my_shortlist(user=member.user, shortlist_id=list_id)
    assert [one.followers for one in found.entries] == [500, None]


def test_who_cannot_be_found_cannot_be_put_on_a_list_by_number(member, list_id) -> None:
    unlisted = ListingFactory(is_listed=False).creator_id
    refusing = ListingFactory()
    refusing.refused_brands.add(member.brand)
    ids = [unlisted, refusing.creator_id, CreatorFactory().pk]
    ask = {"shortlist_id": list_id, "actor": member.user, "now": NOW}
    assert marketplace.add_to_shortlist(creator_ids=ids, **ask) == 0


def test_a_stranger_sees_no_list_and_who_left_changes_none(member, list_id) -> None:
    stranger = BrandMemberFactory().user
    assert marketplace.my_shortlist(user=stranger, shortlist_id=list_id) is None
    ask = {"shortlist_id": list_id, "now": NOW}
    with pytest.raises(ShortlistRefused, match="team"):
        marketplace.add_to_shortlist(creator_ids=[CreatorFactory().pk], actor=stranger, **ask)
    member.left_at = NOW
    member.save()
    with pytest.raises(ShortlistRefused, match="team"):
        marketplace.delete_shortlist(actor=member.user, **ask)
    assert Shortlist.objects.count() == 1


def test_a_list_that_is_gone_is_said_so(member, list_id) -> None:
    ask = {"shortlist_id": list_id, "actor": member.user, "now": NOW}
    marketplace.delete_shortlist(**ask)
    with pytest.raises(ShortlistRefused, match="deleted"):
        marketplace.rename_shortlist(name="New", **ask)
