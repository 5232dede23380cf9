"""What points can buy."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from rewards.models import ShopItem
from tests.factories.times import NOW


class ShopItemFactory(DjangoModelFactory[ShopItem]):
    """Half an hour of exposure for 200 points, without limits; trait `cash` is $1 for 150."""

    class Meta:
        model = ShopItem

    class Params:
        cash = factory.Trait(
            name="$1 cash", kind=ShopItem.Kind.CASH, cost=150, exposure="", value_minor=100
        )

    name = factory.Sequence(lambda n: f"30 min exposure {n}")
    kind = ShopItem.Kind.EXPOSURE
    cost = 200
    exposure = "30 min exposure"
    created_at = NOW - timedelta(days=100)
