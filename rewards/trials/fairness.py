"""Fairness in a trial's report: each kind of group as paid and as the draft would pay."""

from typing import Any

from django.utils.translation import gettext as _

from rewards.trials import words

Row = dict[str, Any]


def flagged(outcome: dict[str, Any], side: str) -> int:
    """Return how many groups are flagged, “now” or “then”."""
    kinds = outcome["fairness"][side].values()
    return sum(group["flag"] == "flagged" for kind in kinds for group in kind["groups"])


def fairness_tables(outcome: dict[str, Any]) -> list[Row]:
    """Return a table a kind of group that has anything to compare."""
    then = outcome["fairness"]["then"]
    return [_table(kind, outcome) for kind in words.KINDS if len(then[kind]["groups"]) > 1]


def _table(kind: str, outcome: dict[str, Any]) -> Row:
    now = {group["name"]: group for group in outcome["fairness"]["now"][kind]["groups"]}
    draft = outcome["draft"]
    return {
        "title": _("%(group)s: are bonuses alike?") % {"group": words.KINDS[kind]},
        "folded": True,
        "headers": [
            "",
            _("Videos"),
            _("With a bonus"),
            _("With %(draft)s") % {"draft": draft},
            _("Against the best"),
            _("With %(draft)s") % {"draft": draft},
            _("Bonus for base"),
            _("With %(draft)s") % {"draft": draft},
            _("Says"),
        ],
        "rows": [
            _row(now.get(group["name"]), group)
            for group in outcome["fairness"]["then"][kind]["groups"]
        ],
    }


def _row(now: Row | None, then: Row) -> list[str]:
    before = now or then
    return [
        words.group_name(then["name"]),
        f"{then['videos']:,}",
        words.share(before["share"]["of"]),
        words.share(then["share"]["of"]),
        words.ratio(before["share"]["to_best"]),
        words.ratio(then["share"]["to_best"]),
        words.ratio(before["money"]["to_best"]),
        words.ratio(then["money"]["to_best"]),
        _verdict(before["flag"], then["flag"]),
    ]


def _verdict(before: str, after: str) -> str:
    if before == after:
        return str(words.FLAGS[after])
    return _("%(before)s, then %(after)s") % {
        "before": words.FLAGS[before],
        "after": words.FLAGS[after],
    }
