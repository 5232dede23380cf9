"""Refresh counts through TikTok's official API."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from tqdm import tqdm

from creatorspark.core.tiktok import services
from creatorspark.core.tiktok.errors import TikTokError


class Command(BaseCommand):
    help = str(
        gettext_lazy(
            "Ask TikTok for new counts: of the videos we know (research API), or with --account "
            "of the connected account (display API)."
        )
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, default=10_000, help=_("videos at most"))
        parser.add_argument(
            "--account", action="store_true", help=_("refresh the connected account instead")
        )
        parser.add_argument(
            "--connect", metavar="CODE", default="", help=_("connect the account of this code")
        )
        parser.add_argument("--redirect-uri", default="", help=_("the address used for the code"))
        parser.add_argument("--no-progress", action="store_true", help=_("no progress bar"))

    def handle(self, *args: Any, **given: Any) -> None:
        try:
            self._work(given)
        except services.NotConnected as error:
            raise CommandError(str(error)) from error
        except TikTokError as error:
            raise CommandError(services.explain(error)) from error

    def _work(self, given: dict[str, Any]) -> None:
        if given["connect"]:
            services.connect_account(given["connect"], redirect_uri=given["redirect_uri"])
            self.stdout.write(_("The account is connected; its tokens are kept sealed."))
        elif given["account"]:
            self._report(services.refresh_connected_account(now=timezone.now()))
        else:
            self._refresh_known(given)

    def _refresh_known(self, given: dict[str, Any]) -> None:
        with tqdm(unit="video", disable=given["no_progress"] or None) as bar:

            def report(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            done = services.refresh_known_videos(
                now=timezone.now(), limit=given["limit"], on_progress=report
            )
        self._report(done)
        if done.stopped_by:
            raise CommandError(done.stopped_by)

    def _report(self, done: services.Refreshed) -> None:
        self.stdout.write(
            _("%(asked)s videos asked for, %(found)s found, %(added)s snapshots added.")
            % {"asked": done.asked, "found": done.found, "added": done.snapshots_added}
        )
