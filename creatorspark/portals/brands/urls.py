"""Addresses of a brand's pages."""

from django.urls import path

from creatorspark.portals import converters  # noqa: F401 (registers <row:...>)
from creatorspark.portals.brands import (
    brief_views,
    campaign_views,
    creator_views,
    pick_views,
    shortlist_views,
    team_views,
    views,
)

app_name = "brands"
CAMPAIGN = "campaigns/<row:campaign_id>/"
LIST = f"{CAMPAIGN}shortlists/<row:shortlist_id>/"
urlpatterns = [
    path("", views.home, name="home"),
    path("begin/", views.register, name="register"),
    path("profile/", views.profile, name="profile"),
    path("team/", team_views.teams, name="teams"),
    path("team/<row:brand_id>/", team_views.team, name="team"),
    path("invitations/<row:invitation_id>/accept/", team_views.accept, name="accept"),
    path("invitations/<row:invitation_id>/decline/", team_views.decline, name="decline"),
    path(
        "team/<row:brand_id>/invitations/<row:invitation_id>/revoke/",
        team_views.revoke,
        name="revoke",
    ),
    path("team/<row:brand_id>/<row:member_id>/leave/", team_views.leave, name="leave"),
    path("team/<row:brand_id>/<row:member_id>/role/", team_views.role, name="role"),
    path("campaigns/new/", brief_views.new, name="campaign_new"),
    path("campaigns/fit/", brief_views.fit, name="fit"),
    path(CAMPAIGN, campaign_views.campaign, name="campaign"),
    path(f"{CAMPAIGN}edit/", brief_views.edit, name="campaign_edit"),
    path(f"{CAMPAIGN}open/", campaign_views.open_, name="campaign_open"),
    path(f"{CAMPAIGN}close/", campaign_views.close, name="campaign_close"),
    path(f"{CAMPAIGN}creators/", creator_views.creators, name="creators"),
    path(f"{CAMPAIGN}creators.csv", creator_views.creators_csv, name="creators_csv"),
    path(f"{CAMPAIGN}compare/", creator_views.compare, name="compare"),
    path(f"{CAMPAIGN}alike/", creator_views.alike, name="alike"),
    path(f"{CAMPAIGN}pick/", pick_views.pick, name="pick"),
    path(f"{CAMPAIGN}creators/<row:creator_id>/", creator_views.match, name="match"),
    path(
        f"{CAMPAIGN}creators/<row:creator_id>/leave-out/",
        pick_views.leave_out,
        name="leave_out",
    ),
    path(f"{CAMPAIGN}shortlists/", shortlist_views.shortlists, name="shortlists"),
    path(LIST, shortlist_views.shortlist, name="shortlist"),
    path(f"{LIST}rename/", shortlist_views.rename, name="shortlist_rename"),
    path(f"{LIST}delete/", shortlist_views.delete, name="shortlist_delete"),
    path(f"{LIST}shortlist.csv", shortlist_views.csv, name="shortlist_csv"),
    path(f"{LIST}<row:creator_id>/note/", shortlist_views.note, name="shortlist_note"),
    path(f"{LIST}<row:creator_id>/remove/", shortlist_views.remove, name="shortlist_remove"),
]
