"""An entry of `publish:` in brand.yaml, made into the target that it names."""

from __future__ import annotations

from pathlib import Path

from sociable import addresses
from sociable.config import Destination
from sociable.errors import Fault, InputError
from sociable.publish import confluenceapi, mediawikiapi, secrets
from sociable.publish.confluence import Confluence
from sociable.publish.dokuwiki import DokuWiki
from sociable.publish.folder import Folder
from sociable.publish.git import Branch, Wiki
from sociable.publish.mediawiki import MediaWiki
from sociable.publish.pace import Pace
from sociable.publish.repository import Repository
from sociable.publish.target import Target


def open_target(entry: Destination, base: Path, root: str, message: str) -> Target:
    """The target of an entry; nothing is asked of a server yet.

    `base` is the folder that paths start from, `root` where the playbook
    stands in a wiki, `message` what the history of a wiki says of the run.
    """
    if entry.to == "folder":
        return Folder(entry.name, base / (entry.path or ""))
    url, pace = entry.url or "", Pace(entry.name, entry.per_second)
    if entry.to == "git" or entry.to in addresses.FLAVOURS:
        # a path is a repository on this machine, from the folder of brand.yaml
        where = url if ":" in url or Path(url).is_absolute() else str((base / url).resolve())
        repository = Repository(entry.name, where, entry.branch, secrets.find(entry.name), pace)
        if entry.to == "git":
            return Branch(repository, (entry.parent or "").strip("/"), message)
        return Wiki(repository, root, entry.to, message)
    try:
        addresses.address(entry.to, root, "index")
    except ValueError as error:
        raise InputError(Fault(entry.name, f"gives its pages no address ({error})", "change `parent:`")) from None
    if entry.to == "confluence":
        login = secrets.demand(entry.name, user=".atlassian.net" in url)
        space = confluenceapi.Api(entry.name, url, entry.space or "", login, pace)
        return Confluence(entry.name, space, root, message)
    login = secrets.demand(entry.name)
    if entry.to == "mediawiki":
        return MediaWiki(entry.name, mediawikiapi.Api(entry.name, url, login, pace), root, message)
    return DokuWiki(entry.name, url, root, login, pace, message)
