"""How old versions thin out: all of a month are kept, then weekly ones, and for ever what readers saw."""

from datetime import timedelta

from django.utils import timezone

from .history import Version

KEPT_WHOLE = timedelta(days=31)


def thin(now=None):
    """Delete old versions by rule and give their number: all of a month are kept, then the newest of each week.

    What readers saw, what was deleted, and the newest version of each kind of an object are kept for ever.
    """
    before = (now or timezone.now()) - KEPT_WHOLE
    old = Version.objects.order_by("content_type", "object_id", "kind", "-at", "-pk")
    seen, doomed = set(), []
    for pk, at, read_in, kind, *key in old.values_list(
        "pk", "at", "read_in", "kind", "content_type", "object_id"
    ).iterator():
        week = (*key, kind, *at.isocalendar()[:2])
        is_newest = (*key, kind) not in seen
        if at < before and not is_newest and week in seen and not read_in and kind != Version.Kind.DELETED:
            doomed.append(pk)
        seen |= {week, (*key, kind)}
    batches = [doomed[at : at + 500] for at in range(0, len(doomed), 500)]
    return sum(Version.objects.filter(pk__in=batch).only("pk").delete()[0] for batch in batches)
