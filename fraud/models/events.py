"""Events as platforms report them, with as little of people as detectors need.

Accounts, devices and event ids are salted hashes, addresses are prefixes, user agents and
referring hosts are stored once. A month is a partition, so that forgetting is dropping a table.
"""

from datetime import date

from django.db import models

from fraud.domain.activity import Kind


class EventSource(models.Model):
    """Who delivers events; an event's id is unique within its source."""

    name = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.name


class UserAgent(models.Model):
    """A client's words about itself, stored once, with what they were taken for."""

    digest = models.CharField(max_length=32, unique=True)
    text = models.TextField()
    seen = models.DateField(default=date.today, help_text="The last month whose events name it.")
    machine = models.BooleanField(default=False, help_text="A declared machine or a forgery.")
    judged_by = models.CharField(
        max_length=40, blank=True, default="", db_index=True, help_text="The rules that said so."
    )

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="agent_machines", condition=models.Q(machine=True)),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Referrer(models.Model):
    """A scheme and host that views came from, stored once. Never a whole address."""

    digest = models.CharField(max_length=32, unique=True)
    text = models.TextField()
    seen = models.DateField(default=date.today, help_text="The last month whose events name it.")

    def __str__(self) -> str:
        return self.text[:80]


class ActivityEvent(models.Model):
    """One thing that somebody did. Appended by COPY, never changed, dropped by the month.

    0 stands for “not known” everywhere; there are no nulls, so that rows are of one width.
    No foreign keys: they would cost a look-up an event, and evidence stands alone anyway.
    """

    pk = models.CompositePrimaryKey("at", "event")
    event = models.BigIntegerField(help_text="Hash of source and event id.")
    at = models.DateTimeField()
    kind = models.SmallIntegerField(choices=[(kind.value, kind.name.lower()) for kind in Kind])
    source_id = models.IntegerField()
    creator_id = models.BigIntegerField()
    video_id = models.BigIntegerField()
    actor = models.BigIntegerField()
    device = models.BigIntegerField()
    network = models.BigIntegerField(help_text="The first 24 bits of an address, 48 of a long one.")
    agent_id = models.IntegerField()
    referrer_id = models.IntegerField()
    amount = models.BigIntegerField(help_text="Minor units of a gift; a refund is below 0.")
    stem = models.BigIntegerField(help_text="Hash of a name or comment without what varies.")
    flags = models.SmallIntegerField(help_text="1 throw-away mail, 2 rented server, 4 only links.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__gte=1, kind__lte=7), name="event_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"{Kind(self.kind).name.lower()} at {self.at:%Y-%m-%d %H:%M}"


class HourlyCount(models.Model):
    """What happened to a video in an hour, summed from events; can be made again at any time."""

    video_id = models.BigIntegerField()
    creator_id = models.BigIntegerField()
    hour = models.DateTimeField()
    views = models.IntegerField()
    machine_views = models.IntegerField(help_text="Views of declared bots and forgeries.")
    viewers = models.IntegerField()
    likes = models.IntegerField()
    follows = models.IntegerField()
    comments = models.IntegerField(help_text="Without repeated texts and mere links.")
    gifts = models.BigIntegerField(help_text="Minor units, refunds taken off.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["video_id", "hour"], name="hourly_once"),
        ]
        indexes = [models.Index(fields=["creator_id", "hour"], name="hourly_by_creator")]

    def __str__(self) -> str:
        return f"video {self.video_id} at {self.hour:%Y-%m-%d %H:00}"
