"""Whose deed is being done, and why: what is stored during it (versions, the log) is told here who did it."""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass
class Deed:
    by: object = None
    reason: str = ""
    versions: dict = field(default_factory=dict)  # {(kind, number): the version that this deed has made of it}
    published: set = field(default_factory=set)  # (kind, number) of what has come before readers' eyes in this deed


_current = ContextVar("deed", default=None)


def current():
    return _current.get() or Deed()


@contextmanager
def deed(by=None, reason=""):
    """A deed inside another belongs to the outer one, which knows the request."""
    outer = _current.get()
    if outer:
        outer.by, outer.reason = outer.by or by, outer.reason or reason
        yield outer
        return
    token = _current.set(Deed(by if getattr(by, "pk", None) else None, reason))
    try:
        yield _current.get()
    finally:
        _current.reset(token)
