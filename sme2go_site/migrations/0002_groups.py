"""The groups of staff. Permissions are otherwise made after all migrations, so they are made here first."""

from django.apps import apps as current_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

from sme2go_site import groups


def make_groups(apps, schema_editor):
    for app in ("sme2go_site", "news", "partners"):
        create_permissions(current_apps.get_app_config(app), verbosity=0)
    groups.make(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=groups.RIGHTS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("sme2go_site", "0001_initial"),
        ("news", "0001_initial"),
        ("partners", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_groups, remove_groups)]
