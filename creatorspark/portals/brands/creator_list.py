"""The list of creators for a brief, ready to be drawn: links, orders, what is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from creatorspark.portals.brands.wishes import VIEWS, Wish
from marketplace.interface import CreatorCard, FacetGroup, SearchPage


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the list, and whether it is where one is."""

    label: str
    url: str
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A head of the table; `url` "" where it doesn't sort, `is_here` when it does now."""

    label: str
    url: str
    is_here: bool
    css: str


@dataclass(frozen=True, slots=True)
class Row:
    """A creator, and the lists that it stands on."""

    card: CreatorCard
    lists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CreatorList:
    """Everything around the rows."""

    rows: tuple[Row, ...]
    facets: tuple[FacetGroup, ...]
    chosen: tuple[Link, ...]
    sorts: tuple[Link, ...]
    views: tuple[Link, ...]
    heads: Mapping[str, Head]
    clear: str
    csv: str
    newest: str
    before: str
    after: str
    hidden: tuple[tuple[str, str], ...]
    first: int
    last: int


NAMES = frozenset({"category", "market", "language"})
# Which order stands behind which column of the table.
COLUMNS = {
    "score": "match",
    "followers": "followers",
    "grade": "engagement",
    "originality": "originality",
    "rate": "price",
}


def list_of(page: SearchPage, wish: Wish, *, listed: Mapping[int, tuple[str, ...]]) -> CreatorList:
    """Return a page of the list with every link that leads on from it."""
    start = (page.page - 1) * page.per_page
    return CreatorList(
        rows=tuple(Row(card, listed.get(card.creator_id, ())) for card in page.rows),
        facets=tuple(_ordered(group) for group in page.facets),
        chosen=tuple(_chosen(page, wish)),
        sorts=tuple(
            Link(one.label, wish.address(page, sort=_sort(one.value)), one.is_chosen)
            for one in page.sorts
        ),
        views=tuple(
            Link(
                str(label),
                wish.address(page, view=_view(code), page=_page(page)),
                code == wish.view,
            )
            for code, label in VIEWS
        ),
        heads=_heads(page, wish),
        clear=wish.address(page, **dict.fromkeys(page.chosen)),
        csv=wish.address(page, view=None),
        newest=wish.address(page, run=None),
        before=wish.address(page, page=page.page - 1) if page.page > 1 else "",
        after=wish.address(page, page=page.page + 1) if page.page < page.pages else "",
        hidden=tuple(_hidden(page, wish)),
        first=start + 1 if page.rows else 0,
        last=start + len(page.rows),
    )


def _ordered(group: FacetGroup) -> FacetGroup:
    """Return names by how many have them; what has an order of its own keeps it."""
    if group.name not in NAMES:
        return group
    values = sorted(group.values, key=lambda one: (-one.creators, one.label))
    return replace(group, values=tuple(values))


def _chosen(page: SearchPage, wish: Wish) -> list[Link]:
    """Return what is chosen, each with the address of the list without it."""
    return [
        Link(
            f"{group.label}: {value.label}",
            wish.address(page, **{group.name: [
                other for other in page.chosen[group.name] if other != value.value
            ]}),
        )
        for group in page.facets
        for value in group.values
        if value.is_chosen
    ]  # fmt: skip


def _heads(page: SearchPage, wish: Wish) -> dict[str, Head]:
    now = next((one.value for one in page.sorts if one.is_chosen), "match")
    return {
        column: Head(
            label="",
            url=wish.address(page, sort=_sort(order)),
            is_here=order == now,
            css="ascending" if order == "price" else "descending",
        )
        for column, order in COLUMNS.items()
    }


def _hidden(page: SearchPage, wish: Wish) -> list[tuple[str, str]]:
    """Return what a form of facets has to carry along."""
    carried = [("view", wish.view if wish.view != "cards" else "")]
    if page.run is not None:
        carried.append(("run", str(page.run.version)))
    return [(name, value) for name, value in carried if value]


def _sort(value: str) -> str:
    return "" if value == "match" else value


def _view(value: str) -> str:
    return "" if value == "cards" else value


def _page(page: SearchPage) -> int | None:
    return page.page if page.page > 1 else None
