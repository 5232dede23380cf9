"""The API of what is earned: points and what they buy, earnings, statements and tiers."""

from django.urls import path, re_path
from rest_framework.routers import BaseRouter

from creatorspark.core.api.views import NUMBER
from rewards.api.earnings import Earnings
from rewards.api.ledger import CreatorBalance, CreatorStatement
from rewards.api.pay import Simulate
from rewards.api.payouts import Payouts
from rewards.api.redemptions import Redemptions
from rewards.api.shop import ShopItems
from rewards.api.statements import Statements
from rewards.api.tiers import CreatorTier

CREATOR = rf"^creators/(?P<id>{NUMBER})/"
urlpatterns = [
    re_path(rf"{CREATOR}balance/$", CreatorBalance.as_view(), name="creator-balance"),
    re_path(rf"{CREATOR}statement/$", CreatorStatement.as_view(), name="creator-statement"),
    re_path(rf"{CREATOR}tier/$", CreatorTier.as_view(), name="creator-tier"),
    path("pay/simulate/", Simulate.as_view(), name="pay-simulate"),
]


def register(router: BaseRouter) -> None:
    """Add the collections of this app to the API."""
    router.register("shop/items", ShopItems, basename="shop-item")
    router.register("redemptions", Redemptions, basename="redemption")
    router.register("earnings", Earnings, basename="earnings")
    router.register("statements", Statements, basename="statement")
    router.register("payouts", Payouts, basename="payout")
