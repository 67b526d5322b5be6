"""Names of machines and addresses of the web, judged by their form alone.

Every command reads the configuration, and judges by this what it finds there: nothing
that opens a connection is imported here.
"""

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,252}")
_URL = re.compile(r"[!-~]{1,2000}")


def is_host(text: str) -> bool:
    """Whether this names a machine: a name, or an address of IPv4 or IPv6; no port."""
    return HOST.fullmatch(text) is not None or _is_address(text)


def is_here(host: str) -> bool:
    """Whether a name or an address is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def parts(url: str) -> SplitResult | None:
    """An address for a webhook taken apart; None if it is none that we send to."""
    try:
        found = urlsplit(url) if _URL.fullmatch(url) else None
        if found is None or found.port == 0:
            return None
    except ValueError:  # of a port that is no number, of a bracket left open
        return None
    known = found.scheme in {"http", "https"} and found.hostname
    return None if not known or "@" in found.netloc or "#" in url else found


def _is_address(text: str) -> bool:
    try:
        return "%" not in text and ip_address(text) is not None
    except ValueError:
        return False
