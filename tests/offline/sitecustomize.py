"""Python reads this as it starts: what tests start in processes of their own reaches no network either."""

import sys

OUT = frozenset({"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg"})


def _watch(event: str, given: tuple[object, ...]) -> None:
    if event in OUT and not (
        event == "socket.connect" and isinstance(given[1], (str, bytes))
    ):  # a socket of this machine
        raise RuntimeError("the network was asked for: reading, scoring and drawing never need it")


sys.addaudithook(_watch)
