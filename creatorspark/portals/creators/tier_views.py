"""The tier: what it is, what it brings, what the next one needs, and what was announced."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from creatorspark.core.models import Creator
from creatorspark.portals.creators.access import for_creator
from creatorspark.portals.creators.tier_page import tier_page_of


@require_safe
@for_creator
def tier(request: HttpRequest, creator: Creator) -> HttpResponse:
    """The creator's tier with the way to the next one."""
    page = tier_page_of(creator, now=timezone.now())
    return render(request, "creators/tier.html", {"page": page})
