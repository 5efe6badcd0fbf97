"""The site as its first start makes it, sample and all: prepared once a run of the tests, copied for whoever needs one."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).parent.parent
PREPARE = (
    "import django; django.setup(); from sme2go_site.management.commands.serve import Command; "
    "Command().prepare(reload=False)"
)


class PreparedSite:
    """A folder that all processes of the run share, and on PostgreSQL a database beside it."""

    def __init__(self, folder):
        self.folder = folder

    def copied_to(self, data, name):
        """The environment of a site of one's own, in this folder and a database of this name."""
        self.folder.mkdir(exist_ok=True)
        with (self.folder.parent / "prepared.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (self.folder / "static.stamp").exists():  # the last thing that is made
                self.prepare()
            shutil.copytree(self.folder, data, dirs_exist_ok=True)
            return environment(data, own_database(data, name, database_name("prepared")))

    def prepare(self):
        made = environment(self.folder, new_database(self.folder, database_name("prepared")))
        subprocess.run([sys.executable, "-c", PREPARE], cwd=ROOT, env=made, check=True)


def environment(data, database):
    own = {"DATA_DIR": str(data), "DATABASE_URL": database, "CI": "", "DICTIONARIES": str(settings.DICTIONARIES)}
    return os.environ | own | {"DJANGO_SETTINGS_MODULE": "sme2go_site.settings"}


def database_name(name):
    """Beside the one of the unit tests, so that two runs on one PostgreSQL keep apart."""
    return f"{os.environ.get('DATABASE_URL', '').rpartition('/')[2]}_{name}"


def own_database(data, name, template="template1"):
    """The address of a database for one process of the run: a file in the folder, or a new one on PostgreSQL."""
    return new_database(data, database_name(f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', '')}"), template)


def new_database(data, name, template="template1"):
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return f"sqlite:///{data / 'site.sqlite3'}"
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return url.rpartition("/")[0] + f"/{name}"
