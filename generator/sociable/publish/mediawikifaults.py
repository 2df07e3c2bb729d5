"""What MediaWiki's API and mwclient complain of, as this house's faults."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sociable.errors import Fault, InputError
from sociable.publish import web
from sociable.publish.pace import Conflict, Expired, Passing
from sociable.publish.wording import say

NO_RIGHTS = {
    "permissiondenied", "noedit", "noedit-anon", "writeapidenied", "cantcreate", "cantcreate-anon", "blocked",
    "autoblocked", "uploaddisabled", "mustbeloggedin", "badaccess-groups", "readapidenied",
}  # fmt: skip
PROTECTED = {"protectedpage", "cascadeprotected", "protectedtitle", "protectednamespace", "titleblacklist-forbidden"}
LOST = {"assertuserfailed", "assertnameduserfailed", "notloggedin", "badtoken"}
CONFLICTS = {"editconflict", "articleexists", "missingtitle", "pagedeleted"}
PASSING = {"ratelimited", "maxlag", "actionthrottledtext", "stashfailed", "backend-fail-alreadyexists"}
"""The last: a picture replaced twice within a second, whose former versions would share a name."""
SAME = "fileexists-no-change"


class Same(Exception):
    """The file that was sent stands there already."""


@contextmanager
def translated(name: str, *, signed_in: bool = True) -> Iterator[None]:
    """Within this block faults come out as Passing, Expired, Conflict, Same or InputError."""
    from mwclient import errors

    try:
        with web.translated(name, signed_in=signed_in):
            yield
    except errors.LoginError:
        raise web.refused(name) from None
    except errors.APIError as error:
        raise _told(name, str(error.code), str(error.info)) from None
    except errors.InsufficientPermission:
        raise _told(name, "permissiondenied", "") from None
    except errors.MaximumRetriesExceeded:
        raise Passing("the wiki is overloaded") from None
    except (errors.InvalidResponse, errors.APIDisabledError, errors.MediaWikiVersionError, KeyError, ValueError):
        raise web.wrong_address(name) from None


def _told(name: str, code: str, info: str) -> Exception:
    if code in CONFLICTS:
        return Conflict(say("why")["meanwhile"])
    if code in PROTECTED:
        return Conflict(say("why")["protected"])
    if code in LOST:
        return Expired()
    if code in PASSING or code.startswith("internal_api_error"):
        return Passing(f"the wiki answers {code}")
    if code == "readonly":
        return closed(name, "")
    if code == SAME:
        return Same()
    if code in NO_RIGHTS:
        remedy = "give it the right to create and edit pages and to upload"
        return InputError(Fault(name, "the account may not do that there", remedy))
    return InputError(
        Fault(name, f"the wiki answers {code} ({info.splitlines()[0][:120] if info else ''})", "ask its keeper")
    )


def closed(name: str, reason: str) -> InputError:
    """The wiki takes no changes at present."""
    what = "the wiki is read-only" + (f" ({reason.splitlines()[0][:120]})" if reason else "")
    return InputError(Fault(name, what, "publish again when it is open; it goes on where it stopped"))
