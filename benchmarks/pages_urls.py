"""The product's addresses and the bare page that is the floor."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.urls import path

from creatorspark.core.models import User, Video
from creatorspark.urls import urlpatterns as product


@login_required
def bare(request: HttpRequest) -> JsonResponse:
    """One query behind the same middleware and login."""
    user = cast(User, request.user)
    return JsonResponse({"videos": Video.objects.filter(creator__user=user).count()})


urlpatterns = [path("bare/", bare), *product]
