"""What banks told us, kept as it came; a line can be held more than once, by another hold."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

APPEND_ONLY = ("rewards_bankreport", "rewards_bankreportline")


def append_only(table: str) -> migrations.RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE of `table`."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION core_refuse_change();"
        f"CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION rewards_refuse_truncate();",
        f"DROP TRIGGER {table}_is_never_emptied ON {table};"
        f"DROP TRIGGER {table}_is_append_only ON {table};",
    )



class Migration(migrations.Migration):

    dependencies = [
        ('rewards', '0007_earnings_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='BankReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('format', models.CharField(max_length=20)),
                ('file', models.BinaryField()),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('lines', models.PositiveIntegerField()),
                ('not_applied', models.PositiveIntegerField(help_text='Lines that a person should look at: nothing was changed for them.')),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='BankReportLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('message_id', models.CharField(blank=True, max_length=35)),
                ('end_to_end_id', models.CharField(blank=True, max_length=35)),
                ('status', models.CharField(help_text="The bank's own code.", max_length=10)),
                ('meaning', models.CharField(choices=[('accepted', 'On its way'), ('paid', 'Paid'), ('rejected', 'Rejected'), ('returned', 'Returned')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('amount', models.BigIntegerField(blank=True, help_text='In minor units.', null=True)),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('outcome', models.CharField(choices=[('applied', 'Applied'), ('noted', 'Noted; nothing to change'), ('repeated', 'Told before'), ('unknown', 'We know no such payment'), ('differs', 'The amount differs'), ('out_of_turn', "Doesn't fit the payout's state")], max_length=12)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='payoutline',
            name='payout_line_once',
        ),
        migrations.AddConstraint(
            model_name='payoutline',
            constraint=models.UniqueConstraint(fields=('payout', 'line', 'hold_id'), name='payout_line_once_per_hold'),
        ),
        migrations.AddField(
            model_name='bankreportline',
            name='payout',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='told', to='rewards.payout'),
        ),
        migrations.AddField(
            model_name='bankreportline',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='rewards.bankreport'),
        ),
        migrations.AddConstraint(
            model_name='bankreportline',
            constraint=models.UniqueConstraint(fields=('report', 'position'), name='bank_line_once'),
        ),
        migrations.AddConstraint(
            model_name='bankreportline',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'applied')), fields=('message_id', 'end_to_end_id', 'meaning'), name='bank_line_applied_once'),
        ),
        migrations.AddConstraint(
            model_name='bankreportline',
            constraint=models.CheckConstraint(condition=models.Q(('meaning__in', ['accepted', 'paid', 'rejected', 'returned'])), name='bank_line_meaning_known'),
        ),
        migrations.AddConstraint(
            model_name='bankreportline',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['applied', 'noted', 'repeated', 'unknown', 'differs', 'out_of_turn'])), name='bank_line_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='bankreportline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'applied'), _negated=True), ('payout__isnull', False), _connector='OR'), name='bank_line_applied_to_payout'),
        ),
        *(append_only(table) for table in APPEND_ONLY),
    ]
