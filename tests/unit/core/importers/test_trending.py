"""The trending format, whole and broken."""

import io
import json
from datetime import UTC, datetime

import pytest

from creatorspark.core.importers import trending
from creatorspark.core.importers.problems import Fault, FileFault, Reason
from creatorspark.core.importers.trending import TrendingReader

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def video(number=1, **changes):
    return {
        "id": str(6907228749016714497 + number),
        "text": 'He said "hi"\n😀 مرحبا',
        "createTime": 1608214517,
        "authorMeta": {"id": "6825540583826768902", "name": "nina", "nickName": "Nina"},
        "videoMeta": {"height": 1024, "width": 576, "duration": 15},
        "diggCount": 3710,
        "shareCount": 50,
        "playCount": 44800,
        "commentCount": 68,
        "hashtags": [{"name": "viral"}, {"name": 'a"b\\c'}],
    } | changes


def read(data, encoding="utf-8"):
    reader = TrendingReader(io.BytesIO(data), encoding=encoding, observed_at=None, now=NOW)
    return list(reader), reader.problems


def whole(*videos):
    return json.dumps({"headers": {}, "collector": list(videos)}).encode()


def test_a_record_becomes_a_row():
    (row,), problems = read(whole(video()))
    assert problems == []
    assert (row.video_key, row.creator_key) == ("6907228749016714498", "6825540583826768902")
    assert (row.views, row.likes, row.comments, row.shares, row.saves) == (
        44800,
        3710,
        68,
        50,
        None,
    )
    assert row.follower_count is None
    assert row.hashtags == '{"viral","a\\"b\\\\c"}'


def test_a_plain_list_and_numbers_as_numbers_or_text_are_read():
    odd = video(id=6907228749016714497, playCount="541.2K", createTime="1608214517")
    rows, problems = read(json.dumps([odd]).encode())
    assert problems == []
    assert (rows[0].video_key, rows[0].views) == ("6907228749016714497", 541_200)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_encodings_are_read(encoding):
    text = json.dumps({"collector": [video()]}, ensure_ascii=False)
    rows, _ = read(text.encode(encoding), encoding=encoding)
    assert rows[0].caption == video()["text"]


def test_a_cut_file_gives_the_records_before_the_cut():
    data = whole(*(video(number) for number in range(50)))
    for cut in range(len(data) // 2, len(data) - 3, 997):
        rows, problems = read(data[:cut])
        assert [problem.reason for problem in problems] == [Reason.JSON_CUT_OFF]
        assert problems[0].line == len(rows) + 1
        assert len(rows) == data[:cut].count(
            b'"hashtags": [{"name": "viral"}, {"name": "a\\"b\\\\c"}]}'
        )


def test_broken_json_in_the_middle_keeps_what_came_before():
    rows, problems = read(whole(video(1)).replace(b"]}]}", b"]}, oops]}"))
    assert len(rows) == 1
    assert [problem.reason for problem in problems] == [Reason.JSON_BROKEN]


@pytest.mark.parametrize(
    ("changes", "reason", "field"),
    [
        ({"playCount": None}, Reason.VIEWS_MISSING, "views"),
        ({"playCount": True}, Reason.COUNT_INVALID, "views"),
        ({"diggCount": -1}, Reason.COUNT_NEGATIVE, "likes"),
        ({"shareCount": 10**30}, Reason.COUNT_TOO_LARGE, "shares"),
        ({"id": ""}, Reason.ID_MISSING, "id"),
        ({"createTime": 99999999999}, Reason.TIME_FUTURE, "posted_at"),
        ({"createTime": "soon"}, Reason.TIME_INVALID, "posted_at"),
        ({"authorMeta": {}}, Reason.CREATOR_INVALID, "creator"),
    ],
)
def test_a_bad_record_is_left_out_with_its_reason(changes, reason, field):
    rows, problems = read(whole(video(1), video(2, **changes), video(3)))
    assert len(rows) == 2
    assert [(found.line, found.reason, found.field) for found in problems] == [(2, reason, field)]


def test_what_is_no_record_is_left_out():
    rows, problems = read(b'{"collector": [1, "x", null, []]}')
    assert rows == []
    assert [problem.reason for problem in problems] == [Reason.RECORD_INVALID] * 4


def test_engagement_above_views_is_noted_and_kept():
    rows, problems = read(whole(video(playCount=10)))
    assert len(rows) == 1
    assert [problem.reason for problem in problems] == [Reason.ENGAGEMENT_ABOVE_VIEWS]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"id,views\n1,2\n", Fault.NOT_JSON),
        (b'{"videos": 1}', Fault.NO_RECORDS),
        (b"[]", Fault.NO_RECORDS),
        (b"{broken", Fault.NO_RECORDS),
    ],
)
def test_a_file_without_records_is_refused(data, fault):
    with pytest.raises(FileFault) as refused:
        read(data)
    assert refused.value.fault == fault


def test_an_endless_record_stops_the_reading(monkeypatch):
    monkeypatch.setattr(trending, "MAX_RECORD_BYTES", 200_000)
    rows, problems = read(whole(video(1), video(2, text="x" * 300_000)))
    assert len(rows) == 1
    assert [problem.reason for problem in problems] == [Reason.RECORD_TOO_LARGE]


def test_nul_characters_never_reach_the_database():
    rows, _ = read(whole(video(text="a\0b")).replace(b"viral", b"vi\0ral"))
    assert rows[0].caption == "ab"
    assert "viral" in rows[0].hashtags
