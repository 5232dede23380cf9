"""The API of what points buy: shop, redemptions, and the ledger behind them."""

from django.urls import re_path
from rest_framework.routers import BaseRouter

from creatorspark.core.api.views import NUMBER
from rewards.api.ledger import CreatorBalance, CreatorStatement
from rewards.api.redemptions import Redemptions
from rewards.api.shop import ShopItems

CREATOR = rf"^creators/(?P<id>{NUMBER})/"
urlpatterns = [
    re_path(rf"{CREATOR}balance/$", CreatorBalance.as_view(), name="creator-balance"),
    re_path(rf"{CREATOR}statement/$", CreatorStatement.as_view(), name="creator-statement"),
]


def register(router: BaseRouter) -> None:
    """Add the collections of this app to the API."""
    router.register("shop/items", ShopItems, basename="shop-item")
    router.register("redemptions", Redemptions, basename="redemption")
