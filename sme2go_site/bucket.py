"""Uploads in a bucket of an S3-compatible store: under the site's own addresses, and sent on while they are read.

Readers get nothing from another host, so the store is asked by the site alone. Every file is one request that stores it
whole or not at all. When the store gives no answer, a worker waits some seconds before it asks again: what needs no
upload is answered as fast as ever.
"""

import io
import logging
import time
from contextlib import contextmanager
from urllib.parse import urljoin

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from django.utils.functional import cached_property
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

from .uploads import StoreAway

logger = logging.getLogger(__name__)
CHUNK = 65_536
PAUSE = 10  # seconds
MISSING = {"404", "NoSuchKey", "KeyTooLongError"}


class Bucket(S3Storage):
    file_overwrite = False
    client_config = Config(
        connect_timeout=2,  # seconds
        read_timeout=10,
        retries={"mode": "standard", "total_max_attempts": 2},
        s3={"addressing_style": "path"},  # every store knows it
        # Checksums that came with boto3 1.36, and which many stores do not know.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    transfer_config = TransferConfig(multipart_threshold=2**30, use_threads=False)
    _asked_again_at = 0

    @cached_property
    def connection(self):
        """One for all threads: the client in it may be shared, and takes a third of a second to make."""
        return super().connection

    def url(self, name):
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name))

    def exists(self, name):
        with self.asked():
            return super().exists(name)

    def size(self, name):
        with self.asked():
            return super().size(name)

    def delete(self, name):
        with self.asked():
            super().delete(name)

    def _save(self, name, content):
        with self.asked():
            return super()._save(name, content)

    def _open(self, name, mode="rb"):
        if mode != "rb":
            raise ValueError(f"A file in the bucket is read, or stored whole: not opened as {mode!r}")
        return StoredFile(self, name)

    def get(self, name, start=0):
        """The store's answer with the file's bytes from `start` on; FileNotFoundError where there is none."""
        with self.asked():
            key = self._normalize_name(clean_name(name))
            part = {"Range": f"bytes={start}-"} if start else {}
            return self.connection.meta.client.get_object(Bucket=self.bucket_name, Key=key, **part)

    @contextmanager
    def asked(self):
        """What the store answers, in the words of a file system: FileNotFoundError or StoreAway."""
        if time.monotonic() < self._asked_again_at:
            raise StoreAway(f"The store of uploads at {self.endpoint_url} gave no answer a moment ago")
        try:
            yield
        except ClientError as error:
            if error.response["Error"]["Code"] in MISSING:
                raise FileNotFoundError(str(error)) from error
            raise self._away(error) from error
        except (BotoCoreError, Boto3Error) as error:
            self._asked_again_at = time.monotonic() + PAUSE
            raise self._away(error) from error

    def _away(self, error):
        away = StoreAway(f"The store of uploads at {self.endpoint_url} cannot be used: {error}")
        logger.error(str(away))
        return away


class StoredFile(File):
    """A file in the bucket; like one on a disk it can be opened anew."""

    def __init__(self, bucket, name):
        self.bucket = bucket
        super().__init__(self._reader(name), name)

    def _reader(self, name):
        return io.BufferedReader(Reader(self.bucket, name), CHUNK)

    def open(self, mode=None):
        if self.closed:
            self.file = self._reader(self.name)
        self.seek(0)
        return self


class Reader(io.RawIOBase):
    """Bytes as they come from the store; to go on elsewhere, or after the line broke, is one more request."""

    def __init__(self, bucket, name):
        self.bucket, self.name, self.at = bucket, name, 0
        self.length = self._ask()

    def _ask(self):
        answer = self.bucket.get(self.name, self.at)
        self.body, self.body_at = answer["Body"], self.at
        return answer["ContentLength"]

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, offset, whence=io.SEEK_SET):
        self.at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.length}[whence])
        return self.at

    def readinto(self, buffer):
        if self.at >= self.length:
            return 0
        if self.body_at != self.at:
            self.body.close()
            self._ask()
        try:
            data = self.body.read(len(buffer))
        except BotoCoreError:
            self._ask()
            with self.bucket.asked():
                data = self.body.read(len(buffer))
        buffer[: len(data)] = data
        self.at += len(data)
        self.body_at = self.at
        return len(data)

    def close(self):
        if not self.closed:
            self.body.close()
        super().close()
