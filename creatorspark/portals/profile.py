"""Profile and security, the same for creators and brands."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from creatorspark.core.services import accounts
from creatorspark.portals.forms import ProfileForm
from creatorspark.portals.roles import signed_in_as


def save_profile(request: HttpRequest) -> ProfileForm | None:
    """Save a posted profile; return None when that worked, else the form with what is wrong."""
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return form
    accounts.rename(signed_in_as(request), display_name=form.cleaned_data["display_name"])
    messages.success(request, _("Saved."))
    return None


def profile_context(request: HttpRequest, form: ProfileForm | None) -> dict[str, Any]:
    """Return what the profile pages of every role show."""
    user = signed_in_as(request)
    return {
        "form": form or ProfileForm(initial={"display_name": user.display_name}),
        "has_second_factor": is_mfa_enabled(user),
    }
