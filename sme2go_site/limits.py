"""The cache that limits are counted in: one for all workers, and a worker's own memory for as long as that one fails.

So a full disk or a Redis that is down neither closes the desk nor opens it to guessing: limits still hold, in each worker.
"""

import fcntl
import logging
import time

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
ASKED_AGAIN_AFTER = 30  # seconds
_asked_again_at = {}  # a store that failed: when it is asked again; for all threads of this worker


def _or_memory(name):
    def answer(self, *args, **kwargs):
        if time.monotonic() >= _asked_again_at.get(self.store, 0):
            try:
                return getattr(super(OrMemory, self), name)(*args, **kwargs)
            except (OSError, RedisError) as error:
                _asked_again_at[self.store] = time.monotonic() + ASKED_AGAIN_AFTER
                logger.warning("The shared cache fails (%s): limits are counted in each worker for now.", error)
        return getattr(self.memory, name)(*args, **kwargs)

    return answer


class OrMemory:
    def __init__(self, location, params):
        super().__init__(location, params)
        self.store = str(location)
        self.memory = LocMemCache(self.store, params)

    add, get, set, touch, delete, has_key, incr, clear = map(
        _or_memory, ["add", "get", "set", "touch", "delete", "has_key", "incr", "clear"]
    )


class LockedFileCache(FileBasedCache):
    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        """One of those who come at once has added it; Django looks first and writes then."""
        self._createdir()
        with open(f"{self._dir}/lock", "w") as lock:  # noqa: PTH123 - Django keeps its folder as a string
            fcntl.flock(lock, fcntl.LOCK_EX)
            return super().add(key, value, timeout, version)


class FileCacheOrMemory(OrMemory, LockedFileCache):
    pass


class RedisCacheOrMemory(OrMemory, RedisCache):
    pass
