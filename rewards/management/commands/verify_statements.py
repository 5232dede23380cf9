"""`manage.py verify_statements`: compute every line again and compare it with what was signed."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from creatorspark.core.models import Creator
from creatorspark.lib.periods import parse_week
from rewards.services.proof.recompute import Verified, verify


class Command(BaseCommand):
    """Fail, naming each fault, unless every statement is what was signed and what rules give."""

    help = "Compute every line of earnings again; name what is not as it was signed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--creator", default="", help=_("id or @handle; all when left out"))
        parser.add_argument("--week", default="", help=_("like 2026-W46; all when left out"))
        parser.add_argument("--json", action="store_true", help=_("write one JSON document"))
        parser.add_argument("--no-progress", action="store_true", help=_("no progress bar"))

    def handle(self, *args: Any, **options: Any) -> None:
        creator, week = _creator(options["creator"]), _week(options["week"])
        with tqdm(unit=" statements", disable=options["no_progress"] or None) as bar:

            def report(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            result = verify(creator_id=creator, week=week, report=report)
        self._write_json(result) if options["json"] else self._write_words(result)
        if result.faults:
            raise CommandError(
                _("%(n)s thing(s) do not agree; nothing was changed.") % {"n": len(result.faults)}
            )

    def _write_json(self, result: Verified) -> None:
        document = {
            "statements": result.statements,
            "lines": result.lines,
            "faults": [fault.to_json() for fault in result.faults],
        }
        self.stdout.write(json.dumps(document, indent=2, ensure_ascii=False))

    def _write_words(self, result: Verified) -> None:
        for fault in result.faults:
            self.stdout.write(str(fault))
        if not result.faults:
            self.stdout.write(
                _(
                    "All agree: %(statements)s statement(s) with %(lines)s line(s), every hash, "
                    "signature, chain, posting and payout."
                )
                % {"statements": f"{result.statements:,}", "lines": f"{result.lines:,}"}
            )


def _creator(named: str) -> int | None:
    """Return the id of a creator by id or @handle. Raises CommandError."""
    if not named:
        return None
    if named.isascii() and named.isdecimal() and len(named) < 19:
        found = list(Creator.objects.filter(pk=int(named)).values_list("pk", flat=True))
    else:
        handle = named.removeprefix("@")
        found = list(Creator.objects.filter(handle__iexact=handle).values_list("pk", flat=True))
    if len(found) > 1:
        numbers = ", ".join(str(pk) for pk in found)
        raise CommandError(
            _("Several creators are called %(name)s; name one by its id: %(ids)s.")
            % {"name": named, "ids": numbers}
        )
    if not found:
        raise CommandError(_("There is no creator %(name)s.") % {"name": named})
    return found[0]


def _week(label: str) -> date | None:
    if not label:
        return None
    try:
        return parse_week(label)
    except ValueError as refusal:
        raise CommandError(str(refusal)) from refusal
