"""A table as CSV that Excel reads in any language and never calculates."""

import csv

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.text import capfirst

FORMULA = ("=", "+", "-", "@")  # what a spreadsheet would calculate
BYTE_ORDER_MARK = "\ufeff"  # without it, Excel does not read UTF-8


class _Line:
    """A file that gives back what is written to it."""

    def write(self, value):
        return value


def response(name, head, rows):
    """{name}-2026-11-26.csv, sent row by row."""
    # Where numbers have a decimal comma, Excel divides cells at semicolons.
    writer = csv.writer(_Line(), delimiter=";" if get_format("DECIMAL_SEPARATOR") == "," else ",")
    lines = (writer.writerow(map(_harmless, row)) for row in _all([capfirst(name) for name in head], rows))
    answer = StreamingHttpResponse(_all(BYTE_ORDER_MARK, lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.csv"'
    return answer


def _all(first, others):
    yield first
    yield from others


def _harmless(cell):
    """A cell that no spreadsheet calculates; spaces and tabs before the sign do not hide it from all of them."""
    cell = str(cell)
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) or cell.startswith(("\t", "\r", "\n")) else cell
