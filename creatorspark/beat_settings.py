"""When each task runs by itself: every so many seconds, or at an hour of the night (UTC)."""

from typing import Any, Final

from celery.schedules import crontab

SCHEDULE: Final[dict[str, dict[str, Any]]] = {
    "core.sweep_jobs": {"task": "core.sweep_jobs", "schedule": 60.0},
    "core.send_waiting_emails": {"task": "core.send_waiting_emails", "schedule": 30.0},
    "core.forget_old_answers": {"task": "core.forget_old_answers", "schedule": 3600.0},
    "core.sweep_webhooks": {"task": "core.sweep_webhooks", "schedule": 15.0},
    "core.forget_old_webhooks": {"task": "core.forget_old_webhooks", "schedule": 3600.0},
    "core.tend_appeals": {"task": "core.tend_appeals", "schedule": 600.0},
    "core.refresh_tiktok": {
        "task": "core.refresh_tiktok",
        "schedule": crontab(hour="1", minute="10"),
    },
    "scoring.score_nightly": {
        "task": "scoring.score_nightly",
        "schedule": crontab(hour="2", minute="10"),
    },
    "scoring.sweep_readings": {"task": "scoring.sweep_readings", "schedule": 120.0},
    "scoring.find_categories": {
        "task": "scoring.find_categories",
        "schedule": crontab(hour="1", minute="50"),
    },
    "scoring.sweep_opinions": {"task": "scoring.sweep_opinions", "schedule": 60.0},
    "scoring.ask_opinions_nightly": {
        "task": "scoring.ask_opinions_nightly",
        "schedule": crontab(hour="3", minute="20"),
    },
    "scoring.sweep_submissions": {"task": "scoring.sweep_submissions", "schedule": 60.0},
    "scoring.remove_stray_files": {"task": "scoring.remove_stray_files", "schedule": 3600.0},
    "scoring.grade_nightly": {
        "task": "scoring.grade_nightly",
        "schedule": crontab(hour="2", minute="40"),
    },
    # After grading: what it learns from.
    "scoring.train_nightly": {
        "task": "scoring.train_nightly",
        "schedule": crontab(hour="4", minute="20"),
    },
    "scoring.sweep_originality": {"task": "scoring.sweep_originality", "schedule": 60.0},
    "scoring.sweep_evidence": {"task": "scoring.sweep_evidence", "schedule": 300.0},
    "scoring.sweep_quality_frames": {
        "task": "scoring.sweep_quality_frames",
        "schedule": 300.0,
    },
    "scoring.forget_left_frames": {"task": "scoring.forget_left_frames", "schedule": 3600.0},
    "scoring.tend_originality": {"task": "scoring.tend_originality", "schedule": 600.0},
    "scoring.tend_quality": {"task": "scoring.tend_quality", "schedule": 300.0},
    "scoring.learn_common_frames": {
        "task": "scoring.learn_common_frames",
        "schedule": crontab(hour="0", minute="40"),
    },
    "fraud.roll_up_events": {"task": "fraud.roll_up_events", "schedule": 60.0},
    "fraud.detect": {"task": "fraud.detect", "schedule": 300.0},
    # Accounts that move together show only beside everybody else's.
    "fraud.detect_all": {"task": "fraud.detect_all", "schedule": crontab(hour="2", minute="20")},
    "fraud.tend_alerts": {"task": "fraud.tend_alerts", "schedule": 600.0},
    "fraud.capture_regressions": {"task": "fraud.capture_regressions", "schedule": 300.0},
    "fraud.forget_old_events": {
        "task": "fraud.forget_old_events",
        "schedule": crontab(hour="1", minute="40"),
    },
    "fraud.refresh_spam_hosts": {
        "task": "fraud.refresh_spam_hosts",
        "schedule": crontab(hour="1", minute="20"),
    },
    "marketplace.tend_offers": {"task": "marketplace.tend_offers", "schedule": 300.0},
    "rewards.post_awards": {
        "task": "rewards.post_awards",
        "schedule": crontab(hour="3", minute="10"),
    },
    # After grading, before closing: the last one of a week is what its statement is compared with.
    "rewards.store_estimates": {
        "task": "rewards.store_estimates",
        "schedule": crontab(hour="3", minute="40"),
    },
    "rewards.settle_payouts": {"task": "rewards.settle_payouts", "schedule": 900.0},
    "rewards.exchange_with_bank": {"task": "rewards.exchange_with_bank", "schedule": 300.0},
    # Daily, so that a Monday on which nothing ran is made up for; closed weeks stay as they are.
    "rewards.close_weeks": {
        "task": "rewards.close_weeks",
        "schedule": crontab(hour="4", minute="10"),
    },
    "rewards.report_fairness": {
        "task": "rewards.report_fairness",
        "schedule": crontab(hour="5", minute="10"),
    },
    # Daily for the same reason; a week that was looked at stays as it is.
    "rewards.assess_tiers": {
        "task": "rewards.assess_tiers",
        "schedule": crontab(hour="4", minute="40"),
    },
    # After grading, whose counts it reads.
    "marketplace.freeze_insight": {
        "task": "marketplace.freeze_insight",
        "schedule": crontab(hour="5", minute="50"),
    },
    # Daily, so that a day on which nothing ran is made up for; what is kept stays as it is.
    "portals.publish_figures": {
        "task": "portals.publish_figures",
        "schedule": crontab(hour="5", minute="30"),
    },
    "portals.refresh_figures": {"task": "portals.refresh_figures", "schedule": 3600.0},
    # After grades and what is known of fraud; then what changed by day, as it changes.
    "marketplace.match_everything": {
        "task": "marketplace.match_everything",
        "schedule": crontab(hour="5", minute="50"),
    },
    "marketplace.close_past_campaigns": {
        "task": "marketplace.close_past_campaigns",
        "schedule": 3600.0,
    },
    "marketplace.forget_invitations": {
        "task": "marketplace.forget_invitations",
        "schedule": crontab(hour="4", minute="25"),
    },
    "marketplace.match_changes": {"task": "marketplace.match_changes", "schedule": 600.0},
}
