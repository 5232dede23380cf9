"""Where django-allauth meets our accounts."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from creatorspark.core.models import User
from creatorspark.core.services import accounts, sealing


class AccountAdapter(DefaultAccountAdapter):
    """Signs people up through the accounts service."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Take e-mail and password as allauth does, then register the person with a role."""
        user = super().save_user(request, user, form, commit=False)
        if not commit:
            return user
        answers = form.cleaned_data
        return accounts.register(
            user, role=answers["role"], display_name=answers.get("display_name", "")
        )


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps second-factor secrets sealed in the database."""

    def encrypt(self, text: str) -> str:
        """Seal a TOTP key or a recovery seed."""
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed."""
        return sealing.unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Refuse to let staff drop the second factor that they must have."""
        return not (settings.STAFF_SECOND_FACTOR and authenticator.user.is_staff)
