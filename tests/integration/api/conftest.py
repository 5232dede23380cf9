"""Every test begins with nobody having asked anything.

Models are imported inside the fixtures: pytest reads this file before Django is set up when it is
told to run this folder alone.
"""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _quiet_throttles(embedded_servers):
    from creatorspark.core.api.throttles import WindowThrottle

    cache.clear()
    WindowThrottle.blind_until = 0.0


@pytest.fixture
def person(db):
    """A creator's account that holds no profile yet."""
    from tests.factories import UserFactory

    return UserFactory()


@pytest.fixture
def creator(db):
    """A creator with an account."""
    return _claimed_profile()


@pytest.fixture
def rival(db):
    """Another creator with an account."""
    return _claimed_profile()


def _claimed_profile():
    from tests.factories import CreatorFactory, UserFactory

    return CreatorFactory(user=UserFactory())


@pytest.fixture
def brand(db):
    """A member of a brand."""
    from tests.factories import UserFactory

    return UserFactory(brand=True)


@pytest.fixture
def staff(db):
    """A member of staff."""
    from tests.factories import UserFactory

    return UserFactory(staff=True)
