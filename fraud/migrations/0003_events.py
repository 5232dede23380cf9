"""Events by the month, what they are summed to, and the texts they share."""

from django.db import migrations, models

EVENTS = """
CREATE TABLE fraud_activityevent (
    event bigint NOT NULL,
    at timestamptz NOT NULL,
    kind smallint NOT NULL CONSTRAINT event_kind_known CHECK (kind >= 1 AND kind <= 7),
    source_id integer NOT NULL,
    creator_id bigint NOT NULL,
    video_id bigint NOT NULL,
    actor bigint NOT NULL,
    device bigint NOT NULL,
    network bigint NOT NULL,
    agent_id integer NOT NULL,
    referrer_id integer NOT NULL,
    amount bigint NOT NULL,
    stem bigint NOT NULL,
    flags smallint NOT NULL,
    -- By time first: new entries go to the end of the index, not all over it.
    PRIMARY KEY (at, event)
) PARTITION BY RANGE (at);

CREATE TABLE fraud_stalehour (hour timestamptz PRIMARY KEY);
COMMENT ON TABLE fraud_stalehour IS
    'Hours with events that fraud_hourlycount doesn''t hold yet. Written with the events.';

CREATE FUNCTION fraud_make_partition(month date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    name text := 'fraud_activityevent_' || to_char(month, 'YYYYMM');
    first date := date_trunc('month', month);
BEGIN
    IF to_regclass(name) IS NOT NULL THEN
        RETURN false;
    END IF;
    -- Two deliveries may open a month at once; the second waits and finds it there.
    PERFORM pg_advisory_xact_lock(hashtext('fraud_make_partition'));
    IF to_regclass(name) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format(
        'CREATE TABLE %I PARTITION OF fraud_activityevent FOR VALUES FROM (%L) TO (%L)',
        name, first::timestamp AT TIME ZONE 'UTC',
        (first + interval '1 month') AT TIME ZONE 'UTC'
    );
    RETURN true;
END $$;
"""
UNDO = """
DROP FUNCTION fraud_make_partition(date);
DROP TABLE fraud_stalehour;
DROP TABLE fraud_activityevent;
"""


class Migration(migrations.Migration):
    dependencies = [("fraud", "0002_open_holds")]

    operations = [
        migrations.CreateModel(
            name="EventSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="UserAgent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=32, unique=True)),
                ("text", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Referrer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=32, unique=True)),
                ("text", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="HourlyCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("video_id", models.BigIntegerField()),
                ("creator_id", models.BigIntegerField()),
                ("hour", models.DateTimeField()),
                ("views", models.IntegerField()),
                ("machine_views", models.IntegerField(help_text="Views of declared bots and forgeries.")),
                ("viewers", models.IntegerField()),
                ("likes", models.IntegerField()),
                ("follows", models.IntegerField()),
                ("comments", models.IntegerField(help_text="Without repeated texts and mere links.")),
                ("gifts", models.BigIntegerField(help_text="Minor units, refunds taken off.")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("video_id", "hour"), name="hourly_once"),
                ],
                "indexes": [models.Index(fields=["creator_id", "hour"], name="hourly_by_creator")],
            },
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(EVENTS, UNDO)],
            state_operations=[
                migrations.CreateModel(
                    name="ActivityEvent",
                    fields=[
                        ("pk", models.CompositePrimaryKey("at", "event", blank=True, editable=False, primary_key=True, serialize=False)),
                        ("event", models.BigIntegerField(help_text="Hash of source and event id.")),
                        ("at", models.DateTimeField()),
                        ("kind", models.SmallIntegerField(choices=[(1, "view"), (2, "like"), (3, "follow"), (4, "comment"), (5, "gift"), (6, "signup"), (7, "login")])),
                        ("source_id", models.IntegerField()),
                        ("creator_id", models.BigIntegerField()),
                        ("video_id", models.BigIntegerField()),
                        ("actor", models.BigIntegerField()),
                        ("device", models.BigIntegerField()),
                        ("network", models.BigIntegerField(help_text="The first 24 bits of an address, 48 of a long one.")),
                        ("agent_id", models.IntegerField()),
                        ("referrer_id", models.IntegerField()),
                        ("amount", models.BigIntegerField(help_text="Minor units of a gift; a refund is below 0.")),
                        ("stem", models.BigIntegerField(help_text="Hash of a name or comment without what varies.")),
                        ("flags", models.SmallIntegerField(help_text="1 throw-away mail, 2 rented server, 4 only links.")),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("kind__gte", 1), ("kind__lte", 7)), name="event_kind_known"),
                        ],
                    },
                ),
            ],
        ),
    ]
