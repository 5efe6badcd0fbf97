"""A process of its own, with limits, for work on uploads that could hang, swallow the memory or crash in foreign code."""

import importlib
import subprocess
import sys
from pathlib import Path


class Failed(Exception):
    """The work ended without an answer: it took too long, too much memory, or could not be done."""


def call(name, data, *arguments, seconds=15, megabytes=1_000):
    """The bytes that main(data, *arguments) of the module gives, which may import nothing of Django: "partners.drawn"."""
    command = [sys.executable, "-I", __file__, name, str(seconds), str(megabytes), *map(str, arguments)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=True)  # noqa: S603 - ours
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise Failed(name) from error
    return done.stdout


def limit(seconds, megabytes):
    """Where the system knows such limits (Linux); the time limit of call() holds everywhere."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1_000_000,) * 2)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass


def _main(name, seconds, megabytes, *arguments):
    sys.path.insert(0, str(Path(__file__).parent.parent))
    work = importlib.import_module(name)
    limit(int(seconds), int(megabytes))
    sys.stdout.buffer.write(work.main(sys.stdin.buffer.read(), *arguments))


if __name__ == "__main__":
    _main(*sys.argv[1:])
