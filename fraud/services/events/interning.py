"""Texts that many events share, stored once: user agents and the hosts views came from.

What a user agent stands for is worked out when it is stored, and again by newer rules. A text is
forgotten with the last month whose events name it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import blake2b
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from fraud.domain.agents import RULES, is_machine
from fraud.models import Referrer, UserAgent

Interned = type[UserAgent] | type[Referrer]
# A delivery may bring so many new texts of a kind; what is more is one machine, or not known.
NEW_AT_ONCE: Final = 1_000
ANY_MACHINE: Final = "bot/0 (one of very many)"
BATCH: Final = 2_000


def numbers_of(
    table: Interned, texts: Iterable[str], *, month: date | None = None, most: int = 1_000_000
) -> dict[str, int]:
    """Return the number of each text, storing at most `most` that are new; "" is 0.

    `month` is the last whose events name them, the present one unless given. Of new texts beyond
    `most`, machines share one number, and others are 0, which accuses nobody.
    """
    named = (month or timezone.now().date()).replace(day=1)
    wanted = {_digest(text): text for text in set(texts) if text}
    known = _known(table, wanted, month=named)
    # In one order everywhere, so that two deliveries with the same new texts don't lock each other.
    new = {digest: wanted[digest] for digest in sorted(wanted.keys() - known.keys())}
    spare = dict([*new.items()][most:])
    kept = {digest: text for digest, text in new.items() if digest not in spare}
    if table is UserAgent and any(map(is_machine, spare.values())):
        kept |= {_digest(ANY_MACHINE): ANY_MACHINE}
    if kept:
        with transaction.atomic():
            _store(table, kept, month=named)
        known |= _known(table, kept, month=named)
    instead = {digest: _instead(table, text, known) for digest, text in spare.items()}
    numbers = instead | known
    return {"": 0} | {text: numbers[digest] for digest, text in wanted.items()}


def judge_anew() -> int:
    """Judge user agents that older rules judged, and return how many those were."""
    older = UserAgent.objects.filter(Q(judged_by__lt=RULES) | Q(judged_by__gt=RULES))
    done = 0
    while rows := list(older.values_list("pk", "text")[:BATCH]):
        machines = [number for number, text in rows if is_machine(text)]
        named = UserAgent.objects.filter(pk__in=[number for number, _text in rows])
        with transaction.atomic():
            named.update(judged_by=RULES, machine=False)
            named.filter(pk__in=machines).update(machine=True)
        done += len(rows)
    return done


def forget_before(month: date) -> int:
    """Forget the texts that only events before `month` name; return how many."""
    return sum(
        table._default_manager.filter(seen__lt=month).delete()[0] for table in (UserAgent, Referrer)
    )


def _store(table: Interned, texts: Mapping[str, str], *, month: date) -> None:
    """Store texts by digest; whoever stores one of them beside us isn't hindered."""
    if table is Referrer:
        Referrer.objects.bulk_create(
            [Referrer(digest=digest, text=text, seen=month) for digest, text in texts.items()],
            ignore_conflicts=True,
        )
        return
    UserAgent.objects.bulk_create(
        [
            UserAgent(
                digest=digest, text=text, seen=month, machine=is_machine(text), judged_by=RULES
            )
            for digest, text in texts.items()
        ],
        ignore_conflicts=True,
    )


def _instead(table: Interned, text: str, known: Mapping[str, int]) -> int:
    if table is UserAgent and is_machine(text):
        return known[_digest(ANY_MACHINE)]
    return 0


def _known(table: Interned, digests: Iterable[str], *, month: date) -> dict[str, int]:
    """Return the numbers of texts that are stored, and note that events of `month` name them."""
    rows = table._default_manager.filter(digest__in=list(digests))
    found = [*rows.values_list("digest", "pk", "seen")]
    if earlier := [number for _, number, seen in found if seen < month]:
        stale = table._default_manager.filter(pk__in=earlier).order_by("pk")
        # Whose row another delivery holds is being noted there.
        held = list(stale.select_for_update(skip_locked=True).values_list("pk", flat=True))
        table._default_manager.filter(pk__in=held, seen__lt=month).update(seen=month)
    return {digest: number for digest, number, _ in found}


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()
