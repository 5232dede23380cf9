"""Users who can log in."""

from typing import Any

import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory

from creatorspark.core.models import User
from tests.factories.times import NOW

DEFAULT_PASSWORD = "a-password-for-tests"


class UserFactory(DjangoModelFactory[User]):
    """A creator's account whose password is `DEFAULT_PASSWORD` and whose e-mail is verified.

    Traits: `brand`, `staff`, `superuser`. `email_verified=False` leaves the address unproven.
    """

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        brand = factory.Trait(role=User.Role.BRAND)
        staff = factory.Trait(role=User.Role.STAFF, is_staff=True)
        superuser = factory.Trait(role=User.Role.STAFF, is_staff=True, is_superuser=True)

    email = factory.Sequence(lambda n: f"person{n}@test.example")
    display_name = factory.Sequence(lambda n: f"Person {n}")
    password = DEFAULT_PASSWORD
    role = User.Role.CREATOR
    date_joined = NOW

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return model_class.objects.create_user(**kwargs)

    @factory.post_generation
    def email_verified(self: User, create: bool, extracted: bool | None, **_: Any) -> None:
        """Give the account an address allauth trusts, unless told `False`."""
        if create:
            EmailAddress.objects.create(
                user=self, email=self.email, primary=True, verified=extracted is not False
            )
