"""Lists the licence of every library that is installed to run Sociable: `make licences`."""

from __future__ import annotations

import re
from importlib import metadata


def needed(name: str, found: dict[str, str] | None = None) -> dict[str, str]:
    """Every library below `name` with its version and licence; extras are left out."""
    found = {} if found is None else found
    for line in metadata.requires(name) or []:
        other = re.split(r"[^\w.-]", line, maxsplit=1)[0].lower().replace("_", "-")
        if "extra ==" in line or other in found:
            continue
        try:
            about = metadata.metadata(other)
        except metadata.PackageNotFoundError:
            continue  # of another system
        classes = [
            one.rpartition(" :: ")[2] for one in about.get_all("Classifier") or [] if one.startswith("License ::")
        ]
        written = (about.get("License-Expression") or (about.get("License") or "").split("\n")[0]).strip()
        found[other] = f"{about['Version']:12} {written[:60] or ', '.join(classes) or 'not said'}"
        needed(other, found)
    return found


if __name__ == "__main__":
    for library, told in sorted(needed("sociable").items()):
        print(f"{library:24} {told}")
