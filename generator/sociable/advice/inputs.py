"""The record of the files that were read, with people hidden: downloads name folders after them."""

from __future__ import annotations

import msgspec

from sociable import config
from sociable.advice.known import mentioned
from sociable.advice.masking import Masker
from sociable.model import InputFile, Issue
from sociable.tables import Archive


def inputs(archive: Archive, brand: config.Brand) -> list[InputFile]:
    """The files of an archive as reports and terminals show them; counts and hashes stay."""
    masker = Masker(archive.people, brand, mentioned(archive.posts, archive.messages))
    return [
        msgspec.structs.replace(one, file=masker.path(one.file), issues=[_issue(issue, masker) for issue in one.issues])
        for one in archive.inputs
    ]


def _issue(issue: Issue, masker: Masker) -> Issue:
    return msgspec.structs.replace(issue, message=masker.text(issue.message), sample=masker.text(issue.sample))
