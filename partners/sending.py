"""Files that readers download: named, checked against what the reader has already, in parts where a part is asked for."""

import re
from dataclasses import dataclass
from itertools import chain

from django.http import Http404, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.utils.http import content_disposition_header, parse_etags

TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "eps": "application/postscript",
    "zip": "application/zip",
}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"  # a drawing opened by itself could not act
RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z")


@dataclass(frozen=True)
class Sent:
    """A file on its way: `chunks` gives its bytes, of which there are `length`, and is asked only for what is really sent."""

    name: str
    etag: str
    length: int
    chunks: object


def send(request, file, *, as_attachment=True, max_age=0):
    """The response with the file, or with the part of it that is asked for."""
    quoted = f'"{file.etag}"'
    if answer := unchanged(request, file.etag, max_age):
        return answer
    first, last = _asked(request, quoted, file.length)
    if first is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.length}"})
    body = b"" if request.method == "HEAD" else _begun(_part(file.chunks, first, last))
    response = StreamingHttpResponse(body, content_type=TYPES[file.name.rpartition(".")[2]])
    response["Content-Length"] = last - first + 1
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = content_disposition_header(as_attachment, file.name)
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    if last - first + 1 < file.length:
        response.status_code = 206
        response["Content-Range"] = f"bytes {first}-{last}/{file.length}"
    return _described(response, quoted, max_age)


def unchanged(request, etag, max_age=0):
    """The short answer for a reader who has this version already; None for others."""
    had = {known.removeprefix("W/") for known in parse_etags(request.headers.get("If-None-Match", ""))}
    return _described(HttpResponseNotModified(), f'"{etag}"', max_age) if had & {f'"{etag}"', "*"} else None


def is_a_download(request, response):
    """Whether somebody gets the file now: not a question about it, and not the rest of one that broke off."""
    begins = response.status_code == 200 or response.get("Content-Range", "").startswith("bytes 0-")
    return request.method == "GET" and begins


def _described(response, quoted, max_age):
    response["ETag"] = quoted
    response["Cache-Control"] = f"public, max-age={max_age}"
    return response


def _asked(request, quoted, length):
    """(first, last) byte to send; (None, None) where no byte that is asked for exists."""
    asked = RANGE.match(request.headers.get("Range", ""))
    if not asked or asked[0] == "bytes=-" or request.headers.get("If-Range", quoted) != quoted:
        return 0, length - 1
    first, last = asked[1], asked[2]
    if not first:
        return (max(0, length - int(last)), length - 1) if int(last) else (None, None)
    first, last = int(first), min(int(last) if last else length - 1, length - 1)
    return (first, last) if first <= last else (None, None)


def _begun(chunks):
    """The same chunks, of which the first is there: what cannot be read is told before anything has been sent."""
    try:
        return chain([next(chunks, b"")], chunks)
    except FileNotFoundError as error:
        raise Http404(str(error)) from error


def _part(chunks, first, last):
    at = 0
    for chunk in chunks:
        begin, end = max(first - at, 0), last + 1 - at
        if end <= 0:
            return
        if begin < len(chunk):
            yield chunk[begin:end]
        at += len(chunk)
