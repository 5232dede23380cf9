"""The product's addresses and the bare page that is the floor."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.urls import path

from creatorspark.core.models import Video
from creatorspark.urls import urlpatterns as product


@login_required
def bare(request: HttpRequest) -> JsonResponse:
    """One query behind the same middleware and login."""
    return JsonResponse({"videos": Video.objects.filter(creator__user=request.user).count()})


urlpatterns = [path("bare/", bare), *product]
