"""Logos in one zip, written while it is sent: it stands neither in memory nor on a disk; the same content, the same bytes."""

from hashlib import sha256
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from .logo_rules import readme

README = "README.txt"
LOCAL, DESCRIPTOR, CENTRAL, END = 30, 16, 46, 22  # bytes that a zip spends on each entry, and on its end
CHUNK = 65_536


class _Drain:
    """Where ZipFile writes: what has been written is taken out at once."""

    def __init__(self):
        self.parts = []

    def write(self, data):
        self.parts.append(bytes(data))
        return len(data)

    def flush(self):
        pass

    def taken(self):
        data, self.parts = b"".join(self.parts), []
        return data


class LogoZip:
    """The current files of these logos, in a folder an owner, with the rules of use in all languages."""

    def __init__(self, logos):
        self.readme = readme(logos).encode()
        self.entries = [(f"{logo.folder}/{file.name}", file) for logo in logos for file in logo.files()]
        self.day = max((logo.uploaded_at for logo in logos), default=None)

    @property
    def etag(self):
        named = "\n".join(f"{name} {file.sha256}" for name, file in self.entries)
        return sha256(f"{self.day} {named}\n".encode() + self.readme).hexdigest()[:32]

    def __len__(self):
        sizes = [(README, len(self.readme)), *((name, file.bytes) for name, file in self.entries)]
        return END + sum(LOCAL + DESCRIPTOR + CENTRAL + 2 * len(name) + size for name, size in sizes)

    def __iter__(self):
        drain = _Drain()
        with ZipFile(drain, "w", ZIP_STORED) as archive:  # the files are compressed already
            with archive.open(self._info(README, len(self.readme)), "w") as entry:
                entry.write(self.readme)
            for name, file in self.entries:
                with file.open() as source, archive.open(self._info(name, file.bytes), "w") as entry:
                    while chunk := source.read(CHUNK):
                        entry.write(chunk)
                        yield drain.taken()
        yield drain.taken()

    def _info(self, name, size):
        info = ZipInfo(name, self.day.timetuple()[:6] if self.day else (1980, 1, 1, 0, 0, 0))
        info.file_size, info.external_attr = size, 0o644 << 16
        return info
