"""`manage.py refresh_spam_hosts`: bring in the list of spammers' hosts that somebody keeps."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from fraud.domain.spam_lists import ListError
from fraud.services import spam_hosts


class Command(BaseCommand):
    """Take the list from SPAM_HOSTS_URL, another address, or a file."""

    help = "Bring in a list of hosts known for false referrers: one host a line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="source", default="", help="a file, or an address")
        parser.add_argument("--licence", default="", help="the licence the list is under")
        parser.add_argument("--may-shrink", action="store_true", help="take it though much is gone")

    def handle(self, *args: Any, **options: Any) -> None:
        source = options["source"] or settings.SPAM_HOSTS_URL
        if not source:
            raise CommandError("Name a list with --from, or its address in SPAM_HOSTS_URL.")
        try:
            text = _text_of(source)
            made = spam_hosts.bring_in(
                text,
                source=source,
                licence=options["licence"] or settings.SPAM_HOSTS_LICENCE,
                now=timezone.now(),
                may_shrink=options["may_shrink"],
            )
        except ListError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{made.count} hosts are in force; {len(made.left_out)} lines left out.")
        for number, why in made.left_out[:20]:
            self.stdout.write(f"  line {number}: {_WHY[why]}")


_WHY = {
    "not_a_host": "not a host",
    "platform": "belongs to a platform or a search engine",
}


def _text_of(source: str) -> str:
    if source.startswith(("http://", "https://")):
        return spam_hosts.fetch(source)
    try:
        path = Path(source)
        if path.stat().st_size > spam_hosts.MOST_BYTES:
            raise CommandError("The list is over 4 MB. The list in force stays as it is.")
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise CommandError(f"{source} can't be read ({type(fault).__name__}).") from fault
