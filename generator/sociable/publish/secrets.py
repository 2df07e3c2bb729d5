"""Who signs in, and with what: from the environment or the keyring, never from brand.yaml.

``SOCIABLE_<NAME>_USER`` and ``SOCIABLE_<NAME>_TOKEN``, with the name of the
entry in capitals and `_` for whatever is no letter or digit; or the same two
under the service ``sociable-<name>`` of the keyring, as `user` and `token`.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field

from sociable.errors import Fault, InputError


@dataclass(frozen=True, slots=True)
class Login:
    """A user and a token (a password, a bot password, an API key); the token shows in no output."""

    user: str = ""
    token: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        return bool(self.token)


def variables(name: str) -> tuple[str, str]:
    """The names of the two environment variables of a destination."""
    stem = "SOCIABLE_" + re.sub(r"[^A-Z0-9]+", "_", name.upper()).strip("_")
    return f"{stem}_USER", f"{stem}_TOKEN"


def find(name: str) -> Login:
    """The login of a destination; an empty one when nobody left any."""
    user, token = (os.environ.get(variable, "") for variable in variables(name))
    return Login(user or _ring(name, "user"), token or _ring(name, "token"))


def demand(name: str, *, user: bool = True) -> Login:
    """The login of a destination; InputError with the remedy when a part of it is missing."""
    login = find(name)
    wanted = [*([variables(name)[0]] if user and not login.user else []), *([] if login else [variables(name)[1]])]
    if wanted:
        remedy = f"set {' and '.join(wanted)} in the environment (or `keyring set sociable-{name}` user and token)"
        raise InputError(Fault(name, "nobody to sign in as", remedy))
    return login


def _ring(name: str, part: str) -> str:
    try:
        import keyring

        return keyring.get_password(f"sociable-{name}", part) or ""
    except Exception:  # not installed, no ring on this machine, locked: all mean that there is nothing
        return ""
