"""Addresses of a creator's pages."""

from django.urls import path

from creatorspark.portals import converters  # noqa: F401 (registers <row:...>)
from creatorspark.portals.creators import (
    alert_views,
    claim_views,
    draft_views,
    earnings_views,
    file_views,
    history_views,
    originality_views,
    payout_views,
    points_views,
    proof_views,
    shop_views,
    tier_views,
    views,
)
from creatorspark.portals.creators.evaluation import views as evaluation_views

app_name = "creators"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("videos/", views.videos, name="videos"),
    path("videos/quality/", evaluation_views.trend, name="videos_quality"),
    path("videos/<row:video_id>/", views.video, name="video"),
    path("videos/<row:video_id>/evaluation/", evaluation_views.evaluation, name="evaluation"),
    path(
        "videos/<row:video_id>/evaluation/again/", evaluation_views.again, name="evaluation_again"
    ),
    path("videos/<row:video_id>/retention/", evaluation_views.retention, name="video_retention"),
    path("videos/<row:video_id>/file/", file_views.video_file, name="video_file"),
    path("videos/<row:video_id>/file/link/", file_views.video_link, name="video_link"),
    path("drafts/", draft_views.drafts, name="drafts"),
    path("drafts/<uuid:submission_id>/", draft_views.draft, name="draft"),
    path("drafts/<uuid:submission_id>/report/", draft_views.draft_report, name="draft_report"),
    path("drafts/<uuid:submission_id>/card/", draft_views.draft_card, name="draft_card"),
    path("drafts/<uuid:submission_id>/words/", draft_views.draft_words, name="draft_words"),
    path("drafts/link/", draft_views.draft_link, name="draft_link"),
    path("files/<uuid:submission_id>/", file_views.progress, name="file_progress"),
    path("files/<uuid:submission_id>/retry/", file_views.retry, name="file_retry"),
    path("files/<uuid:submission_id>/withdraw/", file_views.withdraw, name="file_withdraw"),
    path("videos/<row:video_id>/originality/", originality_views.part, name="originality"),
    path("videos/<row:video_id>/again/", originality_views.again, name="originality_again"),
    path("alerts/", alert_views.alerts, name="alerts"),
    path("alerts/<row:alert_id>/", alert_views.alert, name="alert"),
    path("shop/", shop_views.shop, name="shop"),
    path("shop/<row:item_id>/", shop_views.redeem, name="redeem"),
    path("orders/<row:redemption_id>/", shop_views.redemption, name="redemption"),
    path("orders/<row:redemption_id>/cancel/", shop_views.cancel, name="redemption_cancel"),
    path("earnings/all.json", proof_views.statements, name="statements_file"),
    path("earnings/policies.json", proof_views.policies, name="policies_file"),
    path("earnings/", earnings_views.earnings, name="earnings"),
    path("earnings.csv", earnings_views.earnings_csv, name="earnings_csv"),
    path("earnings/<week:week>/", earnings_views.statement, name="earnings_statement"),
    path("earnings/<week:week>/print/", earnings_views.printed, name="earnings_print"),
    path("earnings/<week:week>.json", earnings_views.envelope, name="earnings_json"),
    path("payouts/", payout_views.payouts, name="payouts"),
    path("payouts/account/", payout_views.account, name="payout_account"),
    path("payouts/<row:payout_id>/", payout_views.payout, name="payout"),
    path("history/", history_views.history, name="history"),
    path("history/record.json", history_views.download, name="history_download"),
    path("history/<row:history_id>/", history_views.carried, name="carried_history"),
    path("history/<row:history_id>/remove/", history_views.remove, name="remove_history"),
    path("points/", points_views.points, name="points"),
    path("points.csv", points_views.points_csv, name="points_csv"),
    path("tier/", tier_views.tier, name="tier"),
    path("profile/", claim_views.profile, name="profile"),
    path("profile/claim/", claim_views.claim, name="claim"),
    path("profile/claim/<row:claim_id>/check/", claim_views.check, name="claim_check"),
    path("profile/claim/<row:claim_id>/withdraw/", claim_views.withdraw, name="claim_withdraw"),
]
