"""A real S3-compatible store for the tests: OpenStack Swift, its four servers in one process.

Hosts sell it as object storage, and Wikipedia keeps its pictures in it. It comes by pip alone, with a hash, and answers
after a second. `python -m tests.object_store FOLDER PORT` runs it; what was in the folder is there again.
"""

import sys
from pathlib import Path

KEY, SECRET, REGION = "tests:sme2go", "secret-of-tests", "eu-test-1"
SERVERS = ("account", "container", "object")
COMMON = "[DEFAULT]\nswift_dir = {folder}\ndevices = {folder}/devices\nmount_check = false\nlog_level = CRITICAL\n"
SERVER = COMMON + "fallocate_reserve = 0\n[app:main]\nuse = egg:swift#{name}\n"
PROXY = (
    COMMON
    + """
[pipeline:main]
pipeline = catch_errors gatekeeper s3api tempauth slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:tempauth]
use = egg:swift#tempauth
user_tests_sme2go = {secret} .admin
[filter:s3api]
use = egg:swift#s3api
location = {region}
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:slo]
use = egg:swift#slo
"""
)


def run(folder, port):
    """Serve until the process is ended; what Swift keeps lies in the folder."""
    from eventlet.patcher import monkey_patch

    monkey_patch()
    import eventlet
    from eventlet import wsgi
    from swift.common.ring import RingBuilder
    from swift.common.utils import NullLogger, set_swift_dir
    from swift.common.wsgi import SwiftHttpProtocol, loadapp

    (folder / "devices" / "disk").mkdir(parents=True, exist_ok=True)
    (folder / "swift.conf").write_text("[swift-hash]\nswift_hash_path_suffix = tests\n")
    listening = {name: eventlet.listen(("127.0.0.1", 0)) for name in SERVERS}
    for name, server in listening.items():
        ring = RingBuilder(part_power=1, replicas=1, min_part_hours=0)
        place = {"ip": "127.0.0.1", "port": server.getsockname()[1], "device": "disk", "weight": 1}
        ring.add_dev(place | {"id": 0, "region": 1, "zone": 1})
        ring.rebalance()
        ring.get_ring().save(f"{folder}/{name}.ring.gz")
    set_swift_dir(str(folder))
    listening["proxy"] = eventlet.listen(("127.0.0.1", port))
    running = []
    for name, server in listening.items():
        settings = folder / f"{name}.conf"
        template = PROXY if name == "proxy" else SERVER
        settings.write_text(template.format(folder=folder, name=name, secret=SECRET, region=REGION))
        app = loadapp(str(settings), global_conf={"log_name": name})
        how = {"protocol": SwiftHttpProtocol, "capitalize_response_headers": False}
        running.append(eventlet.spawn(wsgi.server, server, app, NullLogger(), **how))
    running[-1].wait()


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]))
