"""Settings of the REST API: how it answers, how much a caller may ask, how it describes itself."""

from typing import Any

from environ import Env


def limits(env: Env) -> dict[str, int]:
    """Return how much one request may hold: bytes of a body, bytes and rows of a bulk one."""
    return {
        "body_bytes": env.int("API_MAX_BODY_BYTES", default=256 * 1024),
        "bulk_bytes": env.int("API_MAX_BULK_BYTES", default=4 * 1024 * 1024),
        "bulk_rows": env.int("API_MAX_BULK_ROWS", default=1_000),
        "event_bytes": env.int("API_MAX_EVENT_BYTES", default=8 * 1024 * 1024),
        "event_rows": env.int("API_MAX_EVENT_ROWS", default=10_000),
    }


def rest_framework(env: Env, *, trusted_proxies: int) -> dict[str, Any]:
    """Return Django REST framework's settings."""
    return {
        "DEFAULT_AUTHENTICATION_CLASSES": [
            "creatorspark.core.api.authentication.TokenAuthentication",
            "creatorspark.core.api.authentication.BrowserAuthentication",
        ],
        "DEFAULT_PERMISSION_CLASSES": ["creatorspark.core.api.permissions.HasScope"],
        "DEFAULT_PARSER_CLASSES": ["creatorspark.core.api.parsing.StrictJSONParser"],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "DEFAULT_PAGINATION_CLASS": "creatorspark.core.api.pagination.KeysetPagination",
        "DEFAULT_FILTER_BACKENDS": ["creatorspark.core.api.filtering.Filtering"],
        "DEFAULT_SCHEMA_CLASS": "creatorspark.core.api.schema.ApiSchema",
        "DEFAULT_METADATA_CLASS": None,
        "DEFAULT_THROTTLE_CLASSES": [
            "creatorspark.core.api.throttles.AnonymousThrottle",
            "creatorspark.core.api.throttles.UserThrottle",
            "creatorspark.core.api.throttles.TokenThrottle",
        ],
        "DEFAULT_THROTTLE_RATES": {
            "anonymous": env.str("API_RATE_ANONYMOUS", default="60/minute"),
            "user": env.str("API_RATE_USER", default="600/minute"),
            "token": env.str("API_RATE_TOKEN", default="300/minute"),
            "ingest": env.str("API_RATE_INGEST", default="60/minute"),
            "matching": env.str("API_RATE_MATCHING", default="120/minute"),
            "matching_file": env.str("API_RATE_MATCHING_FILE", default="10/minute"),
        },
        # An address in X-Forwarded-For is anybody's word unless our own proxies wrote it.
        "NUM_PROXIES": trusted_proxies,
        "EXCEPTION_HANDLER": "creatorspark.core.api.problems.respond",
        "URL_FORMAT_OVERRIDE": None,
        "COERCE_DECIMAL_TO_STRING": True,
    }


SPECTACULAR: dict[str, Any] = {
    "TITLE": "Creator Spark API",
    "DESCRIPTION": (
        "Creators, videos, what was counted about them, the points they earned and what those "
        "bought. Every error is a problem document (RFC 9457). Lists are read page by page along "
        "“next”. Ids are text. Points are whole numbers, money is text with a currency."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "PlatformEnum": "creatorspark.core.models.videos.Platform",
        "RoleEnum": "creatorspark.core.models.accounts.User.Role",
        "TokenScopeEnum": "creatorspark.core.models.accounts.ApiToken.Scope",
        "JobStateEnum": "creatorspark.core.models.jobs.Job.State",
        "PolicyStateEnum": ["active", "retired"],
        "PayoutStateEnum": "rewards.models.payouts.Payout.State",
        "RedemptionStateEnum": "rewards.models.shop.Redemption.State",
        "ShopItemKindEnum": "rewards.models.shop.ShopItem.Kind",
        "GradeStateEnum": ["graded", "absolute", "too_early", "needs_review"],
        "SubmissionPurposeEnum": "scoring.models.media.Submission.Purpose",
        "SubmissionSourceEnum": "scoring.models.media.Submission.Source",
        "SubmissionStateEnum": "scoring.models.media.Submission.State",
        "SentPurposeEnum": ["video", "draft"],
        "OriginalityStateEnum": ["no_file", "waiting", "judging", "judged", "failed"],
        "QualityStateEnum": ["no_file", "waiting", "measuring", "rated", "failed"],
        "OriginalitySearchStateEnum": "scoring.models.judging.OriginalitySearch.State",
        "AlertStateEnum": ["open", "held", "resolved"],
        "ComparingStateEnum": ["waiting", "searching", "done", "failed"],
        "RatedPartEnum": ["visual", "audio", "text"],
        "WebhookStateEnum": "creatorspark.core.models.webhooks.WebhookEndpoint.State",
        "WebhookDeliveryStateEnum": "creatorspark.core.models.webhooks.WebhookDelivery.State",
        "OfferStateEnum": "marketplace.models.deals.OfferState",
        "RowStateEnum": ["recorded", "unchanged", "rejected"],
    },
    "PREPROCESSING_HOOKS": ["creatorspark.core.api.schema.only_this_version"],
}
