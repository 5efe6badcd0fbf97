"""Room for a day on which the disk is full: SQLite then still writes as far as its log is long, so the log is long.

Signing in, typed texts and saves of a few pages go on for a while; what needs more is answered in views.server_error().
"""

import logging
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

logger = logging.getLogger(__name__)
ROOM = 2_000_000  # bytes; Session is only the table that takes long texts and misses none


def keep_room():
    """As a server starts: make the log that long, if it is not, and let it be written from its beginning again."""
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    if connection.vendor != "sqlite" or not log.is_absolute():
        return
    try:
        if not log.exists() or log.stat().st_size < ROOM:
            Session.objects.create(session_key="room", session_data="0" * ROOM, expire_date=timezone.now())
            Session.objects.filter(session_key="room").delete()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(RESTART)")
    except (DatabaseError, OSError) as error:
        logger.warning("No room could be kept for a day when the disk is full: %s", error)
