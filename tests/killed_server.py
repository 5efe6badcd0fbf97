"""The site behind a small HTTP server that is killed again and again: loads once, then forks a child that serves.

python -m tests.killed_server PORT PIDFILE: the child's number stands in the file; whenever it dies, another one is forked.
"""

import os
import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.core.wsgi import get_wsgi_application


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


def main(port, pidfile):
    django.setup()
    application = get_wsgi_application()
    while True:
        child = os.fork()
        if not child:
            make_server("127.0.0.1", port, application, Server, Quiet).serve_forever()
        draft = Path(f"{pidfile}.new")  # whoever reads the number while it is written would find none
        draft.write_text(str(child))
        draft.replace(pidfile)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
