"""Parents and rivals: suggested by rule, decided by staff, never merged."""

from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import User
from creatorspark.core.services import audit
from marketplace.domain import companies
from marketplace.domain.industries import Industry
from marketplace.models import Brand, Rivalry
from marketplace.selectors.strangers import strangers

# Pairs grow with the square; beyond this many brands rivals are named by staff alone.
MOST_COMPARED: Final = 2_000
LOCK: Final = 7_340_001


class FamilyError(Exception):
    """These brands can't stand like that; the message is for a person."""


def suggest(*, now: datetime) -> tuple[int, int]:
    """Suggest parents and rivals among all brands; return how many of each are new or other.

    What staff said stays, and brands that nobody has checked have no part in it. A suggestion
    that the rules wouldn't make any more is taken back.
    """
    with transaction.atomic():
        # Two imports at once would suggest the same pairs.
        one_at_a_time()
        brands = list(Brand.objects.order_by("pk"))
        # Anybody can call a brand “NikeCo”: before staff verified it, no name follows from it.
        unchecked = set(strangers().values_list("pk", flat=True))
        known = [brand for brand in brands if brand.pk not in unchecked]
        return _suggest_parents(brands, known), _suggest_rivals(brands, known, now=now)


def one_at_a_time() -> None:
    """Wait until nobody else goes through all brands, and keep others waiting to the end of the
    transaction. Who locks a brand and suggests afterwards calls it first: what is suggested may
    change the brand that somebody else holds.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def set_parent(brand: Brand, *, parent: Brand | None, actor: User, now: datetime) -> Brand:
    """Say which company a brand belongs to, or that it stands alone; no rule changes it any more.

    Raises FamilyError for a brand that would be its own parent.
    """
    with transaction.atomic():
        one_at_a_time()
        brand = Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
        above = parent
        while above is not None:
            if above.pk == brand.pk:
                raise FamilyError(
                    _("“%(parent)s” belongs to “%(brand)s” itself; nothing was changed.")
                    % {"parent": parent, "brand": brand}
                )
            above = above.parent
        before = {"parent": brand.parent_id, "source": brand.parent_source}
        brand.parent, brand.parent_source = parent, Brand.ParentSource.STAFF
        brand.save(update_fields=["parent", "parent_source", "updated_at"])
        audit.record(
            "marketplace.brand.parent_set",
            target=brand,
            actor=actor,
            before=before,
            after={"parent": brand.parent_id, "source": brand.parent_source},
        )
        suggest(now=now)
    return brand


def set_rivals(
    one: Brand, *, other: Brand, active: bool, because: str = "", actor: User, now: datetime
) -> Rivalry:
    """Say whether two brands are rivals; no rule changes it. Raises FamilyError for one twice."""
    if one.pk == other.pk:
        raise FamilyError(
            _("A brand isn't its own rival; nothing was changed. Choose another one.")
        )
    first, second = sorted((one.pk, other.pk))
    with transaction.atomic():
        row, _created = Rivalry.objects.update_or_create(
            first_id=first,
            second_id=second,
            defaults={"active": active, "source": Rivalry.Source.STAFF, "because": because[:200]},
            create_defaults={
                "active": active,
                "source": Rivalry.Source.STAFF,
                "because": because[:200],
                "created_at": now,
            },
        )
        audit.record(
            "marketplace.rivalry.started" if active else "marketplace.rivalry.ended",
            target=row,
            actor=actor,
            after={"first": first, "second": second, "because": because},
        )
    return row


def _suggest_parents(brands: list[Brand], named: list[Brand]) -> int:
    by_name = {brand.name: brand for brand in named}
    suggested = {one.child: by_name[one.parent] for one in companies.families([*by_name])}
    changed = []
    by_id = {one.pk: one for one in brands}
    for brand in brands:
        if brand.parent_source == Brand.ParentSource.STAFF:
            continue
        parent = suggested.get(brand.name) if brand.name in by_name else None
        if parent is not None and _is_above(brand, parent, by_id):
            parent = None  # staff said it the other way round
        if brand.parent_id != (parent.pk if parent else None):
            brand.parent = parent
            brand.parent_source = Brand.ParentSource.SUGGESTED if parent else ""
            changed.append(brand)
    Brand.objects.bulk_update(changed, ["parent", "parent_source"])
    return len(changed)


def _is_above(brand: Brand, parent: Brand, brands: dict[int, Brand]) -> bool:
    """Whether `brand` stands above `parent` already; bounded, though nothing is in a circle."""
    above: Brand | None = parent
    for _step in range(len(brands)):
        if above is None:
            return False
        if above.pk == brand.pk:
            return True
        above = brands.get(above.parent_id) if above.parent_id else None
    return True


def _suggest_rivals(brands: list[Brand], named: list[Brand], *, now: datetime) -> int:
    if len(named) > MOST_COMPARED:
        return 0
    by_id = {brand.pk: brand for brand in brands}
    sells = {brand.name: _shares(brand) for brand in named}
    parents = {brand.name: _house(brand, by_id).name for brand in named}
    ids = {brand.name: brand.pk for brand in named}
    wanted = {
        (min(ids[a], ids[b]), max(ids[a], ids[b]))
        for a, b in companies.rivals(sells, parents=parents)
    }
    known = {(row.first_id, row.second_id): row for row in Rivalry.objects.all()}
    gone = [
        row.pk
        for pair, row in known.items()
        if pair not in wanted and row.source == Rivalry.Source.SUGGESTED
    ]
    Rivalry.objects.filter(pk__in=gone).delete()
    new = [
        Rivalry(
            first_id=pair[0],
            second_id=pair[1],
            because=", ".join(sorted(_common(by_id[pair[0]], by_id[pair[1]])))[:200],
            created_at=now,
        )
        for pair in sorted(wanted - set(known))
    ]
    Rivalry.objects.bulk_create(new)
    return len(new) + len(gone)


def _house(brand: Brand, by_id: dict[int, Brand]) -> Brand:
    above = brand
    for _step in range(len(by_id)):
        if above.parent_id is None:
            break
        above = by_id[above.parent_id]
    return above


def _shares(brand: Brand) -> dict[Industry, float]:
    known = {one.value for one in Industry}
    return {
        Industry(one["industry"]): float(one["share"])
        for one in brand.industries
        if one["industry"] in known
    }


def _common(first: Brand, second: Brand) -> set[str]:
    """Return what both mostly sell."""
    return {
        one.value
        for one, share in _shares(first).items()
        if min(share, _shares(second).get(one, 0)) >= companies.LEAST_SHARE
    }
