"""A receiver that may be reached, though it is on this machine, and people with endpoints."""

import pytest

from tests.integration.core.webhooks.receiving import Receiver
from tests.local_servers import served


@pytest.fixture
def receiver(settings):
    """A server of somebody else's."""
    with served(Receiver()) as server:
        settings.WEBHOOK_LOOPBACK = (*settings.WEBHOOK_LOOPBACK, server.place)
        yield server


@pytest.fixture
def creator(db):
    """A creator with an account."""
    from tests.factories import CreatorFactory, UserFactory

    return CreatorFactory(user=UserFactory())


@pytest.fixture
def staff(db):
    """A member of staff."""
    from tests.factories import UserFactory

    return UserFactory(superuser=True)


@pytest.fixture
def endpoint_for(receiver):
    """Make an endpoint at the receiver, of whoever is given; returns it with its secret."""
    from creatorspark.core.webhooks import endpoints, kinds
    from tests.factories import NOW

    def make(user, *, events=None, url="", name="My server"):
        chosen = events or [kind.name for kind in kinds.kinds()]
        wish = endpoints.Wish(name=name, url=url or receiver.url, events=chosen)
        return endpoints.create(wish, actor=user, now=NOW)

    return make
