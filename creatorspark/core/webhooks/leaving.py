"""What was told about a creator who is erased or merged."""

from django.db.models import Q

from creatorspark.core.models import Creator, WebhookEvent
from creatorspark.core.services.leaving import Chapter, Leave


def _erase(creator: Creator, leave: Leave) -> None:
    WebhookEvent.objects.filter(Q(creator=creator) | Q(creator__merged_into=creator)).delete()


def _merge(kept: Creator, absorbed: Creator, leave: Leave) -> None:
    """Let what waits reach whoever holds the profile that goes on."""
    WebhookEvent.objects.filter(creator=absorbed).update(creator=kept)


CHAPTER = Chapter(name="core.webhooks", erase=_erase, merge=_merge)
