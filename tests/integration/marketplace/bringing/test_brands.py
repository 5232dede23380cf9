"""Brands from a file: targets, what they sell, and who belongs to whom."""

import pytest

from marketplace.models import Brand, ImportedRow, Rivalry
from marketplace.services import families
from tests.factories import BrandFactory, UserFactory
from tests.factories.times import NOW
from tests.integration.marketplace.bringing.conftest import BRAND

pytestmark = pytest.mark.django_db
BEER = "Promote our beer and brewery"


def named(*names, goals=BRAND["Marketing Goals"]):
    return [
        {"Brand ID": f"B{place}", "Brand Name": name, "Marketing Goals": goals}
        for place, name in enumerate(names)
    ]


def test_a_row_becomes_a_brand_with_targets_and_industries(csv_file, bring):
    target = {"Target Audience Age": "13-35", "Target Audience Gender": "female"}
    run = bring(csv_file(BRAND, {**target, "Target Audience Location": "USA"}), "brands")
    assert (run.rows_read, run.rows_added, run.rows_noted) == (1, 1, 0)
    brand = Brand.objects.get()
    assert (brand.name, brand.external_id) == ("Loom", "B001")
    assert (brand.target_ages, brand.target_genders) == ("13-35", ["female"])
    assert brand.target_markets == ["US"]
    assert brand.industries[0]["industry"] == "fashion"
    assert "clothing" in brand.industries[0]["because"]
    assert brand.original["Target Audience Location"] == "USA"


def test_everybody_excludes_nobody(csv_file, bring):
    bring(csv_file(BRAND, {}), "brands")
    brand = Brand.objects.get()
    assert (brand.target_ages, brand.target_genders, brand.target_markets) == ("", [], [])


def test_the_same_file_twice_changes_nothing_even_after_staff_did(csv_file, bring):
    path = csv_file(BRAND, *named("Loom", "Loom Kids"))
    bring(path, "brands")
    Brand.objects.filter(name="Loom").update(goals="What staff wrote")
    before = list(Brand.objects.values())
    run = bring(path, "brands")
    assert (run.rows_unchanged, run.rows_updated) == (2, 0)
    assert list(Brand.objects.values()) == before


def test_a_changed_row_updates_and_a_blank_keeps_what_was_there(csv_file, bring):
    bring(csv_file(BRAND, {"Target Audience Age": "13-35"}), "brands")
    row = {"Brand Name": "LOOM", "Target Audience Age": "", "Marketing Goals": BEER}
    run = bring(csv_file(BRAND, row), "brands")
    assert run.rows_updated == 1
    brand = Brand.objects.get()
    assert (brand.name, brand.target_ages) == ("Loom", "13-35")
    assert brand.industries[0]["industry"] == "alcohol"


def test_industries_that_staff_set_stay(csv_file, bring):
    BrandFactory(name="Loom", industries_source="staff", industries=[])
    bring(csv_file(BRAND, {}), "brands")
    assert Brand.objects.get().industries == []


def test_a_brand_without_words_is_kept_and_says_so(csv_file, bring):
    strange = {"Brand Name": "Zzz", "Brand ID": "2", "Marketing Goals": "Grow zzz"}
    bring(csv_file(BRAND, {"Marketing Goals": ""}, strange), "brands")
    told = {row.number: {one["code"] for one in row.problems} for row in ImportedRow.objects.all()}
    assert told == {2: {"empty"}, 3: {"unknown_words"}}
    assert Brand.objects.count() == 2


def test_one_name_twice_and_one_number_for_two_brands_are_listed(csv_file, bring):
    rows = [{}, {"Brand Name": "loom"}, {"Brand Name": "Spindle"}]
    run = bring(csv_file(BRAND, *rows), "brands")
    assert (run.rows_added, run.rows_rejected) == (2, 1)
    assert Brand.objects.get(name="Spindle").external_id == ""
    told = [row.problems[0]["code"] for row in run.rows.exclude(problems=[])]
    assert told == ["twice", "taken"]


