"""How many creators are in the marketplace by their own word, and how many aren't."""

from dataclasses import dataclass

from django.db.models import Count, Q

from creatorspark.core.models import Creator


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCounts:
    """Living profiles: `listed` of all; `unlisted` and `undecided` of those with an account."""

    listed: int
    unlisted: int
    undecided: int


def listed_counts() -> ListedCounts:
    """Count who can be found, who can't, and who of these was never heard."""
    out = Q(user__is_active=True) & (Q(listing=None) | Q(listing__is_listed=False))
    counts = Creator.objects.filter(erased_at=None, merged_into=None).aggregate(
        listed=Count("pk", filter=Q(listing__is_listed=True)),
        unlisted=Count("pk", filter=out),
        undecided=Count("pk", filter=out & Q(listing__chosen_at=None)),
    )
    return ListedCounts(**counts)
