"""Work that takes memory, one at a time: a few may wait for their turn, and whoever comes then is told to come again."""

from contextlib import contextmanager
from threading import BoundedSemaphore, Lock


class Busy(Exception):
    """Too many are waiting already, or it took too long."""


class Turns:
    """`waiting`: how many threads of a worker may stand still for this, so that the others answer everything else."""

    def __init__(self, waiting, seconds):
        self._places, self._turn, self._seconds = BoundedSemaphore(waiting + 1), Lock(), seconds

    @contextmanager
    def taken(self):
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            if not self._turn.acquire(timeout=self._seconds):
                raise Busy
            try:
                yield
            finally:
                self._turn.release()
        finally:
            self._places.release()
