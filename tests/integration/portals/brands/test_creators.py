"""The list of creators for a brief: explained, narrowed, picked, compared, likened, as a file."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from creatorspark.portals.brands import creator_csv
from marketplace.models import Campaign, MatchRun, Shortlist
from tests.integration.portals.brands.conftest import profile


@pytest.fixture
def page(campaign, dancers) -> str:
    return f"/brand/campaigns/{campaign.pk}/creators/"


def body(browser, path, **headers) -> str:
    response = browser.get(path, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_creators_stand_with_their_reasons_best_first(browser, page) -> None:
    found = body(browser, page)
    assert found.index("Dana Dances") < found.index("Cora Cooks")
    assert "16 of the last 20 posts" in found
    assert "not yet known" in found


def test_facets_narrow_the_list_and_htmx_gets_only_the_list(browser, page) -> None:
    narrowed = body(browser, f"{page}?category=food", **{"HX-Request": "true"})
    assert "<html" not in narrowed
    assert "Cora Cooks" in narrowed
    assert "Dana Dances" not in narrowed
    assert 'value="food" checked' in narrowed


def test_as_a_table_it_shows_the_same_people(browser, page) -> None:
    found = body(browser, f"{page}?view=table&sort=followers")
    assert 'aria-sort="descending"' in found
    assert "Dana Dances" in found


def test_links_name_the_run_and_one_that_is_gone_leads_to_the_newest(browser, page, run) -> None:
    assert f"run={run.version}" in body(browser, page)
    gone = browser.get(f"{page}?run=999999")
    assert gone.status_code == 302
    assert "newest matches" in body(browser, gone["Location"])


def test_a_match_says_why_factor_by_factor(browser, page, dancers) -> None:
    found = body(browser, f"{page}{dancers[0].creator_id}/")
    assert "16 of the last 20 posts" in found
    unknown = body(browser, f"{page}{dancers[2].creator_id}/")
    assert "not yet known, so the middle" in unknown
    assert browser.get(f"{page}999999999/").status_code == 404


def test_those_ticked_are_kept_compared_and_likened(browser, campaign, page, dancers) -> None:
    ids = [one.creator_id for one in dancers]
    pick = f"/brand/campaigns/{campaign.pk}/pick/"
    compared = browser.post(pick, {"do": "compare", "creator": ids})
    found = body(browser, compared["Location"])
    assert all(name in found for name in ("Dana Dances", "Cora Cooks", "Una Unknown"))
    alike = browser.post(pick, {"do": "alike", "creator": ids[:1]})
    assert "More like these" in body(browser, alike["Location"])
    kept = browser.post(pick, {"do": "keep", "creator": ids, "back": page})
    assert kept["Location"] == page
    assert Shortlist.objects.get().entries.count() == 3
    again = browser.post(pick, {"do": "keep", "creator": ids, "back": "https://elsewhere.example"})
    assert again["Location"] == page
    assert "Shortlist" in body(browser, page)
    none = browser.post(pick, {"do": "compare"})
    assert none["Location"] == page


def test_one_left_out_is_off_the_list_and_can_come_back(browser, campaign, page, dancers) -> None:
    creator_id = dancers[0].creator_id
    browser.post(f"{page}{creator_id}/leave-out/", {"out": "1"})
    assert "Dana Dances" not in body(browser, page)
    assert "Let in again" in body(browser, f"{page}{creator_id}/")
    overview = body(browser, f"/brand/campaigns/{campaign.pk}/")
    assert "Dana Dances" in overview[overview.index("Left out by name") :]
    browser.post(f"{page}{creator_id}/leave-out/", {"out": "0"})
    assert "Dana Dances" in body(browser, page)


def test_the_file_has_the_list_as_narrowed_with_reasons(browser, campaign, page) -> None:
    response = browser.get(f"{page.rstrip('/')}.csv?category=dance")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert [row["name"] for row in rows] == ["Dana Dances"]
    assert "16 of the last 20 posts" in rows[0]["reasons"]
    assert rows[0]["content_weight"]


def test_each_line_of_the_file_names_the_version_of_the_brief_it_is_for(
    browser, campaign, page, monkeypatch
) -> None:
    monkeypatch.setattr(creator_csv, "PER_PAGE", 1)
    response = browser.get(f"{page.rstrip('/')}.csv")
    lines = iter(response.streaming_content)
    text = b"".join([next(lines), next(lines)])
    Campaign.objects.filter(pk=campaign.pk).update(version=campaign.version + 1)
    text += b"".join(lines)
    rows = list(csv.DictReader(StringIO(text.decode("utf-8-sig"))))
    versions = [int(row["brief_version"]) for row in rows]
    assert versions[0] == campaign.version
    assert set(versions[1:]) == {campaign.version + 1}


def test_without_a_run_it_says_that_creators_are_being_looked_at(browser, campaign) -> None:
    path = f"/brand/campaigns/{campaign.pk}/"
    assert "being looked at" in body(browser, f"{path}creators/")
    assert "not yet known" in body(browser, path)


def test_a_brief_that_leaves_nobody_says_which_rule_did(browser, campaign, page, dancers) -> None:
    campaign.least_followers = 900_000_000
    campaign.save()
    campaign.excluded_creators.add(dancers[2].creator_id)
    found = body(browser, page)
    assert "This brief leaves nobody" in found
    assert "Left out by name" in found[found.index("By this rule alone") :]


def test_queries_do_not_grow_with_creators(browser, page, run: MatchRun) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            body(browser, f"{page}?view=table")
        return len(found)

    body(browser, page)
    few = queries()
    for number in range(12):
        profile(run, f"Dancer {number}")
    from marketplace.services.search import judging
    from marketplace.services.tables import opening

    opening.forget()
    judging.forget()
    body(browser, page)
    assert queries() == few


@pytest.mark.parametrize("query", ["page=99999", "page=x", "sort=evil", "run=abc", "category=%00"])
def test_strange_addresses_show_the_list(browser, page, query) -> None:
    assert "Dana Dances" in body(browser, f"{page}?{query}")
