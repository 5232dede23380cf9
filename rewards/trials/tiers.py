"""How staff are told which tiers a draft would give today."""

from typing import Any

from django.utils.translation import gettext as _

from creatorspark.core.policies.kinds import Report
from rewards.services import tier_words

Row = dict[str, Any]


def tier_report_of(outcome: dict[str, Any]) -> Report:
    """Turn the outcome of a trial of tiers into figures, a chart, tables and how to read them."""
    return {
        "figures": [
            {
                "label": _("Creators looked at"),
                "value": f"{outcome['creators']:,}",
                "note": _("all who have a video in the window"),
            },
            _moved(_("Would earn a higher tier"), outcome["rises"]),
            _moved(_("Would earn a lower tier"), outcome["falls"]),
        ],
        "charts": [
            {
                "title": _("Tiers earned today"),
                "unit": _("creators"),
                "labels": [tier_words.name_of(tier) for tier in outcome["tiers"]],
                "series": [
                    {"name": name, "values": [pair[side] for pair in outcome["totals"]]}
                    for side, name in _sides(outcome)
                ],
            }
        ],
        "tables": [
            _groups(_("By niche"), outcome["by_niche"], outcome),
            _groups(_("By size of the creator"), outcome["by_size"], outcome),
            _people(_("Some who would earn a higher tier"), outcome["rises"], outcome),
            _people(_("Some who would earn a lower tier"), outcome["falls"], outcome),
        ],
        "notes": [
            _(
                "This is what the videos of the window earn today under each policy. Tiers that "
                "people have fall only after warnings, so a stricter draft shows its effect over "
                "weeks."
            )
        ],
    }


def tier_export_of(outcome: dict[str, Any]) -> list[tuple[object, ...]]:
    """Return the counts as rows for a spreadsheet, headers first."""
    sections = (
        ("all", [{"name": "", "counts": outcome["totals"]}]),
        ("niche", outcome["by_niche"]),
        ("size", outcome["by_size"]),
    )
    return [
        ("section", "group", "tier", "in force", "draft"),
        *(
            (section, row["name"], tier, *pair)
            for section, rows in sections
            for row in rows
            for tier, pair in zip(outcome["tiers"], row["counts"], strict=True)
        ),
    ]


def _sides(outcome: dict[str, Any]) -> tuple[tuple[int, str], ...]:
    return (0, outcome["base"] or _("none in force")), (1, outcome["draft"])


def _moved(label: str, side: Row) -> Row:
    return {"label": label, "value": f"{side['creators']:,}", "note": ""}


def _groups(title: str, rows: list[Row], outcome: dict[str, Any]) -> Row:
    return {
        "title": title,
        "headers": [
            _("Group"),
            _("Creators"),
            *(tier_words.name_of(tier) for tier in outcome["tiers"]),
        ],
        "rows": [
            [
                row["name"] or _("not known"),
                f"{row['creators']:,}",
                *(_change(before, after) for before, after in row["counts"]),
            ]
            for row in rows
        ],
    }


def _change(before: int, after: int) -> str:
    return f"{before:,}" if before == after else f"{before:,} → {after:,}"


def _people(title: str, side: Row, outcome: dict[str, Any]) -> Row:
    return {
        "title": title,
        "headers": [_("Creator"), *(name for _side, name in _sides(outcome))],
        "rows": [
            [handle, tier_words.name_of(before), tier_words.name_of(after)]
            for handle, before, after in side["some"]
        ],
    }
