"""Files to the bank's folder and back, with the stub as the bank."""

import multiprocessing
import os
import signal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connections

from creatorspark.core.jobs import services as jobs
from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import Job
from creatorspark.core.services import audit
from rewards.ledger.reconciliation import discrepancies
from rewards.models import BankReport, Payout, PayoutBatch
from rewards.services.payouts import exchange
from rewards.services.payouts.bank_stub import BankStub, StubRun
from rewards.services.payouts.folder import BankFolder, put, waiting
from tests.factories import NOW, CreatorFactory
from tests.integration.rewards.payouts import bank
from tests.integration.rewards.payouts.world import closed_week

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path) -> BankFolder:
    settings.BANK_FOLDER = str(tmp_path)
    return BankFolder(tmp_path)


def go() -> exchange.Exchanged:
    return exchange.exchange(JobProgress(None), now=NOW)


def three_creators() -> dict[str, int]:
    """Creators whose payments are paid, rejected, and returned; return their ids."""
    ids = {}
    for name, number in (("paid", 1), ("rejected", 10_404), ("returned", 20_405)):
        creator = CreatorFactory()
        bank.give_account(creator, number)
        closed_week(creator, [(None, 500)])
        ids[name] = creator.pk
    bank.settle()
    bank.press()
    return ids


def states() -> dict[int, str]:
    return dict(Payout.objects.values_list("creator", "state"))


@pytest.mark.parametrize("form", ["pain.001.001.09", "csv"])
def test_there_and_back(folder, settings, form):
    settings.BANK_FORMAT = form
    creators = three_creators()
    assert go().handed_over == 1
    batch = PayoutBatch.objects.get()
    assert batch.handed_over_at == NOW
    assert [file.read_bytes() for file in waiting(folder.outbox)] == [bytes(batch.file)]

    assert BankStub(folder).run(now=NOW) == StubRun(taken=1, paid=2, rejected=1)
    assert go() == exchange.Exchanged(handed_over=0, reports=2, not_applied=0, refused=())
    assert states() == {
        creators["paid"]: "paid",
        creators["rejected"]: "rejected",
        creators["returned"]: "paid",
    }

    assert BankStub(folder).run(now=NOW) == StubRun(returned=1)
    assert go().reports == 1
    assert states()[creators["returned"]] == "returned"
    assert BankStub(folder).run(now=NOW) == StubRun()
    assert waiting(folder.inbox) == []
    assert len(waiting(folder.read)) == 3
    assert list(discrepancies()) == []


def test_a_file_that_comes_again_is_moved_and_changes_nothing(folder):
    three_creators()
    go()
    BankStub(folder).run(now=NOW)
    (_first, statuses) = waiting(folder.inbox)
    data = statuses.read_bytes()
    go()
    put(folder.inbox, "again.xml", data)
    assert go().reports == 0
    assert (folder.read / "again.xml").exists()
    assert BankReport.objects.count() == 2


def test_a_bad_file_is_put_aside_with_a_note_and_the_others_are_read(folder):
    three_creators()
    go()
    BankStub(folder).run(now=NOW)
    put(folder.inbox, "A-bad.xml", b"<oops>")
    put(folder.inbox, "half.xml.part", b"<oops>")
    done = go()
    assert done.reports == 2
    ((name, sentence),) = done.refused
    assert name == "A-bad.xml"
    assert sentence.endswith("Nothing of the file was applied.")
    assert (folder.refused / "A-bad.xml.why.txt").read_text().strip() == sentence
    assert [file.name for file in folder.inbox.iterdir() if file.is_file()] == ["half.xml.part"]


def test_the_job_says_what_could_not_be_read(folder):
    assert not exchange.request_exchange(now=NOW)
    put(folder.inbox, "bad.xml", b"<oops>")
    assert exchange.request_exchange(now=NOW)
    assert not exchange.request_exchange(now=NOW)
    job = Job.objects.get()
    jobs.run(job.pk, now=NOW)
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.error.startswith("bad.xml: The file is damaged")
    assert not exchange.request_exchange(now=NOW)


def test_the_stub_takes_a_message_once(folder):
    three_creators()
    go()
    (file,) = waiting(folder.outbox)
    data = file.read_bytes()
    stub = BankStub(folder)
    stub.run(now=NOW)
    put(folder.outbox, file.name, data)
    put(folder.outbox, "nonsense.xml", b"<a/>")
    put(folder.outbox, "nonsense.txt", b"<a/>")
    assert stub.run(now=NOW) == StubRun(aside=3, returned=1)


def test_the_command(folder):
    three_creators()
    go()
    out = StringIO()
    call_command("bank_stub", "--folder", str(folder.root), stdout=out)
    assert out.getvalue().startswith("Took 1 file(s): 2 payment(s) paid, 1 rejected.")


def _hand_over_until_killed() -> None:
    connections["default"].connection = None

    def die(*args: object, **more: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(audit, "record", die)  # noqa: B010
    go()


@pytest.mark.django_db(transaction=True)
def test_kill_9_while_a_file_is_handed_over(folder):
    three_creators()
    connections.close_all()
    worker = multiprocessing.get_context("fork").Process(target=_hand_over_until_killed)
    worker.start()
    worker.join()
    assert worker.exitcode == -signal.SIGKILL
    assert PayoutBatch.objects.get().handed_over_at is None
    stub = BankStub(folder)
    # The bank may have taken the file already; it comes again, and is paid once.
    assert stub.run(now=NOW).taken == 1
    assert go().handed_over == 1
    assert stub.run(now=NOW).aside == 1
    assert list(discrepancies()) == []
