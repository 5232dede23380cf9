"""Creators from a file: added once, updated after, never guessed about."""

from datetime import date, timedelta

import pytest

from creatorspark.core.models import AuditEntry, Creator
from creatorspark.core.services.erasure import erase_creator, merge_creators
from marketplace.models import Audience, ImportedRow, Listing, MarketImport
from marketplace.services.bringing.faults import BringingRefused
from tests.factories import CreatorFactory, MetricSnapshotFactory, UserFactory, VideoFactory
from tests.factories.times import NOW
from tests.integration.marketplace.bringing.conftest import CREATOR

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=40)


def codes(row):
    return {(one["code"], one["column"]) for one in row.problems}


def test_a_row_becomes_a_profile_a_listing_and_an_audience(csv_file, bring):
    run = bring(csv_file(CREATOR, {}), "creators")
    assert (run.rows_read, run.rows_added, run.rows_noted) == (1, 1, 1)
    creator = Creator.objects.get()
    assert (creator.external_id, creator.handle) == ("@ada", "ada")
    assert (creator.display_name, creator.follower_count) == ("Ada Lovelace", 150_000)
    listing = Listing.objects.get(creator=creator)
    assert listing.topics == ["dance videos", "comedy"]
    assert listing.topics_original == "dance vidoes, comedy"
    assert listing.reported["likes"] == 900
    audience = Audience.objects.get(creator=creator)
    assert sum(audience.ages.values()) == pytest.approx(1)
    assert audience.ages["25-34"] == 0
    assert audience.female_share == pytest.approx(0.85)
    assert audience.markets == {"US": 1}
    assert audience.original["audience_age"] == "13-24"
    row = ImportedRow.objects.get()
    assert (row.number, row.original["Content"]) == (2, "dance vidoes, comedy")
    assert ("spelling", "content") in codes(row)
    assert AuditEntry.objects.filter(action="marketplace.import.finished").exists()


def test_the_same_file_twice_changes_nothing(csv_file, bring):
    path = csv_file(CREATOR, {}, {"Creator ID": "2", "Username": "grace", "Creator Name": "Grace"})
    bring(path, "creators")
    before = [*Creator.objects.values(), *Listing.objects.values(), *Audience.objects.values()]
    run = bring(path, "creators", now=LATER)
    assert (run.rows_unchanged, run.rows_added, run.rows_updated) == (2, 0, 0)
    assert run.options["as_of"] == NOW.date().isoformat()
    after = [*Creator.objects.values(), *Listing.objects.values(), *Audience.objects.values()]
    assert after == before


def test_a_newer_file_updates_and_the_audience_is_appended(csv_file, bring):
    bring(csv_file(CREATOR, {}), "creators")
    newer = csv_file(CREATOR, {"Followers": "160000", "Audience Age": "18-34"})
    run = bring(newer, "creators", now=LATER)
    assert run.rows_updated == 1
    assert Creator.objects.get().follower_count == 160_000
    assert Audience.objects.count() == 2
    assert Audience.objects.get(is_current=True).ages["13-17"] == 0


def test_an_older_audience_is_kept_and_not_current(csv_file, bring):
    bring(csv_file(CREATOR, {}), "creators")
    older = csv_file(CREATOR, {"Audience Age": "45-54"})
    bring(older, "creators", as_of=date(2020, 1, 1))
    assert Audience.objects.count() == 2
    assert Audience.objects.get(is_current=True).original["audience_age"] == "13-24"


def test_figures_without_a_day_give_way_to_those_with_one(csv_file, bring):
    bring(csv_file(CREATOR, {}), "creators")
    row = Audience.objects.get()
    assert (row.is_dated, Listing.objects.get().reported_on) == (False, None)
    month = NOW.date() - timedelta(days=30)
    bring(csv_file(CREATOR, {"Audience Age": "18-34"}), "creators", as_of=month)
    current = Audience.objects.get(is_current=True)
    assert (current.is_dated, current.as_of) == (True, month)
    assert Listing.objects.get().reported_on == month
    bring(csv_file(CREATOR, {"Audience Age": "45-54"}), "creators", now=LATER)
    assert Audience.objects.count() == 3
    assert Audience.objects.get(is_current=True).pk == current.pk


def test_a_day_once_named_for_a_file_is_remembered(csv_file, bring):
    path = csv_file(CREATOR, {})
    bring(path, "creators", as_of=NOW.date() - timedelta(days=3))
    run = bring(path, "creators")
    assert (run.rows_unchanged, run.options["is_dated"]) == (1, True)


def test_what_was_counted_here_stands_before_a_file_without_a_day(csv_file, bring):
    creator = CreatorFactory(handle="ada", follower_count=99)
    video = VideoFactory(creator=creator)
    video.latest = MetricSnapshotFactory(video=video, observed_at=NOW - timedelta(days=3))
    video.save()
    bring(csv_file(CREATOR, {}), "creators")
    creator.refresh_from_db()
    assert creator.follower_count == 99


