from importlib import import_module

from django.db import migrations

# Points that may not be spent now: those of held videos and times (a video's points stand for its
# time from posting to the end of the week with which they were counted), or the part of them that a
# decision left in question; of several holds the parts add up. A hold on a video without a period
# means all of its weeks.
FROZEN = """
CREATE OR REPLACE FUNCTION rewards_frozen(
    of_creator bigint, OUT all_held boolean, OUT points bigint
) LANGUAGE plpgsql STABLE AS $$
BEGIN
    all_held := false;
    points := 0;
    IF NOT EXISTS (SELECT FROM fraud_open_holds(of_creator)) THEN
        RETURN;
    END IF;
    SELECT bool_or(hold.video_id IS NULL AND hold.period_start IS NULL) INTO all_held
    FROM fraud_open_holds(of_creator) hold;
    SELECT coalesce(sum(held.points), 0) INTO points
    FROM (
        SELECT ceil(award.counted_points * least(10000, sum(hold.share)) / 10000.0)::bigint AS points
        FROM rewards_pointsaward award
        JOIN core_video video ON video.id = award.video_id
        JOIN fraud_open_holds(of_creator) hold
            ON (hold.video_id IS NULL OR hold.video_id = award.video_id)
            AND (hold.video_id IS NOT NULL OR hold.period_start IS NOT NULL)
            AND tstzrange(hold.period_start, hold.period_end)
                && tstzrange(least(video.posted_at, award.week::timestamp AT TIME ZONE 'UTC'),
                             (award.week + 7)::timestamp AT TIME ZONE 'UTC')
        WHERE award.creator_id = of_creator
            AND NOT EXISTS (
                SELECT FROM rewards_transaction undo WHERE undo.reverses_id = award.transaction_id)
        GROUP BY award.id
    ) held;
END $$;
"""

_BEFORE = import_module("rewards.migrations.0014_forfeits").FROZEN


class Migration(migrations.Migration):

    dependencies = [("rewards", "0014_forfeits")]

    operations = [migrations.RunSQL(FROZEN, _BEFORE)]
