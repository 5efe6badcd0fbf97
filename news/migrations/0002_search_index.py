"""The tables of the search index, which no model describes."""

from django.db import migrations

from news import search_index


class Migration(migrations.Migration):
    dependencies = [("news", "0001_initial")]
    operations = [migrations.RunPython(lambda _apps, _editor: search_index.create(), migrations.RunPython.noop)]
