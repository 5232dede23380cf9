"""Lists of spammers' hosts: fetched from a real server, checked, kept, and used at once."""

from functools import partial
from http.server import BaseHTTPRequestHandler
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from creatorspark.core.models import AuditEntry
from fraud.domain import cheats
from fraud.domain.referrers import Source, classify
from fraud.domain.spam_lists import ListError
from fraud.models import SpamHostList
from fraud.services import policies, spam_hosts
from fraud.services.detection import detect
from fraud.tasks import refresh_spam_hosts
from tests.integration.fraud.test_detection import NOW, Stored
from tests.local_servers import LocalServer, QuietHandler, served

pytestmark = pytest.mark.django_db
LIST = "# kept by somebody\nharmless-looking.example\nanother-one.example\n"


def serving(answer: bytes, *, status: int = 200) -> type[BaseHTTPRequestHandler]:
    class Handler(QuietHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    return Handler


def listed() -> tuple[str, ...]:
    return policies.in_force(now=timezone.now()).parameters.referrers.spam_hosts


def test_a_fetched_list_is_in_force_at_once_and_the_same_one_is_no_new_version(settings):
    with served(LocalServer(serving(LIST.encode()))) as server:
        settings.SPAM_HOSTS_URL = f"{server.address}/spammers.txt"
        settings.SPAM_HOSTS_LICENCE = "public domain"
        refresh_spam_hosts()
        refresh_spam_hosts()
    kept = SpamHostList.objects.get()
    assert (kept.count, kept.licence, kept.source) == (2, "public domain", settings.SPAM_HOSTS_URL)
    assert listed() == ("another-one.example", "harmless-looking.example")
    view = "https://www.harmless-looking.example"
    assert classify(view) is Source.ELSEWHERE
    assert classify(view, spam_hosts=frozenset(listed())) is Source.SPAM
    assert AuditEntry.objects.filter(action="fraud.spam_hosts.refreshed").count() == 1


def test_without_an_address_nothing_is_fetched(settings):
    settings.SPAM_HOSTS_URL = ""
    refresh_spam_hosts()
    assert not SpamHostList.objects.exists()


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        (b"gone", 404, "could not be fetched"),
        (b"\xff\xfe\x00", 200, "could not be fetched"),
        (b"<html>\n<p>Please log in</p>\n</html>", 200, "no list of hosts"),
        (b"x" * 200, 200, "over 4 MB"),
    ],
)
def test_what_is_no_list_leaves_the_old_one(monkeypatch, settings, answer, status, said):
    spam_hosts.bring_in(LIST, source="a file", licence="ours", now=timezone.now())
    monkeypatch.setattr(spam_hosts, "MOST_BYTES", 100)
    with served(LocalServer(serving(answer, status=status))) as server:
        settings.SPAM_HOSTS_URL = server.address
        with pytest.raises(ListError, match=said):
            refresh_spam_hosts()
    assert len(listed()) == 2


def test_a_server_that_is_away_leaves_the_old_list(settings):
    with served(LocalServer(serving(b""))) as server:
        address = server.address
    settings.SPAM_HOSTS_URL = address
    with pytest.raises(ListError, match="could not be fetched"):
        refresh_spam_hosts()


def test_a_list_that_lost_half_is_taken_only_when_somebody_says_so(tmp_path):
    long = "\n".join(f"spam-{number}.example" for number in range(10))
    spam_hosts.bring_in(long, source="a file", licence="ours", now=timezone.now())
    short = tmp_path / "short.txt"
    short.write_text("spam-1.example\nspam-2.example\n")
    with pytest.raises(CommandError, match="fell from 10 to 2 hosts"):
        call_command("refresh_spam_hosts", "--from", str(short), stdout=StringIO())
    assert len(listed()) == 10
    call_command("refresh_spam_hosts", "--from", str(short), "--may-shrink", stdout=StringIO())
    assert listed() == ("spam-1.example", "spam-2.example")


def test_the_command_names_what_it_left_out(tmp_path, settings):
    settings.SPAM_HOSTS_URL = ""
    file = tmp_path / "list.txt"
    file.write_text("one.example\nwww.youtube.com\n")
    out = StringIO()
    call_command("refresh_spam_hosts", "--from", str(file), "--licence", "CC0", stdout=out)
    assert out.getvalue().splitlines() == [
        "1 hosts are in force; 1 lines left out.",
        "  line 2: belongs to a platform or a search engine",
    ]
    with pytest.raises(CommandError, match="Name a list"):
        call_command("refresh_spam_hosts")
    with pytest.raises(CommandError, match="can't be read"):
        call_command("refresh_spam_hosts", "--from", str(tmp_path / "nothing"))


def test_evidence_names_the_list_and_does_not_copy_it():
    spam_hosts.bring_in(LIST, source="a file", licence="ours", now=timezone.now())
    rule = policies.in_force(now=timezone.now())
    assert rule.spam_hosts == SpamHostList.objects.get().sha256
    assert rule.stated.referrers.spam_hosts == ()
    assert len(rule.parameters.referrers.spam_hosts) == 2
    stored = Stored(partial(cheats.bought_views, creator=5, views=9_000))
    (alert,) = (one for one in detect(now=NOW) if one.creator_id == stored.creator(5).pk)
    assert alert.evidence["spam_hosts"] == rule.spam_hosts
    assert alert.evidence["parameters"]["referrers"]["spam_hosts"] == []
