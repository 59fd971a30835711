"""What every test against a peer needs."""

import socket
import time
import urllib.error
import urllib.request

WAIT_S = 60

# Nothing here leaves this machine, whatever proxies are set.
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class NotSeen(Exception):
    """What was waited for did not come."""


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [taken.getsockname()[1] for taken in sockets]
    for taken in sockets:
        taken.close()
    return ports


def wait_until(what, look):
    """What `look` finds, once it finds something."""
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        try:
            found = look()
        except (urllib.error.URLError, ConnectionError):
            found = None
        if found:
            return found
        time.sleep(0.1)
    raise NotSeen(f"not seen within {WAIT_S} s: {what}")
