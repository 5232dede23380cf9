"""A brief is written, counted for, kept, changed, opened and closed on pages."""

from django.utils import timezone

from creatorspark.core.models import AuditEntry
from marketplace.models import BrandMember, Campaign
from marketplace.services import brands
from tests.factories import UserFactory
from tests.factories.marketplace import BrandMemberFactory

WRITTEN = {
    "name": "Summer",
    "goals": "Sell running shoes and trainers",
    "ages": "18-34",
    "markets": "United States, Germany",
    "languages": "English",
    "budget": "5,000.50",
    "per_creator_budget": "400",
}


def body(browser, path, **data) -> str:
    response = browser.post(path, data) if data else browser.get(path)
    assert response.status_code in {200, 422}
    return response.content.decode()


def test_a_brief_is_kept_as_it_was_written(browser, member, dancers) -> None:
    written = WRITTEN | {"brand": member.brand_id}
    response = browser.post("/brand/campaigns/new/", written)
    kept = Campaign.objects.get()
    assert response["Location"] == f"/brand/campaigns/{kept.pk}/creators/"
    assert (kept.budget, kept.per_creator_budget) == (500_050, 40_000)
    assert kept.markets == ["US", "DE"]
    assert kept.weights == {}
    assert "Kept as a draft" in body(browser, response["Location"])


def test_what_cannot_be_right_stands_beside_its_field_and_nothing_is_kept(browser, member) -> None:
    wrong = WRITTEN | {"brand": member.brand_id, "ages": "40-20", "budget": "0", "name": ""}
    found = body(browser, "/brand/campaigns/new/", **wrong)
    assert "Give it a name" in found
    assert "0 pays nobody" in found
    assert "40-20" in found
    assert not Campaign.objects.exists()


def test_looking_counts_without_keeping(browser, member, dancers) -> None:
    looked = WRITTEN | {"brand": member.brand_id, "look": "1"}
    found = body(browser, "/brand/campaigns/new/", **looked)
    assert "of 3 creators" in found
    assert not Campaign.objects.exists()


def test_the_count_beside_says_which_rule_removed_how_many(browser, member, dancers) -> None:
    asked = WRITTEN | {"brand": member.brand_id, "languages": "Spanish", "name": ""}
    found = body(browser, "/brand/campaigns/fit/", **asked)
    assert "Sportswear" in found
    assert "Left out, rule by rule" in found
    none = body(browser, "/brand/campaigns/fit/", **(asked | {"most_followers": "1"}))
    assert "of 3 creators" in none


def test_a_brief_that_contradicts_itself_is_told_where_the_count_would_be(
    browser, member, dancers
) -> None:
    asked = WRITTEN | {"brand": member.brand_id, "ages": "40-20"}
    found = body(browser, "/brand/campaigns/fit/", **asked)
    assert "“40-20” as ages" in found
    assert "can be asked" not in found


def test_emoji_alone_say_nothing_of_what_is_sold(browser, member, dancers) -> None:
    asked = {"brand": member.brand_id, "name": "x", "goals": "🙂🎉"}
    assert "None of your words" in body(browser, "/brand/campaigns/fit/", **asked)


def test_the_editor_shows_the_brief_and_keeps_a_change_of_it(browser, campaign, dancers) -> None:
    page = f"/brand/campaigns/{campaign.pk}/edit/"
    assert "Sell running shoes" in body(browser, page)
    response = browser.post(page, WRITTEN | {"version": campaign.version})
    assert response.status_code == 302
    campaign.refresh_from_db()
    assert (campaign.name, campaign.version) == ("Summer", 2)
    stale = browser.post(page, WRITTEN | {"version": 1, "name": "Other"})
    assert stale.status_code == 422
    assert "meanwhile" in stale.content.decode()


def test_it_is_opened_and_closed(browser, campaign, dancers) -> None:
    page = f"/brand/campaigns/{campaign.pk}/"
    browser.post(f"{page}open/")
    assert "Open. You can ask creators now." in body(browser, page)
    browser.post(f"{page}close/")
    closed = body(browser, page)
    assert "Open it again" in closed
    assert browser.get(f"{page}edit/").status_code == 302


def test_a_suspended_brand_reads_it_where_it_works_and_opens_nothing(browser, campaign) -> None:
    page = f"/brand/campaigns/{campaign.pk}/"
    assert "Open it" in body(browser, page)
    staff = UserFactory(staff=True)
    brands.suspend(campaign.brand, reason="Spam", actor=staff, now=timezone.now())
    home = body(browser, "/brand/")
    assert f"Our staff stopped {campaign.brand.name} from asking creators" in home
    assert "ready to be opened" not in home
    assert "Our staff stopped this brand" in body(browser, page)
    assert "campaigns/" + str(campaign.pk) + "/open/" not in body(browser, page)
    brands.resume(campaign.brand, reason="Cleared", actor=staff, now=timezone.now())
    assert "Our staff stopped" not in body(browser, "/brand/") + body(browser, page)


def test_a_campaign_that_closed_with_its_brand_says_so_in_its_history(browser, campaign) -> None:
    page = f"/brand/campaigns/{campaign.pk}/"
    browser.post(f"{page}open/")
    staff = UserFactory(staff=True, display_name="Sam Desk")
    brands.suspend(campaign.brand, reason="Many wrote of spam", actor=staff, now=timezone.now())
    kept = AuditEntry.objects.get(action="marketplace.campaign.closed")
    assert (kept.actor, kept.before, kept.target_id) == (staff, {"state": "open"}, str(campaign.pk))
    assert "Many wrote of spam" not in body(browser, page)


def test_home_says_what_waits_and_a_newcomer_begins_a_brand(browser, campaign, client) -> None:
    assert "A draft is ready to be opened" in body(browser, "/brand/")
    newcomer = UserFactory(brand=True)
    client.force_login(newcomer)
    assert newcomer.email in body(client, "/brand/")
    response = client.post("/brand/begin/", {"name": "Fresh Pans", "website": "", "about": ""})
    assert response["Location"] == "/brand/campaigns/new/"
    assert BrandMember.objects.get(user=newcomer).role == "owner"
    assert client.get("/brand/begin/")["Location"] == "/brand/"
    taken = client.post("/brand/begin/", {"name": "fresh pans"})
    assert taken.status_code == 422
    assert "exists already" in taken.content.decode()


def test_somebody_of_two_brands_chooses_for_which(browser, member, dancers) -> None:
    other = BrandMemberFactory(user=member.user)
    assert other.brand.name in body(browser, "/brand/campaigns/new/")
    foreign = BrandMemberFactory().brand_id
    refused = browser.post("/brand/campaigns/new/", WRITTEN | {"brand": foreign})
    assert refused.status_code == 422
    assert not Campaign.objects.exists()
