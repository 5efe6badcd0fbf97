"""Answers that programs ask for again and again: whether there is anything new is told by what would be sent.

The ETag is a digest of the content. Last-Modified is the moment at which this content was first seen, so that it moves
for whatever reason the content changed: an article withdrawn, come at its time, or deleted. A date taken from the articles
that are left would go backwards, and a program that asks with If-Modified-Since alone would keep what was withdrawn.
"""

from hashlib import sha256
from time import time

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

MAX_AGE = 300  # seconds for which nobody need ask again
KEPT = None  # forever: where it is lost, the content counts as new, which costs one answer in full


def answer(request, address, content, content_type):
    """The content (bytes), or 304 for whom has it already; `address` is its own, without what anybody may add to it."""
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    seen = _first_seen(address, etag)
    whole = HttpResponse(content, content_type=content_type)
    whole["ETag"], whole["Last-Modified"] = etag, http_date(seen)
    response = get_conditional_response(request, etag, seen, whole)
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    return response


def _first_seen(address, etag):
    """Seconds since 1970; of two contents of an address never the same, though they change within a second."""
    key = f"revision-{sha256(address.encode()).hexdigest()}"
    known, seen = cache.get(key) or ("", 0)
    if known != etag:
        seen = max(int(time()), seen + 1)
        cache.set(key, (etag, seen), KEPT)
    return seen
