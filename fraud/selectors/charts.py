"""What an alert's evidence looks like: charts with the tables behind them, for staff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.utils import formats
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fraud.domain.drawings.graphs import Graph, Node, device_chart, gift_chart
from fraud.domain.drawings.meetings import MeetingChart, meeting_chart
from fraud.domain.drawings.series import DAY, HOUR, SeriesChart, series_chart
from fraud.models import Alert
from fraud.selectors.amounts import gift_money

HOURS_SHOWN: Final = 96
LABELLED: Final = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """The numbers behind a chart."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """One chart: which template part draws it, what it says in words, its shape and its tables.

    `labels` are words by ordinal or position, for the drawing.
    """

    kind: str
    title: str
    summary: str
    shape: SeriesChart | Graph | MeetingChart | None
    tables: Sequence[Table]
    labels: Sequence[tuple[float, float, str]] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Charts:
    """All charts of an alert, and what is known of where it came from."""

    charts: Sequence[Chart]
    market: str
    devices: str


def charts_of(alert: Alert) -> Charts:
    """Return what can be drawn; alerts from before evidence held it have no charts."""
    context: Mapping[str, Any] = alert.evidence.get("context", {})
    drawn = [
        draw(alert, context[part])
        for part, draw in (
            ("series", _series),
            ("gifts", _gifts),
            ("meetings", _meetings),
            ("devices", _devices),
        )
        if part in context
    ]
    shares = sorted(context.get("device_classes", {}).items(), key=lambda one: -one[1])
    return Charts(
        charts=[one for one in drawn if one is not None],
        market=context.get("market", ""),
        devices=", ".join(f"{_device_words(name)} {share:.0%}" for name, share in shares),
    )


def _device_words(name: str) -> str:
    words = {
        "app": _("apps and pages inside them"),
        "mobile": _("browsers on phones"),
        "desktop": _("browsers on computers"),
        "television": _("televisions"),
        "other": _("others"),
    }
    return words.get(name, name)


def _series(alert: Alert, series: Mapping[str, Any]) -> Chart:
    start, end = int(alert.window_start.timestamp()), int(alert.window_end.timestamp())
    shape = series_chart(series, start=start, end=end)
    inside = _within(series, start, end)
    seen, usual = sum(series["views"][inside]), round(sum(series["expected"][inside]))
    return Chart(
        kind="series",
        title=_("Hour by hour"),
        summary=_(
            "%(seen)s views by people in the hours in question, where ordinary days bring about "
            "%(usual)s."
        )
        % {"seen": _n(seen), "usual": _n(usual)},
        shape=shape,
        tables=(_by_day(series, start, end), _by_hour(series, inside)),
        labels=[
            (x, shape.height - 6, formats.date_format(_at(day), "j M")) for x, day in shape.ticks
        ],
    )


def _within(series: Mapping[str, Any], start: int, end: int) -> slice:
    first = max(0, (start - series["start"]) // HOUR)
    return slice(first, max(first, (end - 1 - series["start"]) // HOUR + 1))


NAMES: Final = ("views", "machines", "viewers", "likes")


def _headers(first: str) -> list[str]:
    return [first, _("Views"), _("Expected"), _("Machines"), _("Viewers"), _("Likes")]


def _by_day(series: Mapping[str, Any], start: int, end: int) -> Table:
    days: dict[int, list[int]] = {}
    for place in range(len(series["views"])):
        day = (series["start"] + place * HOUR) // DAY * DAY
        days.setdefault(day, []).append(place)
    rows = []
    for day, places in days.items():
        in_question = day < end and start < day + DAY
        name = formats.date_format(_at(day), "j M Y") + (" *" if in_question else "")
        rows.append([name, *_sums(series, places)])
    return Table(
        title=_("Each day (* in question)"),
        headers=_headers(_("Day, UTC")),
        rows=rows,
    )


def _by_hour(series: Mapping[str, Any], inside: slice) -> Table:
    places = range(*inside.indices(len(series["views"])))
    kept = places[:HOURS_SHOWN]
    rows = [
        [
            formats.date_format(_at(series["start"] + place * HOUR), "j M H:i"),
            *_sums(series, [place]),
        ]
        for place in kept
    ]
    title = _("Each hour in question")
    if len(places) > len(kept):
        title = _("The first %(n)d hours in question") % {"n": len(kept)}
    return Table(title=title, headers=_headers(_("Hour, UTC")), rows=rows)


def _sums(series: Mapping[str, Any], places: Sequence[int]) -> list[str]:
    sums = [sum(series[name][place] for place in places) for name in NAMES]
    expected = round(sum(series["expected"][place] for place in places))
    return [_n(sums[0]), _n(expected), *(_n(one) for one in sums[1:])]


def _devices(alert: Alert, graph: Mapping[str, Any]) -> Chart:
    shape = device_chart(graph)
    shared = [node for node in shape.nodes if node.kind == "device" and node.count > 1]
    summary = ngettext(
        "%(accounts)s account on %(devices)s devices, %(shared)s of them shared.",
        "%(accounts)s accounts on %(devices)s devices, %(shared)s of them shared.",
        graph["accounts"],
    ) % {name: _n(graph[name]) for name in ("accounts", "devices", "shared")}
    most = sorted(shared, key=lambda node: -node.count)[:LABELLED]
    return Chart(
        kind="devices",
        title=_("Accounts and their devices"),
        summary=summary + _left_out(graph),
        # Where nobody shares a device there is nothing to see.
        shape=shape if shared else None,
        tables=(
            Table(
                title=_("Links"),
                headers=[_("Account"), _("Device"), _("Doings")],
                rows=[[_n(cell) for cell in edge] for edge in graph["edges"]],
            ),
        ),
        labels=[(node.x, node.y - node.size - 7, _n(node.count)) for node in most],
    )


def _gifts(alert: Alert, graph: Mapping[str, Any]) -> Chart:
    shape = gift_chart(graph)
    creators = set(graph["creators"])
    got = sum(edge[3] for edge in graph["edges"] if edge[1] == 0)
    back = sum(edge[4] for edge in graph["edges"] if edge[1] == 0)
    gave = sum(edge[3] for edge in graph["edges"] if edge[0] == 0)
    parts = [_("This creator got %(sum)s.") % {"sum": gift_money(got)}]
    if gave:
        parts.append(_("They gave %(sum)s to the others.") % {"sum": gift_money(gave)})
    if back:
        parts.append(_("%(sum)s was taken back.") % {"sum": gift_money(back)})
    few = len(shape.edges) <= 2 * LABELLED
    sums = {(edge[0], edge[1]): edge[3] for edge in graph["edges"]}
    names = [
        (node.x, _beneath_or_above(node, shape.height), _who(node.number, creators))
        for node in shape.nodes
        if node.kind != "account" or len(shape.nodes) <= LABELLED
    ]
    amounts = [(edge.x, edge.y, gift_money(sums[edge.one, edge.other])) for edge in shape.edges]
    return Chart(
        kind="gifts",
        title=_("Gifts, from whom to whom"),
        summary=" ".join(parts) + _left_out(graph),
        shape=shape,
        tables=(
            Table(
                title=_("Gifts"),
                headers=[_("From"), _("To"), _("Gifts"), _("Given"), _("Taken back")],
                rows=[
                    [
                        _who(one, creators),
                        _who(other, creators),
                        _n(number),
                        gift_money(given),
                        gift_money(taken) if taken else "–",
                    ]
                    for one, other, number, given, taken in graph["edges"]
                ],
            ),
        ),
        labels=[*names, *(amounts if few else ())],
    )


def _beneath_or_above(node: Node, height: int) -> float:
    """Where a name stands: outside of the ring, away from its lines."""
    return node.y + node.size + 18 if node.y >= height / 2 else node.y - node.size - 8


def _who(number: int, creators: set[int]) -> str:
    if number == 0:
        return _("this creator")
    return (_("creator %(n)d") if number in creators else _("account %(n)d")) % {"n": number}


def _meetings(alert: Alert, graph: Mapping[str, Any]) -> Chart | None:
    shape = meeting_chart(graph["points"])
    if not shape.lanes:
        return None
    shown = sum(len(lane.spots) for lane in shape.lanes)
    return Chart(
        kind="meetings",
        title=_("When they came to the same videos"),
        summary=_(
            "Each line is a video, each dot an account, and how long after the first of them it "
            "came. The %(shown)s visits of those who came most."
        )
        % {"shown": _n(shown)},
        shape=shape,
        tables=(
            Table(
                title=_("Videos"),
                headers=[_("Video"), _("Accounts"), _("Half came within"), _("All came within")],
                rows=[
                    [
                        _n(lane.number),
                        _n(len(lane.seconds)),
                        _span(lane.seconds[(len(lane.seconds) - 1) // 2]),
                        _span(lane.seconds[-1]),
                    ]
                    for lane in shape.lanes
                ],
            ),
        ),
        labels=[
            *((0, lane.y + 4, _("Video %(n)d") % {"n": lane.number}) for lane in shape.lanes),
            *((x, shape.height - 6, _span(seconds)) for x, seconds in shape.marks),
        ],
    )


def _left_out(graph: Mapping[str, Any]) -> str:
    if not graph["left_out"]:
        return ""
    return " " + _("%(n)s thinner links aren’t kept.") % {"n": _n(graph["left_out"])}


def _span(seconds: int) -> str:
    for size, words in ((DAY, _("%(n)d d")), (HOUR, _("%(n)d h")), (60, _("%(n)d min"))):
        if seconds >= size:
            return words % {"n": round(seconds / size)}
    return _("%(n)d s") % {"n": seconds}


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)


def _n(value: int) -> str:
    return number_format(value, force_grouping=True)


__all__ = ["Chart", "Charts", "Table", "charts_of"]
