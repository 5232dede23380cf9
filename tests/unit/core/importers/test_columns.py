"""Which column is what."""

import pytest

from creatorspark.core.importers.columns import sniff_delimiter, work_out
from creatorspark.core.importers.problems import Fault, FileFault

ROW = "6907228749016714497"


def fields(head, **options):
    return work_out(head, **options)[0].mapping


def test_names_synonyms_and_case():
    head = (
        "Video ID,Author,playCount,diggCount,commentCount,shareCount,collectCount,Length,"
        "Create Time,Scraped at,Description\n"
        f"{ROW},@nina,1,2,3,4,5,00:31,2024-01-01,2024-01-08,hello\n"
    )
    assert fields(head) == {
        "id": "Video ID",
        "creator": "Author",
        "views": "playCount",
        "likes": "diggCount",
        "comments": "commentCount",
        "shares": "shareCount",
        "saves": "collectCount",
        "duration": "Length",
        "posted_at": "Create Time",
        "observed_at": "Scraped at",
        "caption": "Description",
    }


def test_order_does_not_matter_and_unknown_columns_are_named():
    layout, _ = work_out(f"weird,views,id\nx,5,{ROW}\n")
    assert layout.mapping == {"id": "id", "views": "views"}
    assert layout.unused == ["weird"]


def test_a_row_number_called_id_gives_way_to_the_video_id():
    assert fields(f"id,video_id,views\n1,{ROW},5\n")["id"] == "video_id"


def test_an_id_is_known_by_its_look():
    layout, _ = work_out(f"key,views\n{ROW},5\n")
    assert layout.mapping["id"] == "key"
    assert layout.how["id"] == "content"


def test_a_creator_column_of_numbers_is_an_id():
    assert "creator_id" in fields(f"video_id,creator,views\n{ROW},6825540583826768902,5\n")


def test_a_plain_name_is_trusted_so_that_each_row_says_what_is_wrong():
    assert fields("video_id,views\n=1+1,x\n=2+2,y\n") == {"id": "video_id", "views": "views"}


def test_the_header_may_come_after_a_preamble():
    layout, samples = work_out(f"Report of May\n\nvideo id,views\n{ROW},5\n")
    assert layout.header_line == 3
    assert samples == [[ROW, "5"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found_although_captions_hold_others(delimiter):
    rows = [["id", "views", "caption"], [ROW, "5", '"a, b; c | d"'], [ROW, "6", '"e, f, g; h"']]
    head = "\n".join(delimiter.join(row) for row in rows)
    assert sniff_delimiter(head) == delimiter


def test_a_person_chooses_and_takes_a_column_away_from_our_guess():
    head = f"id,views,impressions\n{ROW},5,9\n"
    assert fields(head, mapping={"views": "impressions"})["views"] == "impressions"
    chosen = fields(head, mapping={"likes": "views", "views": "impressions"})
    assert chosen == {"id": "id", "likes": "views", "views": "impressions"}
    with pytest.raises(FileFault) as fault:
        fields(head, mapping={"views": ""})
    assert fault.value.fault == Fault.NO_COLUMNS


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [({"views": "nope"}, Fault.COLUMN_UNKNOWN), ({"vues": "views"}, Fault.FIELD_UNKNOWN)],
)
def test_choices_that_do_not_exist(mapping, expected):
    with pytest.raises(FileFault) as fault:
        fields(f"id,views\n{ROW},5\n", mapping=mapping)
    assert fault.value.fault == expected


@pytest.mark.parametrize("head", ["just a sentence\nand another\n", "a,b\n1,2\n", "x\n"])
def test_text_without_our_columns_is_refused(head):
    with pytest.raises(FileFault) as fault:
        work_out(head)
    assert fault.value.fault == Fault.NO_COLUMNS


def test_columns_of_the_same_name_are_told_apart():
    layout, _ = work_out(f"id,views,views\n{ROW},5,6\n")
    assert layout.columns == ("id", "views", "views (2)")
    assert layout.mapping["views"] == "views"


def test_a_header_that_says_one_name_thousands_of_times_is_read_in_one_pass():
    # Looked for one by one among all before, these would be hours of work.
    names = ",".join(["x"] * 10_000)
    cells = ",".join(["1"] * 10_000)
    found = fields(f"Video ID,views,likes,{names}\n{ROW},9,1,{cells}\n")
    assert found["id"] == "Video ID"
    assert found["views"] == "views"
