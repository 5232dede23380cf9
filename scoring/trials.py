"""How a points policy is tried on real history, and how the outcome is told to staff."""

import re
import sys
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from creatorspark.core.policies.kinds import PolicyKind, Report, Trial
from creatorspark.core.policies.kinds import register as register_kind
from scoring.domain.engagement import GradePolicy
from scoring.domain.points.policy import parse_policy
from scoring.domain.quality.policy import QualityPolicy
from scoring.domain.verdicts.policy import OriginalityPolicy
from scoring.services.jobs import SIMULATE
from scoring.services.policies import GRADE, ORIGINALITY, POINTS, QUALITY
from scoring.services.simulation import SIZES


def register() -> None:
    """Tell the policy desk about the kinds of policies that judge videos."""
    register_kind(PolicyKind(name=GRADE, check=GradePolicy.from_parameters))
    register_kind(PolicyKind(name=ORIGINALITY, check=OriginalityPolicy.from_parameters))
    register_kind(PolicyKind(name=QUALITY, check=QualityPolicy.from_parameters))
    register_kind(
        PolicyKind(
            name=POINTS,
            check=parse_policy,
            trial=Trial(
                job_kind=SIMULATE,
                parameters=lambda policy: {"policy": policy.version},
                report=report_of,
            ),
        )
    )


def report_of(outcome: dict[str, Any]) -> Report:
    """Turn the outcome of a simulation into figures, charts and tables."""
    if not outcome.get("videos"):
        nothing = _("No video is old enough to be scored yet, so there is nothing to compare.")
        return {"figures": [{"label": _("Videos"), "value": "0", "note": nothing}]}
    groups = (
        (_("By niche"), outcome["by_niche"]),
        (_("By size of the creator"), sorted(outcome["by_size"], key=_by_size)),
        (_("By length of the video"), sorted(outcome["by_length"], key=_by_first_number)),
    )
    return {
        "figures": _figures(outcome),
        "charts": [_histogram(outcome), *(_chart(title, rows, outcome) for title, rows in groups)],
        "tables": [
            _people(_("Who would gain most"), outcome["winners"], outcome),
            _people(_("Who would lose most"), outcome["losers"], outcome),
            *(_group(title, rows, outcome) for title, rows in groups),
        ],
    }


def _by_size(row: dict[str, Any]) -> int:
    names = [name for _limit, name in SIZES]
    return names.index(row["name"]) if row["name"] in names else len(names)


def _by_first_number(row: dict[str, Any]) -> int:
    found = re.match(r"\d+", row["name"])
    return int(found.group()) if found else sys.maxsize


def _signed(change: int) -> str:
    """Write a change with its sign, as a minus and not a hyphen; none for zero."""
    return f"{change:+,}".replace("-", "−") if change else "0"


def _figures(outcome: dict[str, Any]) -> list[dict[str, str]]:
    totals = outcome["totals"]
    change = totals["counted_after"] - totals["counted_before"]
    return [
        {
            "label": _("Cost on this history"),
            "value": f"{totals['counted_after']:,}",
            "note": _("%(change)s points against %(base)s")
            % {"change": _signed(change), "base": outcome["base"]},
        },
        {
            "label": _("Median of a video"),
            "value": f"{totals['median_after']:,.0f}",
            "note": _("%(before)s with %(base)s")
            % {"before": f"{totals['median_before']:,.0f}", "base": outcome["base"]},
        },
        {
            "label": _("Creators who gain"),
            "value": f"{outcome['creators_up']:,}",
            "note": _("%(n)s lose") % {"n": f"{outcome['creators_down']:,}"},
        },
        {
            "label": _("Videos that gain"),
            "value": f"{totals['videos_up']:,}",
            "note": _("of %(all)s; %(down)s lose")
            % {"all": f"{outcome['videos']:,}", "down": f"{totals['videos_down']:,}"},
        },
    ]


def _histogram(outcome: dict[str, Any]) -> dict[str, Any]:
    spread = outcome["distribution"]
    edges = spread["edges"]
    return {
        "title": _("Videos by points"),
        "unit": _("videos"),
        "labels": [f"{low:,.0f}–{high:,.0f}" for low, high in pairwise(edges)],
        "series": [
            {"name": outcome["draft"], "values": spread["after"]},
            {"name": outcome["base"], "values": spread["before"]},
        ],
    }


def _chart(title: str, rows: list[dict[str, Any]], outcome: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": title,
        "unit": _("mean points of a video"),
        "labels": [row["name"] for row in rows],
        "series": [
            {"name": outcome["draft"], "values": [row["mean_after"] for row in rows]},
            {"name": outcome["base"], "values": [row["mean_before"] for row in rows]},
        ],
    }


def _people(title: str, rows: list[dict[str, Any]], outcome: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": title,
        "headers": [_("Creator"), outcome["base"], outcome["draft"], _("Change")],
        "rows": [
            [
                f"@{row['handle']}" if row["handle"] else f"#{row['creator_id']}",
                f"{row['before']:,}",
                f"{row['after']:,}",
                _signed(row["change"]),
            ]
            for row in rows
        ],
    }


def _group(title: str, rows: list[dict[str, Any]], outcome: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": _("%(group)s: points paid") % {"group": title},
        "headers": ["", _("Videos"), outcome["base"], outcome["draft"], _("Change")],
        "rows": [
            [
                row["name"],
                f"{row['videos']:,}",
                f"{row['counted_before']:,}",
                f"{row['counted_after']:,}",
                _signed(row["counted_after"] - row["counted_before"]),
            ]
            for row in rows
        ],
    }
