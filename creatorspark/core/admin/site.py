"""The staff site as a whole: one login, a sidebar by task, nothing that nobody needs."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_celery_beat.models import (
    ClockedSchedule,
    CrontabSchedule,
    IntervalSchedule,
    PeriodicTask,
    SolarSchedule,
)

admin.site.index_title = gettext_lazy("Dashboard")
# Passwords are asked for in one place only, with its throttle and its second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

# Secrets, or things that code decides: an edit here would go past the services and the audit.
for model in (
    Authenticator,
    ClockedSchedule,
    CrontabSchedule,
    EmailAddress,
    EmailConfirmation,
    Group,
    IntervalSchedule,
    PeriodicTask,
    SolarSchedule,
):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

# Pages that need more than being staff.
NEEDS = {"scoring_humanrating_rate": "scoring.rate_quality"}


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Lay the sidebar out by task; a page whose app is not there yet is left out."""
    return [
        {"title": title, "separator": True, "items": links}
        for title, items in _tasks()
        if (links := [link for item in items if _may(request, item) and (link := _link(*item))])
    ]


def _may(request: HttpRequest, item: tuple[str, str, str]) -> bool:
    """Leave out what this person would only be refused at."""
    needed = NEEDS.get(item[2])
    return needed is None or bool(request.user.has_perm(needed))


def _tasks() -> list[tuple[str, list[tuple[str, str, str]]]]:
    return [
        (
            _("Waiting for a person"),
            [
                (_("Dashboard"), "dashboard", "index"),
                (_("Appeals"), "rate_review", "core_appeal_changelist"),
                (_("Alerts"), "crisis_alert", "fraud_alert_changelist"),
                (_("Redemptions"), "redeem", "rewards_redemption_changelist"),
                (_("Payouts"), "payments", "rewards_payout_changelist"),
                (_("Offers and disputes"), "handshake", "marketplace_offer_changelist"),
                (_("Files for the bank"), "account_balance", "rewards_payoutbatch_changelist"),
                (_("Profile claims"), "how_to_reg", "core_profileclaim_changelist"),
                (_("Holds"), "front_hand", "fraud_hold_changelist"),
                (_("Rate videos"), "star_rate", "scoring_humanrating_rate"),
            ],
        ),
        (
            _("Rules"),
            [
                (_("Policies"), "gavel", "core_policy_changelist"),
                (_("Fairness"), "balance", "learn:fairness"),
                (_("Protection in figures"), "monitoring", "staff_figures:index"),
                (_("Rules on trial"), "science", "fraud_ruleswitch_changelist"),
                (_("Rules at rest"), "snooze", "fraud_rulesnooze_changelist"),
                (_("Rules tried on history"), "history", "fraud_backtest_changelist"),
                (_("Wrongly accused"), "person_alert", "fraud_regressioncase_changelist"),
                (_("Words of decisions"), "edit_note", "core_reasontemplate_changelist"),
                (_("Shop"), "storefront", "rewards_shopitem_changelist"),
            ],
        ),
        (
            _("Data"),
            [
                (_("Import a file"), "upload", "imports:index"),
                (_("Imports"), "upload_file", "core_importrun_changelist"),
                (_("Creators and brands"), "group_add", "market_imports:index"),
                (_("Files of videos"), "video_file", "scoring_submission_changelist"),
                (_("Creators"), "person_play", "core_creator_changelist"),
                (_("Videos"), "movie", "core_video_changelist"),
                (_("Snapshots"), "query_stats", "core_metricsnapshot_changelist"),
                (_("Grades"), "grade", "scoring_engagementgrade_changelist"),
                (_("Originality"), "fingerprint", "scoring_originalityverdict_changelist"),
                (_("Videos alike"), "difference", "scoring_originalitymatch_changelist"),
                (_("May share"), "handshake", "scoring_originalityallowance_changelist"),
                (_("Waiting to be judged"), "hourglass", "scoring_judgementrequest_changelist"),
                (_("Fingerprints"), "animated_images", "scoring_fingerprint_changelist"),
                (_("Opinions"), "psychology", "scoring_opinion_changelist"),
                (_("Opinions asked for"), "forum", "scoring_opinionrequest_changelist"),
                (_("Learned models"), "school", "scoring_learnedmodel_changelist"),
                (_("Categories"), "category", "scoring_categoryassessment_changelist"),
                (_("Corrected categories"), "rule", "scoring_categorycorrection_changelist"),
                (_("Read off pictures"), "text_fields", "scoring_framereading_changelist"),
                (_("Quality ratings"), "hd", "scoring_qualityassessment_changelist"),
                (_("Measurements"), "straighten", "scoring_measurement_changelist"),
                (_("Not measurable"), "error_med", "scoring_measuringfailure_changelist"),
                (_("Spread of ratings"), "bar_chart", "scoring_qualityreference_changelist"),
                (_("Cohorts"), "groups", "scoring_cohortreference_changelist"),
                (_("Points scored"), "scoreboard", "scoring_pointsscore_changelist"),
                (_("Points awarded"), "award_star", "rewards_pointsaward_changelist"),
                (_("Weeks of pay"), "calendar_month", "rewards_weekclose_changelist"),
                (_("Earnings statements"), "receipt_long", "rewards_statement_changelist"),
                (_("Corrections of earnings"), "edit_note", "rewards_staffadjustment_changelist"),
                (_("Tiers"), "workspace_premium", "rewards_tierstanding_changelist"),
                (_("Tier warnings"), "running_with_errors", "rewards_tierwarning_changelist"),
                (_("Looks at tiers"), "event_repeat", "rewards_tierweek_changelist"),
                (_("Bank reports"), "mark_email_read", "rewards_bankreport_changelist"),
                (_("Bank details"), "credit_card", "rewards_bankaccount_changelist"),
                (_("Ledger"), "menu_book", "rewards_transaction_changelist"),
            ],
        ),
        (
            _("People"),
            [
                (_("Accounts"), "group", "core_user_changelist"),
                (_("Brands"), "business_center", "marketplace_brand_changelist"),
                (_("Campaigns"), "campaign", "marketplace_campaign_changelist"),
                (_("Rivals"), "swords", "marketplace_rivalry_changelist"),
                (_("Match runs"), "join_inner", "marketplace_matchrun_changelist"),
                (_("Listings"), "contact_page", "marketplace_listing_changelist"),
                (_("Audiences"), "diversity_3", "marketplace_audience_changelist"),
                (_("Records brought along"), "badge", "rewards_carriedhistory_changelist"),
                (_("Trusted issuers"), "verified", "rewards_trustedissuer_changelist"),
                (_("API tokens"), "key", "core_apitoken_changelist"),
                (_("Messages"), "mail", "core_notification_changelist"),
            ],
        ),
        (
            _("Running"),
            [
                (_("Jobs"), "manufacturing", "core_job_changelist"),
                (_("Webhooks"), "webhook", "core_webhookendpoint_changelist"),
                (_("Webhook messages"), "send", "core_webhookdelivery_changelist"),
                (_("Audit log"), "history", "core_auditentry_changelist"),
            ],
        ),
    ]


def _link(title: str, icon: str, name: str) -> dict[str, Any] | None:
    try:
        address = reverse(name if ":" in name else f"admin:{name}")
    except NoReverseMatch:
        return None
    return {"title": title, "icon": icon, "link": address}
