"""The door into fraud protection for other apps' SQL, as `fraud.interface` is for their Python."""

from django.db import migrations

OPEN_HOLDS = """
CREATE FUNCTION fraud_open_holds(of_creator bigint)
RETURNS TABLE (
    hold_id bigint,
    video_id bigint,
    period_start timestamptz,
    period_end timestamptz,
    reason text
) LANGUAGE sql STABLE AS $$
    SELECT id, video_id, period_start, period_end, reason
    FROM fraud_hold
    WHERE creator_id = of_creator AND released_at IS NULL
$$;
COMMENT ON FUNCTION fraud_open_holds IS
    'What may not move for a creator. Call it while the core_creator row is locked.';
"""


class Migration(migrations.Migration):
    dependencies = [("fraud", "0001_initial")]

    operations = [
        migrations.RunSQL(OPEN_HOLDS, "DROP FUNCTION fraud_open_holds(bigint);"),
    ]
