"""Facts about people and videos; every judgement in other apps points here."""

from creatorspark.core.models.accounts import ApiToken, IdempotentResponse, ProfileClaim, User
from creatorspark.core.models.appeals import (
    Appeal,
    AppealProof,
    AppealStep,
    Decision,
    ReasonTemplate,
)
from creatorspark.core.models.audit import AuditEntry
from creatorspark.core.models.imports import ImportProblem, ImportRun
from creatorspark.core.models.jobs import Job
from creatorspark.core.models.notifications import Notification
from creatorspark.core.models.policies import Policy
from creatorspark.core.models.videos import CountExclusion, Creator, MetricSnapshot, Video
from creatorspark.core.models.webhooks import (
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
)

__all__ = [
    "ApiToken",
    "Appeal",
    "AppealProof",
    "AppealStep",
    "AuditEntry",
    "CountExclusion",
    "Creator",
    "Decision",
    "IdempotentResponse",
    "ImportProblem",
    "ImportRun",
    "Job",
    "MetricSnapshot",
    "Notification",
    "Policy",
    "ProfileClaim",
    "ReasonTemplate",
    "User",
    "Video",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookEvent",
]
