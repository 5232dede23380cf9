"""The list of spammers' hosts: fetched from whoever keeps it, checked, kept version by version."""

from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Final

import httpx
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from creatorspark.core.services import audit
from creatorspark.lib.canonical import sha256_of
from fraud.domain.parameters import Parameters
from fraud.domain.spam_lists import ListError, SpamList, read
from fraud.models import SpamHostList

MOST_BYTES: Final = 4 * 1024 * 1024
TIMEOUT: Final = httpx.Timeout(20.0, connect=10.0)
# A list that loses more than this at once is a mistake, or somebody's who took it over.
LEAST_LEFT: Final = 0.5
# Two refreshes at once would store the same version twice.
LOCK: Final = 7_301_112


def refresh(*, now: datetime) -> SpamHostList | None:
    """Fetch the list that the settings name; None where they name none.

    Returns the version in force, which is the old one when nothing changed. Raises ListError: the
    list in force stays.
    """
    if not settings.SPAM_HOSTS_URL:
        return None
    text = fetch(settings.SPAM_HOSTS_URL)
    return bring_in(
        text, source=settings.SPAM_HOSTS_URL, licence=settings.SPAM_HOSTS_LICENCE, now=now
    )


def bring_in(
    text: str, *, source: str, licence: str, now: datetime, may_shrink: bool = False
) -> SpamHostList:
    """Make a text the list in force. Raises ListError when it can't be one, or shrank by half.

    The same hosts again are no new version.
    """
    found = read(text)
    sha256 = sha256_of(list(found.hosts))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        current = SpamHostList.objects.first()
        if current is not None and current.sha256 == sha256:
            return current
        if current is not None and len(found.hosts) < LEAST_LEFT * current.count and not may_shrink:
            raise ListError(
                _(
                    "The list fell from %(before)d to %(after)d hosts, so it was not taken. The "
                    "old one stays in force. If that is right: refresh_spam_hosts --may-shrink"
                )
                % {"before": current.count, "after": len(found.hosts)}
            )
        return _store(found, sha256, source=source, licence=licence, now=now)


def _store(
    found: SpamList, sha256: str, *, source: str, licence: str, now: datetime
) -> SpamHostList:
    made = SpamHostList.objects.create(
        source=source,
        licence=licence,
        sha256=sha256,
        hosts="\n".join(found.hosts),
        count=len(found.hosts),
        left_out=[list(one) for one in found.left_out],
        brought_at=now,
    )
    audit.record(
        "fraud.spam_hosts.refreshed",
        target=made,
        actor=None,
        after={"source": source, "count": made.count, "sha256": sha256},
    )
    return made


def fetch(url: str) -> str:
    """Return the text at an address. Raises ListError when there is none, or too much of it."""
    try:
        with httpx.Client(timeout=TIMEOUT) as client, client.stream("GET", url) as answer:
            answer.raise_for_status()
            pieces, size = [], 0
            for piece in answer.iter_bytes():
                size += len(piece)
                if size > MOST_BYTES:
                    raise ListError(_("The list is over 4 MB. The list in force stays as it is."))
                pieces.append(piece)
        return b"".join(pieces).decode("utf-8")
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeDecodeError) as fault:
        raise ListError(
            _("The list could not be fetched (%(fault)s). The list in force stays as it is.")
            % {"fault": type(fault).__name__}
        ) from fault


def with_listed(parameters: Parameters) -> tuple[Parameters, str]:
    """Return the parameters with the hosts of the list in force beside those that the policy names.

    And the SHA-256 of that list; "" where there is none.
    """
    newest = SpamHostList.objects.values_list("pk", "sha256").first()
    if newest is None:
        return parameters, ""
    number, sha256 = newest
    hosts = tuple(sorted({*parameters.referrers.spam_hosts, *_hosts_of(number)}))
    return replace(parameters, referrers=replace(parameters.referrers, spam_hosts=hosts)), sha256


@lru_cache(maxsize=2)
def _hosts_of(version: int) -> tuple[str, ...]:
    """Return the hosts of a version; versions never change."""
    return tuple(SpamHostList.objects.get(pk=version).hosts.split("\n"))
