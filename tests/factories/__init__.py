"""Ready-made rows for tests. Times hang on `NOW`, so that no test depends on the clock."""

from tests.factories.accounts import DEFAULT_PASSWORD, UserFactory
from tests.factories.marketplace import BrandFactory, BrandMemberFactory
from tests.factories.policies import PolicyFactory
from tests.factories.shop import ShopItemFactory
from tests.factories.statements import StatementFactory
from tests.factories.times import NOW
from tests.factories.videos import CreatorFactory, MetricSnapshotFactory, VideoFactory

__all__ = [
    "DEFAULT_PASSWORD",
    "NOW",
    "BrandFactory",
    "BrandMemberFactory",
    "CreatorFactory",
    "MetricSnapshotFactory",
    "PolicyFactory",
    "ShopItemFactory",
    "StatementFactory",
    "UserFactory",
    "VideoFactory",
]
