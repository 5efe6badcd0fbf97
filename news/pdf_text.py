"""The words of a PDF, for the search; runs in a process of its own (partners/apart.py)."""

from io import BytesIO

from pypdf import PdfReader


def main(data, most):
    """As UTF-8, at most so many signs; what pypdf cannot read ends the process."""
    found, left = [], int(most)
    for page in PdfReader(BytesIO(data)).pages:
        words = " ".join(page.extract_text().split()).replace("\x00", "")[:left]
        found.append(words)
        left -= len(words)
        if left <= 0:
            break
    return "\n".join(found).encode(errors="replace")
