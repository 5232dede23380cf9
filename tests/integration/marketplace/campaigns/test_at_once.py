"""Brands that begin at the same moment, each on a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from marketplace.models import Brand
from marketplace.services import brands, families
from tests.factories import NOW, BrandFactory, UserFactory
from tests.waiting import until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_names_that_read_the_same_make_one_brand():
    def register() -> Any:
        try:
            return brands.register("LO-OM", actor=None, now=NOW)
        except brands.BrandError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            brands.register("Loom", actor=None, now=NOW)
            second = pool.submit(register)
            until_somebody_waits(or_done=second)
        assert isinstance(second.result(), brands.BrandError)
    assert Brand.objects.get().name == "Loom"


def test_staff_who_look_after_two_brands_of_a_house_do_not_lock_each_other_out():
    """What one says of a brand may move another: whoever holds a row mustn't wait for the rest."""
    staff = UserFactory(superuser=True)
    first, second = BrandFactory(name="Loom"), BrandFactory(name="Loom Kids")

    def verify() -> Any:
        try:
            return brands.verify(second, verified=True, actor=staff, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            # As in the middle of the suggestions that follow from the other brand.
            families.one_at_a_time()
            verifying = pool.submit(verify)
            until_somebody_waits()
            families.suggest(now=NOW)
            Brand.objects.filter(pk=second.pk).update(parent=first, parent_source="suggested")
        assert verifying.result().is_verified
    second.refresh_from_db()
    assert (second.is_verified, second.parent) == (True, first)
