"""What the demo world's creators tell brands: their words, their rules and who watches them."""

from datetime import datetime

from django.db import transaction

from creatorspark.core.models import Creator
from creatorspark.demo.domain.facts import World
from creatorspark.demo.domain.kits import KitFacts, kit_of
from creatorspark.demo.selectors import demo_user
from creatorspark.demo.services.logins import ADMIN
from creatorspark.demo.services.progress import Progress
from marketplace import interface as marketplace


@transaction.atomic
def write_kits(world: World, *, progress: Progress) -> None:
    """Write every creator's kit: all of them or none."""
    known = {one.handle: one for one in Creator.objects.filter(is_demo=True)}
    currency = marketplace.house_currency(now=world.now)
    progress.expect(len(world.creators))
    for facts in world.creators:
        creator = known.get(facts.handle)
        if creator is not None:
            kit = kit_of(facts, today=world.now.date())
            _write(creator, kit, currency=currency, now=world.now)
        progress.advance()


def _write(creator: Creator, kit: KitFacts, *, currency: str, now: datetime) -> None:
    actor = creator.user or demo_user(ADMIN)
    marketplace.describe_listing(
        creator_id=creator.pk, about=kit.about, topics=kit.topics, actor=actor, now=now
    )
    marketplace.show_parts(
        creator_id=creator.pk,
        parts=dict.fromkeys(kit.hides, False) | ({"rate": True} if kit.is_public else {}),
        is_public=kit.is_public,
        actor=actor,
        now=now,
    )
    marketplace.set_preferences(
        creator_id=creator.pk,
        preferences=marketplace.Preferences(
            is_listed=kit.is_listed,
            accepts_offers=kit.is_listed,
            industries=kit.refuses,
            brand_ids=(),
            least_fee=kit.least_fee,
            currency=currency,
        ),
        actor=actor,
        now=now,
    )
    if kit.audience is not None:
        marketplace.record_audience(
            creator_id=creator.pk,
            ages=kit.audience.ages,
            female_share=kit.audience.female,
            markets=kit.audience.markets,
            as_of=kit.audience.as_of,
            actor=actor,
            now=now,
        )
