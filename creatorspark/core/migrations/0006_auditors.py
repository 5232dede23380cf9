from django.db import migrations, models

ROLES = [("creator", "Creator"), ("brand", "Brand"), ("auditor", "Auditor"), ("staff", "Staff")]


class Migration(migrations.Migration):
    dependencies = [("core", "0005_snapshot_video_key")]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="role",
            field=models.CharField(choices=ROLES, default="creator", max_length=10),
        ),
        migrations.RemoveConstraint(model_name="user", name="user_role_known"),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(role__in=["creator", "brand", "auditor", "staff"]),
                name="user_role_known",
            ),
        ),
    ]
