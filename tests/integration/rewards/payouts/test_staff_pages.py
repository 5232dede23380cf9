"""The staff's pages about payouts: they open, ask first, and do one thing once."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from creatorspark.core.models import AuditEntry, User
from fraud.services.holds import place_hold
from rewards.models import BankAccount, BankReport, Payout, PayoutBatch
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory
from tests.integration.rewards.payouts import bank
from tests.integration.rewards.payouts.world import closed_week, states

pytestmark = pytest.mark.django_db
SEND = "/admin/rewards/payoutbatch/act/send/"


@pytest.fixture
def staff(client) -> User:
    user = UserFactory(staff=True)
    client.force_login(user)
    return user


@pytest.fixture
def creator(staff):
    creator = CreatorFactory(handle="mina", user=UserFactory())
    bank.give_account(creator, 4321)
    closed_week(creator, [(None, 500)])
    bank.settle()
    return creator


def text(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def hidden(html: str) -> dict[str, str]:
    found = re.findall(r'name="(key|agreed)" value="([^"]*)"', html)
    return {name: value.replace("&quot;", '"') for name, value in found}


def test_every_list_and_page_opens(client, creator):
    video = VideoFactory(creator=creator)
    closed_week(creator, [(video, 500), (None, 40)])
    place_hold(creator, video_id=video.pk, reason_code="x", reason="We look.", actor=None, now=NOW)
    bank.settle()
    bank.press()
    sent = Payout.objects.filter(state="sent").select_related("batch").first()
    assert sent is not None
    bank.tell(bank.status_file(bank.said(sent, "RJCT")))
    for row in [
        *Payout.objects.all(),
        PayoutBatch.objects.get(),
        BankReport.objects.get(),
        BankAccount.objects.get(),
    ]:
        name = f"admin:rewards_{row._meta.model_name}"
        assert text(client.get(reverse(f"{name}_changelist")))
        html = text(client.get(reverse(f"{name}_change", args=[row.pk])))
        assert bank.iban_of(4321) not in html
        assert "sealed" not in html


def test_payouts_are_found_by_state_and_creator(client, creator):
    other = CreatorFactory(handle="zoe")
    closed_week(other, [(None, 900)])
    html = text(client.get("/admin/rewards/payout/?state__exact=payable"))
    assert "mina" in html
    assert "zoe" not in html
    assert "zoe" in text(client.get("/admin/rewards/payout/?q=zoe"))
    assert "mina" not in text(client.get("/admin/rewards/payout/?q=zoe"))


def test_the_send_page_says_how_many_and_how_much_first(client, creator):
    small = CreatorFactory()
    bank.give_account(small, 2)
    closed_week(small, [(None, 60)])
    closed_week(CreatorFactory(), [(None, 70_000)])
    bank.settle()
    html = text(client.get(SEND))
    assert "1 payout of one creator, $5.00, goes to the bank." in html
    assert "1 creator is below $1.00 and waits: $0.60." in html
    assert "1 creator gave no bank details and waits: $700.00." in html
    assert not PayoutBatch.objects.exists()


def test_a_yes_sends_once_however_often_it_is_pressed(client, creator):
    form = hidden(text(client.get(SEND)))
    for _ in range(2):
        html = text(client.post(SEND, form, follow=True))
        assert "1 payout, $5.00, is on its way." in html
    assert PayoutBatch.objects.count() == 1
    assert states(creator) == [(1, "sent", 500)]


def test_more_than_was_agreed_to_is_not_sent(client, creator):
    form = hidden(text(client.get(SEND)))
    closed_week(creator, [(None, 900)])
    bank.settle()
    html = text(client.post(SEND, form))
    assert "Meanwhile more became ready: $14.00 in all. Nothing was sent" in html
    assert not PayoutBatch.objects.exists()


@pytest.mark.parametrize("agreed", ["", "[]", '{"USD": "x"}', '{"USD": 1.5}', "null"])
def test_a_tampered_form_sends_nothing(client, creator, agreed):
    client.post(SEND, {"key": "k", "agreed": agreed})
    assert not PayoutBatch.objects.exists()


def test_nothing_ready_says_so(client, staff):
    assert "Nothing is ready to be paid" in text(client.get(SEND))
    html = text(client.post(SEND, {"key": "k", "agreed": json.dumps({})}, follow=True))
    assert "Nothing was ready, so nothing was sent." in html


def test_pay_again_needs_a_reason_and_is_offered_only_where_it_fits(client, creator):
    bank.press()
    sent = Payout.objects.select_related("batch").get()
    change = reverse("admin:rewards_payout_change", args=[sent.pk])
    address = f"{change.removesuffix('change/')}act/pay_again/"
    assert "Pay again" not in text(client.get(change))
    bank.tell(bank.status_file(bank.said(sent, "RJCT")))
    assert "Pay again" in text(client.get(change))
    client.post(address, {"reason": " "})
    assert states(creator) == [(1, "rejected", 500)]
    client.post(address, {"reason": "The bank was wrong."})
    assert states(creator) == [(1, "payable", 500)]
    assert "The bank was wrong." in text(client.get(change))


def test_the_file_is_handed_out_and_the_audit_says_to_whom(client, creator, staff):
    (batch,) = bank.press()
    response = client.get(f"/admin/rewards/payoutbatch/{batch.pk}/file/")
    assert response.content == bytes(batch.file)
    assert f'filename="{batch.message_id}.xml"' in response["Content-Disposition"]
    entry = AuditEntry.objects.get(action="rewards.payout_batch.downloaded")
    assert entry.actor == staff
    assert client.get("/admin/rewards/payoutbatch/999/file/").status_code == 404
    client.force_login(creator.user)
    assert client.get(f"/admin/rewards/payoutbatch/{batch.pk}/file/").status_code == 302


def test_a_file_from_the_bank_can_be_read_by_hand(client, creator):
    bank.press()
    sent = Payout.objects.select_related("batch").get()
    data = bank.status_file(bank.said(sent, "ACSC"), bank.said(sent, "ACSC", end_to_end_id="X"))
    address = "/admin/rewards/bankreport/act/read/"
    for words in ("2 lines read; 1 of them need a person", "read before; nothing was changed"):
        file = SimpleUploadedFile("status.xml", data)
        assert words in text(client.post(address, {"file": file}, follow=True))
    bad = SimpleUploadedFile("status.xml", b"<oops>")
    assert "Nothing of the file was applied." in text(client.post(address, {"file": bad}))
    assert BankReport.objects.count() == 1
    report = reverse("admin:rewards_bankreport_change", args=[BankReport.objects.get().pk])
    assert "We know no such payment" in text(client.get(report))


def test_tiles_say_what_waits(client, creator):
    closed_week(creator, [(None, 900)])
    html = text(client.get("/admin/"))
    for words in ("Payouts in review", "Payouts ready", "Payouts on hold", "Refused by banks"):
        assert words in html
    assert "$5.00 to send to the bank" in html


def test_lists_ask_no_more_with_more_rows(client, creator, django_assert_max_num_queries):
    def asked(address: str) -> int:
        client.get(address)
        with django_assert_max_num_queries(60) as caught:
            text(client.get(address))
        return len(caught)

    lists = [
        f"/admin/rewards/{name}/" for name in ("payout", "payoutbatch", "bankreport", "bankaccount")
    ]
    few = [asked(one) for one in lists]
    for number in range(8):
        more = CreatorFactory()
        bank.give_account(more, 50 + number)
        closed_week(more, [(None, 500)])
        bank.settle()
        bank.press()
    assert [asked(one) for one in lists] == few


def test_other_people_see_none_of_it(client, creator):
    client.force_login(creator.user)
    for name in ("payout", "payoutbatch", "bankreport", "bankaccount"):
        assert client.get(f"/admin/rewards/{name}/").status_code in {302, 403}
    assert client.post(SEND, {"key": "k", "agreed": "{}"}).status_code in {302, 403}