@pytest.mark.parametrize("name", ["ΟΔΟΣ", "İpek", "ǅungla", "GROẞ", "ΣΟΦΟΣ ΚΑΦΕΣ"])
def test_a_name_whose_small_letters_python_writes_otherwise_is_known_again(csv_file, bring, name):
    path = csv_file(BRAND, *named(name, "Loom"))
    bring(path, "brands")
    run = bring(path, "brands")
    assert (run.rows_unchanged, run.rows_rejected) == (2, 0)
    assert Brand.objects.count() == 2


def test_two_spellings_that_the_database_takes_for_one_name_are_one_brand(csv_file, bring):
    run = bring(csv_file(BRAND, *named("İpek", "Loom", "IPEK", "ipek")), "brands")
    assert (run.rows_added, run.rows_rejected) == (2, 2)
    told = [row.problems[0] for row in run.rows.filter(state="rejected").order_by("number")]
    assert [one["code"] for one in told] == ["twice", "twice"]


def test_a_name_that_looks_like_another_is_that_one_and_an_invisible_one_is_none(csv_file, bring):
    run = bring(csv_file(BRAND, *named("Loom", "Loom\u200b", "\u200b", "\u00adSpindle")), "brands")
    assert (run.rows_added, run.rows_rejected) == (2, 2)
    assert sorted(Brand.objects.values_list("name", flat=True)) == ["Loom", "Spindle"]
    codes = [
        row.problems[0]["code"] for row in run.rows.filter(state="rejected").order_by("number")
    ]
    assert codes == ["twice", "nameless"]


def test_lines_of_a_brand_are_suggested_and_listed_and_never_merged(csv_file, bring):
    run = bring(csv_file(BRAND, *named("Loom Kids", "Loom", "Spindle")), "brands")
    kids = Brand.objects.get(name="Loom Kids")
    assert (str(kids.parent), kids.parent_source) == ("Loom", "suggested")
    told = run.rows.get(brand=kids).problems[-1]
    assert (told["code"], told["taken_as"]) == ("family", "Loom")
    assert run.rows_noted == 1
    pairs = {
        frozenset((row.first.name, row.second.name))
        for row in Rivalry.objects.select_related("first", "second")
    }
    assert pairs == {frozenset(("Loom Kids", "Spindle")), frozenset(("Loom", "Spindle"))}


def test_what_staff_say_of_families_outlives_the_next_file(csv_file, bring):
    staff = UserFactory(staff=True)
    path = csv_file(BRAND, *named("Loom Kids", "Loom", "Spindle"))
    bring(path, "brands")
    kids, loom = Brand.objects.get(name="Loom Kids"), Brand.objects.get(name="Loom")
    spindle = Brand.objects.get(name="Spindle")
    families.set_parent(kids, parent=None, actor=staff, now=NOW)
    families.set_rivals(spindle, other=loom, active=False, actor=staff, now=NOW)
    bring(path, "brands")
    kids.refresh_from_db()
    assert (kids.parent, kids.parent_source) == (None, "staff")
    ended = Rivalry.objects.get(first__in=[loom, spindle], second__in=[loom, spindle])
    assert (ended.active, ended.source) == (False, "staff")
    # Two houses that sell the same are rivals now.
    assert Rivalry.objects.filter(first__in=[kids, loom], second__in=[kids, loom]).exists()


def test_a_brand_never_stands_above_itself():
    staff = UserFactory(staff=True)
    top = BrandFactory(name="Top")
    middle = BrandFactory(name="Middle", parent=top, parent_source="staff")
    for parent in (top, middle):
        with pytest.raises(families.FamilyError, match="belongs to"):
            families.set_parent(top, parent=parent, actor=staff, now=NOW)
    with pytest.raises(families.FamilyError, match="own rival"):
        families.set_rivals(top, other=top, active=True, actor=staff, now=NOW)


def test_a_suggestion_never_contradicts_staff(csv_file, bring):
    BrandFactory(name="Spindle Works")
    top = BrandFactory(name="Spindle", parent=Brand.objects.get(), parent_source="staff")
    families.suggest(now=NOW)
    top.refresh_from_db()
    assert str(top.parent) == "Spindle Works"
    assert Brand.objects.get(name="Spindle Works").parent is None
