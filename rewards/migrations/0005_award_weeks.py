"""A week is counted once for all, then posted in pieces that can be resumed."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


ONLY_POSTED = """
CREATE FUNCTION rewards_guard_award() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.transaction_id IS NULL AND NEW.transaction_id IS NOT NULL
        AND to_jsonb(NEW) - 'transaction_id' = to_jsonb(OLD) - 'transaction_id'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the award of video % never changes', OLD.video_id
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER rewards_award_never_changes BEFORE UPDATE ON rewards_pointsaward
    FOR EACH ROW EXECUTE FUNCTION rewards_guard_award();
CREATE TRIGGER rewards_award_is_kept BEFORE DELETE ON rewards_pointsaward
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
"""
UNDO = """
DROP TRIGGER rewards_award_is_kept ON rewards_pointsaward;
DROP TRIGGER rewards_award_never_changes ON rewards_pointsaward;
DROP FUNCTION rewards_guard_award();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_unsent_messages"),
        ("rewards", "0004_redeem"),
    ]

    operations = [
        migrations.CreateModel(
            name="AwardWeek",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("week", models.DateField(help_text="Monday of the ISO week.", unique=True)),
                ("videos", models.PositiveIntegerField()),
                (
                    "video_points",
                    models.PositiveBigIntegerField(help_text="Sum before the cap and the pool."),
                ),
                (
                    "counted_points",
                    models.PositiveBigIntegerField(help_text="Sum after the cap and the pool."),
                ),
                ("counted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("posted_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="pointsaward",
            name="award_posted_when_it_counts",
        ),
        migrations.AlterField(
            model_name="pointsaward",
            name="week",
            field=models.DateField(help_text="Monday of the ISO week with which it was counted."),
        ),
        migrations.AddIndex(
            model_name="pointsaward",
            index=models.Index(
                condition=models.Q(("counted_points__gt", 0), ("transaction__isnull", True)),
                fields=["week", "creator"],
                name="award_to_be_posted",
            ),
        ),
        migrations.AddConstraint(
            model_name="pointsaward",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("counted_points__gt", 0), ("transaction__isnull", True), _connector="OR"
                ),
                name="award_of_nothing_posts_nothing",
            ),
        ),
        migrations.AddField(
            model_name="awardweek",
            name="policy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.policy"
            ),
        ),
        migrations.RunSQL(ONLY_POSTED, UNDO),
    ]
