"""An event's id is stored once a month of its source; texts know what they are and how long."""

import datetime

from django.db import migrations, models

ONCE = """
-- What came again with another time goes; the first stays, and its hours are summed anew.
DO $$
DECLARE
    part text;
BEGIN
    FOR part IN SELECT inhrelid::regclass::text FROM pg_inherits
        WHERE inhparent = 'fraud_activityevent'::regclass
    LOOP
        EXECUTE format(
            'WITH again AS (SELECT event, at, row_number() OVER (PARTITION BY event ORDER BY at) '
            'AS time FROM %1$s), gone AS (DELETE FROM %1$s AS one USING again WHERE again.time > 1 '
            'AND one.event = again.event AND one.at = again.at RETURNING one.at) '
            'INSERT INTO fraud_stalehour (hour) SELECT DISTINCT date_trunc(''hour'', at, ''UTC'') '
            'FROM gone ON CONFLICT DO NOTHING', part
        );
        EXECUTE format('CREATE UNIQUE INDEX %I ON %s (event)', part || '_event', part);
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION fraud_make_partition(month date) RETURNS boolean LANGUAGE plpgsql AS $$
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
    EXECUTE format('CREATE UNIQUE INDEX %I ON %I (event)', name || '_event', name);
    RETURN true;
END $$;

ALTER TABLE fraud_stalehour ADD COLUMN source_id integer NOT NULL DEFAULT 0;
CREATE INDEX fraud_stalehour_by_source ON fraud_stalehour (source_id);
"""
UNDO = """
ALTER TABLE fraud_stalehour DROP COLUMN source_id;
"""


class Migration(migrations.Migration):
    dependencies = [("fraud", "0011_words_go")]

    operations = [
        migrations.RunSQL(ONCE, UNDO),
        migrations.AddField(
            model_name="useragent",
            name="seen",
            field=models.DateField(default=datetime.date.today, help_text="The last month whose events name it."),
        ),
        migrations.AddField(
            model_name="referrer",
            name="seen",
            field=models.DateField(default=datetime.date.today, help_text="The last month whose events name it."),
        ),
        migrations.AddField(
            model_name="useragent",
            name="machine",
            field=models.BooleanField(default=False, help_text="A declared machine or a forgery."),
        ),
        migrations.AddField(
            model_name="useragent",
            name="judged_by",
            field=models.CharField(blank=True, db_index=True, default="", help_text="The rules that said so.", max_length=40),
        ),
        migrations.AddIndex(
            model_name="useragent",
            index=models.Index(condition=models.Q(("machine", True)), fields=["id"], name="agent_machines"),
        ),
    ]
