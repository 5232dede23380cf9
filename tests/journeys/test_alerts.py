"""A bought burst is found, its money waits, and a second person gives it back with an apology."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, expect

from creatorspark.core.models import Appeal, AuditEntry, Creator
from fraud.models import Alert, Hold
from rewards import interface as rewards
from rewards.models import EarningsLine, Payout
from tests.factories import UserFactory
from tests.journeys import alert_world
from tests.journeys.alert_world import AlertWorld
from tests.journeys.conftest import PHONE, overflow, serious_problems, sign_in
from tests.journeys.working import ask_worker, until, until_found

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

RECEIPT = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
STEPS = (
    "fraud.alert.created",
    "fraud.hold.placed",
    "fraud.alert.resolved",
    "core.appeal.filed",
    "core.appeal.taken",
    "core.appeal.overturned",
    "fraud.hold.released",
    "rewards.points.apology",
)


def look_at(page: Page) -> None:
    """What is on the screen reads well by ear and by eye."""
    # From the top: what the bar at the foot happens to cover isn't smaller for that.
    page.evaluate("window.scrollTo(0, 0)")
    assert serious_problems(page) == []
    assert overflow(page) <= 0


def let_the_worker_look(page: Page) -> Alert:
    """Wait until the worker's own tasks have summed the hours and found something."""

    cases = Alert.objects.filter(tier=Alert.Tier.CASE)
    until_found(page, cases.exists, what="an alert")
    return cases.get()


def let_rewards_follow(page: Page, happened: Callable[[], object], *, what: str) -> None:
    """Wait until the worker booked what holds mean."""

    def followed() -> object:
        ask_worker("rewards.settle_payouts")
        return happened()

    until(page, followed, what=what)


def held_sum(creator: Creator) -> int:
    """Return the minor units on hold."""
    return sum(
        Payout.objects.filter(creator=creator, state="held").values_list("amount", flat=True)
    )


def read_the_report(phone: Page, alert: Alert) -> None:
    """Go from the overview to the report, and find everything that it has to say."""
    phone.goto("/studio/")
    phone.get_by_role("link", name="A person looks at “Night market”").click()
    phone.wait_for_url(f"**/studio/alerts/{alert.pk}/")
    main = phone.get_by_role("main")
    for words in ("A computer found this", "Not affected", "FR-", "They brought"):
        expect(main.get_by_text(words).first).to_be_visible()
    look_at(phone)


def decide_first(desk: Page, alert: Alert) -> None:
    """Uphold at first look."""
    desk.goto(f"/admin/fraud/alert/{alert.pk}/change/")
    desk.get_by_role("link", name="It doesn’t count").first.click()
    desk.locator("textarea[name=reason]").fill("These views came from a shop that sells them.")
    desk.get_by_role("button", name="It doesn’t count").click()
    expect(desk.get_by_text("Decided, carried out, and the creator was told.")).to_be_visible()


def appeal(phone: Page, alert: Alert, receipt: Path) -> None:
    """Say what happened, with a receipt."""
    phone.goto(f"/studio/alerts/{alert.pk}/")
    expect(phone.get_by_text("These views came from a shop").first).to_be_visible()
    look_at(phone)
    phone.get_by_role("main").get_by_role("link", name="Tell us what happened").click()
    phone.get_by_label("I paid for an advert").check()
    phone.get_by_label("What happened?").fill("I paid for an advert that week.")
    phone.get_by_label("Files that show it").set_input_files(receipt)
    look_at(phone)
    phone.get_by_role("button", name="Send the appeal").click()
    expect(phone.get_by_text("We have your appeal. A person reads it.")).to_be_visible()
    look_at(phone)


def overturn(desk: Page, *, reason: str) -> None:
    """Take the appeal and decide it for the creator."""
    desk.goto(f"/admin/core/appeal/{Appeal.objects.get().pk}/change/")
    desk.get_by_role("link", name="Take it").click()
    desk.get_by_role("button", name="Take it").click()
    desk.get_by_role("link", name="Decide").click()
    desk.get_by_label("Decision").select_option("overturned")
    desk.locator("textarea[name=reason]").fill(reason)
    desk.get_by_role("button", name="Decide").click()
    expect(desk.get_by_text("Decided, carried out, and the creator was told.")).to_be_visible()


def cannot_decide(desk: Page) -> None:
    """Whoever judged can't take the appeal against it."""
    desk.goto(f"/admin/core/appeal/{Appeal.objects.get().pk}/change/")
    expect(desk.get_by_role("link", name="Decide")).to_have_count(0)
    expect(desk.get_by_role("link", name="Take it")).to_have_count(0)


def check_nothing_else_waits(world: AlertWorld) -> None:
    """Exactly the lines of the burst wait; the hit next to it was never touched."""
    lines = EarningsLine.objects.filter(video=world.burst, week=world.week)
    assert held_sum(world.nina) == sum(lines.values_list("amount", flat=True)) > 0
    assert Payout.objects.filter(creator=world.nina).exclude(state="held").exists()
    assert not Alert.objects.filter(creator=world.milo).exists()
    assert not Hold.objects.exclude(creator=world.nina).exists()
    assert held_sum(world.milo) == 0


def test_a_burst_is_found_frozen_upheld_appealed_and_overturned(
    worker: Path, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    world = alert_world.build(now=timezone.now())
    for name in ("ana", "bo"):
        UserFactory(email=f"{name}@test.example", superuser=True)
    receipt = tmp_path / "receipt.pdf"
    receipt.write_bytes(RECEIPT)
    phone, ana, bo = open_page(viewport=PHONE), open_page(), open_page()
    for window, who in ((phone, "nina"), (ana, "ana"), (bo, "bo")):
        sign_in(window, f"{who}@test.example")
    points = rewards.balance(creator_id=world.nina.pk).points

    alert = let_the_worker_look(phone)
    assert (alert.creator_id, alert.video_id) == (world.nina.pk, world.burst.pk)
    let_rewards_follow(phone, lambda: held_sum(world.nina), what="the freeze")
    check_nothing_else_waits(world)
    read_the_report(phone, alert)

    decide_first(ana, alert)
    appeal(phone, alert, receipt)
    cannot_decide(ana)
    overturn(bo, reason="The receipt names the very hours.")

    let_rewards_follow(
        phone,
        lambda: rewards.balance(creator_id=world.nina.pk).points == points + 250,
        what="the apology",
    )
    let_rewards_follow(phone, lambda: not held_sum(world.nina), what="the money")
    phone.goto(f"/studio/alerts/{alert.pk}/")
    expect(phone.get_by_text("You were right").first).to_be_visible()
    expect(phone.get_by_text("250 points").first).to_be_visible()
    look_at(phone)
    recorded = set(AuditEntry.objects.values_list("action", flat=True))
    assert set(STEPS) <= recorded, set(STEPS) - recorded
    assert held_sum(world.milo) == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(amount), 0) FROM rewards_entry")
        assert cursor.fetchone()[0] == 0
