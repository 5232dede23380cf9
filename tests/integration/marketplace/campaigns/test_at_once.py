"""Brands that begin at the same moment, each on a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from marketplace.models import Brand
from marketplace.services import brands
from tests.factories import NOW
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
