"""Dots and lines: accounts and their devices, gifts that went from one to another. Pure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

WIDTH: Final = 960


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """A dot; `kind` says what it stands for, `size` its radius, `number` its ordinal."""

    kind: str
    number: int
    x: float
    y: float
    size: float
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """A line from one dot to another, as SVG writes it; `x` and `y` are its middle."""

    path: str
    width: float
    one: int
    other: int
    x: float
    y: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Graph:
    """Dots and lines."""

    height: int
    nodes: Sequence[Node]
    edges: Sequence[Edge]


DEVICE_Y: Final = 48
ACCOUNT_Y: Final = 232


def device_chart(graph: Mapping[str, Any]) -> Graph:
    """Put devices in a row above their accounts, which stand near the device they use most."""
    edges = graph["edges"]
    carried: dict[int, set[int]] = {}
    most: dict[int, tuple[int, int]] = {}
    for account, device, count in edges:
        carried.setdefault(device, set()).add(account)
        most[account] = max(most.get(account, (0, 0)), (count, -device))
    devices = sorted(carried)
    place = {device: _slot(at, len(devices)) for at, device in enumerate(devices)}
    ordered = sorted(most, key=lambda account: (place[-most[account][1]], account))
    where = {account: _slot(at, len(ordered)) for at, account in enumerate(ordered)}
    dot = max(2.0, min(6.0, WIDTH / max(len(ordered), 1) / 3))
    nodes = [
        Node(kind="device", number=one, x=place[one], y=DEVICE_Y, size=_size(carried[one]),
             count=len(carried[one]))
        for one in devices
    ] + [
        Node(kind="account", number=one, x=where[one], y=ACCOUNT_Y, size=round(dot, 1), count=0)
        for one in ordered
    ]  # fmt: skip
    middle = (DEVICE_Y + ACCOUNT_Y) / 2
    lines = [
        Edge(
            path=f"M{where[one]:g},{ACCOUNT_Y} C{where[one]:g},{middle:g} "
            f"{place[other]:g},{middle:g} {place[other]:g},{DEVICE_Y}",
            width=round(min(4.0, 0.6 + 0.3 * math.log2(count)), 1),
            one=one,
            other=other,
            x=round((where[one] + place[other]) / 2, 1),
            y=middle,
        )
        for one, other, count in edges
    ]
    return Graph(height=ACCOUNT_Y + 36, nodes=nodes, edges=lines)


def _slot(at: int, number: int) -> float:
    return round(WIDTH * (at + 0.5) / max(number, 1), 1)


def _size(accounts: set[int]) -> float:
    return round(min(16.0, 3 + 2 * math.sqrt(len(accounts))), 1)


ROUND: Final = 24
GIFT_HEIGHT: Final = 400
RADIUS: Final = 150


def gift_chart(graph: Mapping[str, Any]) -> Graph:
    """Put this creator in the middle of their givers, or creators who give each other in a ring.

    The 24 who gave most are drawn; the table has all.
    """
    creators = set(graph["creators"])
    drawn = sorted({one for edge in graph["edges"] for one in edge[:2]})[:ROUND]
    ring = _round(drawn, graph["edges"]) if creators else [one for one in drawn if one]
    spots = {one: _on_ring(at, len(ring)) for at, one in enumerate(ring)}
    spots.setdefault(0, (WIDTH / 2, GIFT_HEIGHT / 2))
    inside = [edge for edge in graph["edges"] if edge[0] in spots and edge[1] in spots]
    most = max((edge[3] for edge in inside), default=1) or 1
    got: dict[int, int] = {}
    for _giver, receiver, number, *_sums in inside:
        got[receiver] = got.get(receiver, 0) + number
    nodes = [
        Node(kind=_gift_kind(one, creators), number=one, x=x, y=y, size=16 if one == 0 else 11,
             count=got.get(one, 0))
        for one, (x, y) in sorted(spots.items())
    ]  # fmt: skip
    edges = [
        _bow(spots[edge[0]], spots[edge[1]], edge, width=1 + 5 * edge[3] / most) for edge in inside
    ]
    return Graph(height=GIFT_HEIGHT, nodes=nodes, edges=edges)


def _round(people: Sequence[int], edges: Sequence[Sequence[int]]) -> list[int]:
    """Follow the money from one to the next, so that what goes round is drawn as a round."""
    to: dict[int, list[tuple[int, int]]] = {}
    for giver, receiver, _number, given, *_back in edges:
        to.setdefault(giver, []).append((-given, receiver))
    left, found = list(people), []
    while left:
        one = left[0]
        while one in left:
            left.remove(one)
            found.append(one)
            one = next((who for _given, who in sorted(to.get(one, [])) if who in left), -1)
    return found


def _gift_kind(one: int, creators: set[int]) -> str:
    return "this" if one == 0 else "creator" if one in creators else "account"


def _on_ring(at: int, number: int) -> tuple[float, float]:
    turn = 2 * math.pi * at / max(number, 1) - math.pi / 2
    # Wider than high, as the canvas is.
    x, y = WIDTH / 2 + 1.9 * RADIUS * math.cos(turn), GIFT_HEIGHT / 2 + RADIUS * math.sin(turn)
    return round(x, 1), round(y, 1)


def _bow(
    one: tuple[float, float], other: tuple[float, float], edge: Sequence[int], *, width: float
) -> Edge:
    """Bend to the left, so that what comes back stands beside what went."""
    (x1, y1), (x2, y2) = one, other
    away = math.hypot(x2 - x1, y2 - y1) or 1.0
    cut = min(22 / away, 0.4)
    start = (x1 + (x2 - x1) * cut, y1 + (y2 - y1) * cut)
    end = (x2 - (x2 - x1) * cut, y2 - (y2 - y1) * cut)
    bend = 0.16
    middle = ((x1 + x2) / 2 + bend * (y2 - y1), (y1 + y2) / 2 - bend * (x2 - x1))
    return Edge(
        path=f"M{start[0]:.1f},{start[1]:.1f} Q{middle[0]:.1f},{middle[1]:.1f} "
        f"{end[0]:.1f},{end[1]:.1f}",
        width=round(width, 1),
        one=edge[0],
        other=edge[1],
        x=round((x1 + x2) / 4 + middle[0] / 2, 1),
        y=round((y1 + y2) / 4 + middle[1] / 2, 1),
    )
