"""Keeps what was learned, and decides which one of a kind serves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import User
from creatorspark.core.services import audit
from creatorspark.lib.canonical import sha256_of
from scoring.models import LearnedModel

# Enough of the hash to tell trainings apart.
SHOWN = 10


class CannotServe(Exception):
    """A model may not serve; the message is for a person."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What a training made; `beats` says whether it did better on data that it never saw."""

    kind: str
    parameters: dict[str, Any]
    metrics: dict[str, Any]
    card: dict[str, Any]
    beats: bool


def keep(learned: Learned, *, ends_older: bool, actor: User | None, now: datetime) -> LearnedModel:
    """Store a training's outcome; it serves from now on if it beats what it is compared with.

    Where a person took one of its kind out of service, none serves until a person lets it.
    Its version is its content's hash, so the same training twice is one row. One that isn't better
    leaves an older one serving, unless `ends_older`.
    """
    digest = sha256_of({"parameters": learned.parameters, "metrics": learned.metrics})
    version = f"{learned.kind}-{digest[:SHOWN]}"
    with transaction.atomic():
        older = _serving(learned.kind)
        held = is_held(learned.kind)
        row, created = LearnedModel.objects.get_or_create(
            version=version,
            defaults={
                "kind": learned.kind,
                "parameters": learned.parameters,
                "sha256": sha256_of(learned.parameters),
                "metrics": learned.metrics,
                "card": learned.card,
                "made_at": now,
            },
        )
        if learned.beats and not held:
            _let_serve(row, older)
        elif ends_older and older is not None:
            _end(older)
        row.refresh_from_db()
        serving = _serving(learned.kind)
        audit.record(
            "scoring.model.trained",
            target=row,
            actor=actor,
            before={"serves": older.version if older else None},
            after={"serves": serving.version if serving else None, "new": created, "held": held},
        )
    return row


def start_serving(model_id: int, *, actor: User | None) -> LearnedModel:
    """Let a kept model serve in place of another. Raises CannotServe where its tests forbid it."""
    with transaction.atomic():
        row = LearnedModel.objects.select_for_update().get(pk=model_id)
        if not beats(row):
            raise CannotServe(
                _("It did no better than what serves without it, on data that it never saw.")
            )
        older = _serving(row.kind)
        if older is not None and older.pk == row.pk:
            raise CannotServe(_("It serves already."))
        LearnedModel.objects.filter(kind=row.kind, is_stopped=True).update(is_stopped=False)
        _let_serve(row, older)
        audit.record(
            "scoring.model.serves",
            target=row,
            actor=actor,
            before={"serves": older.version if older else None},
            after={"serves": row.version},
        )
    row.refresh_from_db()
    return row


def stop_serving(model_id: int, *, reason: str, actor: User | None) -> None:
    """Take a model out of service; what serves without one takes over. Raises CannotServe.

    It lasts: later trainings of its kind wait for `start_serving`.
    """
    with transaction.atomic():
        row = LearnedModel.objects.select_for_update().get(pk=model_id)
        if not row.serves:
            raise CannotServe(_("It doesn’t serve."))
        LearnedModel.objects.filter(pk=row.pk).update(serves=False, is_stopped=True)
        audit.record(
            "scoring.model.ended",
            target=row,
            actor=actor,
            before={"serves": row.version},
            after={"serves": None, "reason": reason},
        )


def is_held(kind: str) -> bool:
    """Say whether a person took a model of this kind out of service and let none serve since.

    Ask once what serves is locked, so that a stop at the same moment is seen.
    """
    return LearnedModel.objects.filter(kind=kind, is_stopped=True).exists()


def beats(row: LearnedModel) -> bool:
    """Say whether a kept model's own test lets it serve; kinds that don't say so may not."""
    return bool(row.metrics.get("beats", row.metrics.get("wins")))


def _serving(kind: str) -> LearnedModel | None:
    return LearnedModel.objects.select_for_update().filter(kind=kind, serves=True).first()


def _let_serve(row: LearnedModel, older: LearnedModel | None) -> None:
    if older is not None and older.pk != row.pk:
        _end(older)
    LearnedModel.objects.filter(pk=row.pk).update(serves=True)


def _end(row: LearnedModel) -> None:
    LearnedModel.objects.filter(pk=row.pk).update(serves=False)
