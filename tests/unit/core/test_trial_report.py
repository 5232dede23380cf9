"""A trial's report becomes charts with the same figures in a table behind them."""

import json

from creatorspark.core.admin.simulation import as_shown

REPORT = {
    "figures": [{"label": "Cost", "value": "41,200", "note": "a week"}],
    "charts": [
        {
            "title": "By niche",
            "unit": "points",
            "labels": ["cooking", "dance"],
            "series": [{"name": "new", "values": [3, 4]}, {"name": "old", "values": [1, 2]}],
        }
    ],
    "tables": [{"title": "Who gains", "headers": ["Creator"], "rows": [["@ana"]]}],
}


def test_a_chart_has_its_table_behind_it():
    [chart] = as_shown(REPORT)["charts"]
    assert chart["table"] == {
        "headers": ["", "new", "old"],
        "rows": [["cooking", 3, 1], ["dance", 4, 2]],
    }
    data = json.loads(chart["data"])
    assert data["labels"] == ["cooking", "dance"]
    assert [series["data"] for series in data["datasets"]] == [[3, 4], [1, 2]]


def test_lengths_start_at_zero_and_name_their_unit():
    axis = json.loads(as_shown(REPORT)["charts"][0]["options"])["scales"]["y"]
    assert axis["beginAtZero"] is True
    assert axis["title"] == {"display": True, "text": "points"}


def test_an_empty_report_shows_nothing():
    assert as_shown({}) == {"figures": [], "charts": [], "tables": [], "notes": []}
