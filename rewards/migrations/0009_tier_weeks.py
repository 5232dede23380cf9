"""Each look at everybody's tier, and the warnings it left."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

GUARDS = """
CREATE TRIGGER rewards_tierwarning_is_append_only BEFORE UPDATE OR DELETE ON rewards_tierwarning
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER rewards_tierwarning_is_never_emptied BEFORE TRUNCATE ON rewards_tierwarning
    FOR EACH STATEMENT EXECUTE FUNCTION rewards_refuse_truncate();
CREATE TRIGGER rewards_tierweek_is_kept BEFORE DELETE ON rewards_tierweek
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER rewards_tierweek_keeps_its_policy BEFORE UPDATE ON rewards_tierweek
    FOR EACH ROW EXECUTE FUNCTION rewards_only_these_change(
        'creators', 'raised', 'lowered', 'warned', 'finished_at');
CREATE TRIGGER rewards_tierweek_ends_once BEFORE UPDATE ON rewards_tierweek
    FOR EACH ROW WHEN (OLD.finished_at IS NOT NULL) EXECUTE FUNCTION core_refuse_change();
"""
UNDO_GUARDS = """
DROP TRIGGER rewards_tierweek_ends_once ON rewards_tierweek;
DROP TRIGGER rewards_tierweek_keeps_its_policy ON rewards_tierweek;
DROP TRIGGER rewards_tierweek_is_kept ON rewards_tierweek;
DROP TRIGGER rewards_tierwarning_is_never_emptied ON rewards_tierwarning;
DROP TRIGGER rewards_tierwarning_is_append_only ON rewards_tierwarning;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0005_snapshot_video_key'),
        ('rewards', '0008_bank_reports'),
    ]

    operations = [
        migrations.CreateModel(
            name='TierWeek',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.DateField(help_text='Monday of the ISO week.', unique=True)),
                ('creators', models.PositiveIntegerField(default=0)),
                ('raised', models.PositiveIntegerField(default=0)),
                ('lowered', models.PositiveIntegerField(default=0)),
                ('warned', models.PositiveIntegerField(default=0)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.policy')),
            ],
            options={
                'ordering': ['-week'],
            },
        ),
        migrations.CreateModel(
            name='TierWarning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.DateField(help_text='Monday of the ISO week that was looked at.')),
                ('tier', models.CharField(help_text='The tier that is at risk.', max_length=20)),
                ('earned', models.CharField(blank=True, max_length=20)),
                ('weeks_left', models.PositiveSmallIntegerField()),
                ('inputs', models.JSONField()),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('creator', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.creator')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.policy')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('creator', 'week'), name='tier_warning_once_a_week')],
            },
        ),
        migrations.RunSQL(GUARDS, UNDO_GUARDS),
    ]
