"""Shortlists and teams on pages; whatever is another brand's doesn't exist."""

import pytest
from django.test import Client
from django.utils import timezone

from marketplace import interface as marketplace
from marketplace.models import BrandInvitation, BrandMember, Shortlist
from tests.factories import UserFactory
from tests.factories.marketplace import BrandMemberFactory


@pytest.fixture
def shortlist(campaign, member, dancers) -> str:
    """The address of a list with a dancer on it."""
    ask = {"actor": member.user, "now": timezone.now()}
    list_id = marketplace.create_shortlist(campaign_id=campaign.pk, name="First", **ask)
    marketplace.add_to_shortlist(shortlist_id=list_id, creator_ids=[dancers[0].creator_id], **ask)
    return f"/brand/campaigns/{campaign.pk}/shortlists/{list_id}/"


def test_the_team_notes_renames_takes_off_and_deletes(browser, shortlist, dancers) -> None:
    creator_id = dancers[0].creator_id
    browser.post(f"{shortlist}{creator_id}/note/", {"note": "Great light"})
    browser.post(f"{shortlist}rename/", {"name": "Second"})
    found = browser.get(shortlist).content.decode()
    assert "Great light" in found
    assert "Second" in found
    text = b"".join(browser.get(f"{shortlist}shortlist.csv").streaming_content).decode()
    assert "Great light" in text
    browser.post(f"{shortlist}{creator_id}/remove/")
    assert "Nobody on it yet" in browser.get(shortlist).content.decode()
    assert "go" in browser.get(f"{shortlist}delete/").content.decode()
    browser.post(f"{shortlist}delete/")
    assert not Shortlist.objects.exists()


def test_a_list_begins_on_its_page_and_without_a_name_not(browser, campaign) -> None:
    path = f"/brand/campaigns/{campaign.pk}/shortlists/"
    assert browser.post(path, {"name": "Cooks"}).status_code == 302
    assert "Cooks" in browser.get(path).content.decode()
    browser.post(path, {"name": " "})
    assert Shortlist.objects.count() == 1


def test_every_page_of_another_brand_does_not_exist(shortlist, campaign, member, dancers) -> None:
    stranger = Client()
    stranger.force_login(BrandMemberFactory().user)
    base = f"/brand/campaigns/{campaign.pk}/"
    creator_id = dancers[0].creator_id
    for path in (
        base,
        f"{base}edit/",
        f"{base}creators/",
        f"{base}creators.csv",
        f"{base}compare/?creator={creator_id}",
        f"{base}alike/?creator={creator_id}",
        f"{base}creators/{creator_id}/",
        f"{base}shortlists/",
        shortlist,
        f"{shortlist}shortlist.csv",
        f"{shortlist}delete/",
        f"/brand/team/{member.brand_id}/",
        f"/brand/team/{member.brand_id}/{member.pk}/leave/",
    ):
        assert stranger.get(path).status_code == 404, path
    for path in (
        f"{base}open/",
        f"{base}close/",
        f"{base}pick/",
        f"{base}creators/{creator_id}/leave-out/",
        f"{shortlist}rename/",
        f"{shortlist}{creator_id}/note/",
        f"{shortlist}{creator_id}/remove/",
        f"/brand/team/{member.brand_id}/{member.pk}/role/",
        f"/brand/team/{member.brand_id}/invitations/{member.pk}/revoke/",
    ):
        assert stranger.post(path, {"creator": creator_id}).status_code == 404, path
    fit = stranger.post("/brand/campaigns/fit/", {"campaign": campaign.pk})
    assert fit.status_code == 404


def test_who_was_removed_finds_nothing_any_more_in_an_open_page(
    browser, campaign, member, shortlist
) -> None:
    colleague = BrandMemberFactory(brand=member.brand, role=BrandMember.Role.MEMBER)
    theirs = Client()
    theirs.force_login(colleague.user)
    assert theirs.get(shortlist).status_code == 200
    browser.post(f"/brand/team/{member.brand_id}/{colleague.pk}/leave/")
    assert theirs.get(shortlist).status_code == 404
    assert theirs.post(f"{shortlist}rename/", {"name": "Mine"}).status_code == 404


def test_an_owner_invites_a_colleague_and_makes_them_an_owner(browser, member) -> None:
    colleague = UserFactory(brand=True, display_name="Sol Marchetti")
    team = f"/brand/team/{member.brand_id}/"
    assert browser.get("/brand/team/")["Location"] == team
    unknown = browser.post(team, {"email": "nobody@test.example"})
    assert unknown.status_code == 302
    browser.post(team, {"email": colleague.email})
    page = browser.get(team).content.decode()
    assert colleague.email in page
    assert "Sol Marchetti" not in page
    theirs = Client()
    theirs.force_login(colleague)
    assert "invites you to the team" in theirs.get("/brand/").content.decode()
    number = BrandInvitation.objects.get(email=colleague.email).pk
    assert browser.post(f"/brand/invitations/{number}/accept/").status_code == 302
    assert not BrandMember.objects.filter(user=colleague).exists()
    theirs.post(f"/brand/invitations/{number}/accept/")
    assert "Sol Marchetti" in browser.get(team).content.decode()
    seat = BrandMember.objects.get(user=colleague)
    browser.post(f"{team}{seat.pk}/role/", {"owner": "1"})
    seat.refresh_from_db()
    assert seat.role == BrandMember.Role.OWNER
    left = browser.post(f"{team}{member.pk}/leave/")
    assert left["Location"] == "/brand/team/"
    assert "You are on no team" in browser.get("/brand/team/").content.decode()


def test_an_invitation_is_taken_back_on_the_team_page_and_turned_down_on_the_first_one(
    browser, member
) -> None:
    colleague = UserFactory(brand=True)
    theirs = Client()
    theirs.force_login(colleague)
    team = f"/brand/team/{member.brand_id}/"
    for end in ("revoke", "decline"):
        browser.post(team, {"email": colleague.email})
        number = BrandInvitation.objects.latest("pk").pk
        if end == "revoke":
            browser.post(f"{team}invitations/{number}/revoke/")
        else:
            theirs.post(f"/brand/invitations/{number}/decline/")
        assert colleague.email not in browser.get(team).content.decode()
        assert "invites you to the team" not in theirs.get("/brand/").content.decode()
        page = theirs.post(f"/brand/invitations/{number}/accept/", follow=True).content.decode()
        assert "Ask for a new one" in page
