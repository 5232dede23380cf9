"""The foreign key of snapshots to videos, checked once a statement instead of once a row.

A key share lock on the videos keeps them from going between the check and the commit, exactly as
a constraint's own check does.
"""

from django.db import migrations

KEEP = """
CREATE FUNCTION core_snapshots_have_videos() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    named int;
    there int;
BEGIN
    SELECT count(DISTINCT video_id) INTO named FROM written;
    SELECT count(*) INTO there FROM (
        SELECT FROM core_video video
        WHERE video.id IN (SELECT video_id FROM written)
        FOR KEY SHARE OF video
    ) AS found;
    IF there <> named THEN
        RAISE EXCEPTION 'a snapshot names a video that is not there'
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER core_snapshots_have_videos AFTER INSERT ON core_metricsnapshot
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION core_snapshots_have_videos();

CREATE FUNCTION core_video_with_snapshots_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP = 'DELETE' OR NEW.id <> OLD.id)
        AND EXISTS (SELECT FROM core_metricsnapshot WHERE video_id = OLD.id)
    THEN
        RAISE EXCEPTION 'video % has snapshots and stays', OLD.id
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER core_video_with_snapshots_stays BEFORE DELETE OR UPDATE OF id ON core_video
    FOR EACH ROW EXECUTE FUNCTION core_video_with_snapshots_stays();
"""
UNDO = """
DROP TRIGGER core_video_with_snapshots_stays ON core_video;
DROP FUNCTION core_video_with_snapshots_stays();
DROP TRIGGER core_snapshots_have_videos ON core_metricsnapshot;
DROP FUNCTION core_snapshots_have_videos();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0004_fewer_indexes")]

    operations = [migrations.RunSQL(KEEP, UNDO)]