def test_what_the_platform_counted_later_is_not_overwritten(csv_file, bring):
    creator = CreatorFactory(handle="ada", follower_count=99, display_name="Ada L.")
    video = VideoFactory(creator=creator)
    video.latest = MetricSnapshotFactory(video=video, observed_at=NOW)
    video.save()
    bring(csv_file(CREATOR, {}), "creators", as_of=NOW.date() - timedelta(days=3))
    creator.refresh_from_db()
    assert (creator.follower_count, creator.display_name) == (99, "Ada L.")
    assert ("other_name", "name") in codes(ImportedRow.objects.get())


def test_a_profile_known_by_its_name_gets_the_platforms_number(csv_file, bring):
    bring(csv_file(CREATOR, {}), "creators")
    bring(csv_file(CREATOR, {"Creator ID": "6825540583826768902"}), "creators")
    assert Creator.objects.get().external_id == "6825540583826768902"


def test_a_claimed_profile_keeps_its_own_words(csv_file, bring):
    creator = CreatorFactory(handle="ada", user=UserFactory())
    Listing.objects.create(creator=creator, topics=["painting"])
    bring(csv_file(CREATOR, {}), "creators")
    assert Listing.objects.get().topics == ["painting"]
    assert ("owned", "content") in codes(ImportedRow.objects.get())


def test_rows_that_are_of_no_use_are_left_out_and_say_why(csv_file, bring):
    path = csv_file(
        CREATOR,
        {},
        {"Creator Name": " "},
        {"Username": "", "Creator Name": "Nobody"},
        {"Creator Name": "Ada again"},
    )
    with path.open("a") as file:
        file.write("only,three,cells\n")
    run = bring(path, "creators")
    assert (run.rows_added, run.rows_rejected) == (1, 4)
    left_out = ImportedRow.objects.filter(state="rejected").order_by("number")
    assert [row.problems[-1]["code"] for row in left_out] == [
        "nameless",
        "unplaceable",
        "twice",
        "width",
    ]
    assert Creator.objects.count() == 1


def test_an_erased_profile_is_not_filled_again(csv_file, bring):
    creator = CreatorFactory(external_id="6825540583826768902", handle="ada")
    bring(csv_file(CREATOR, {"Creator ID": "6825540583826768902"}), "creators")
    erase_creator(creator, reason="asked", actor=UserFactory(staff=True), now=NOW)
    row = ImportedRow.objects.get()
    assert (row.original, row.cleaned) == ({}, {})
    assert not Listing.objects.exists()
    assert not Audience.objects.exists()
    run = bring(csv_file(CREATOR, {"Creator ID": "6825540583826768902"}), "creators")
    assert run.rows_rejected == 1
    creator.refresh_from_db()
    assert creator.display_name == ""


def test_a_merged_profile_leads_to_the_one_that_goes_on(csv_file, bring):
    kept = CreatorFactory(handle="ada.l", external_id="6825540583826768901")
    gone = CreatorFactory(handle="ada", external_id="6825540583826768902")
    bring(csv_file(CREATOR, {"Creator ID": "6825540583826768902"}), "creators")
    merge_creators(kept, gone, reason="one", actor=UserFactory(staff=True), now=NOW)
    assert Listing.objects.get().creator == kept
    assert Audience.objects.get(is_current=True).creator == kept
    both = csv_file(
        CREATOR,
        {"Creator ID": "6825540583826768901", "Username": "ada.l"},
        {"Creator ID": "6825540583826768902"},
    )
    run = bring(both, "creators")
    assert [row.problems[-1]["code"] for row in run.rows.filter(state="rejected")] == ["twice"]
    assert Listing.objects.count() == 1


def test_a_file_that_fails_leaves_nothing(csv_file, bring, tmp_path):
    for content in (b"", b"PK\x03\x04zip", b"Colour,Size\nred,1\n", b"Creator Name,Username\n"):
        path = tmp_path / "bad.csv"
        path.write_bytes(content)
        with pytest.raises(BringingRefused, match=r"[Nn]othing was imported"):
            bring(path, "creators")
    with pytest.raises(BringingRefused, match="colour"):
        bring(csv_file(CREATOR, {}), "creators", mapping={"colour": "Likes"})
    assert not MarketImport.objects.exists()


def test_strange_texts_come_through_whole(csv_file, bring):
    path = csv_file(
        CREATOR,
        {"Creator Name": "😀🎉", "Username": "emoji", "Content": "😀, " + ", ".join("#a" * 900)},
        {"Creator Name": "=HYPERLINK(1)", "Username": "formula", "Followers": "9" * 30},
    )
    run = bring(path, "creators")
    assert run.rows_added == 2
    assert Creator.objects.get(handle="emoji").display_name == "😀🎉"
    assert Creator.objects.get(handle="formula").follower_count is None
