"""An Otter Wiki, published to by Git over its own HTTP and read as its readers do."""

import re
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import otter
import pytest
from book import counts, quarter, send
from places import Place, shell, signed_in

from sociable import addresses
from sociable.config import Destination
from sociable.errors import InputError


def read(address: str) -> str:
    with urlopen(address, timeout=30) as answer:
        return str(answer.read().decode())


def test_two_quarters_on_an_otter_wiki(tmp_path: Path) -> None:
    with otter.serve(tmp_path) as url:
        place = Place(Destination(name="w", to="otter", url=f"{url}/.git", per_second=1000), "markdown")
        with closing(place.open()) as target:
            assert target.check() == ("signed in; may push to the branch main",)
        pages = quarter("markdown", 1)
        picture = addresses.image(place.root, "index", "overall.png", "otter")
        below = addresses.link(place.root, "index", "plan", "otter")
        pages["index"] = f"{pages['index']}\n\n![overall]({picture})\n\n[Plan]({below})\n"
        assert counts(send(place.open(), pages)) == {"created": 6}
        repository = tmp_path / "repository"
        assert counts(send(place.open(), pages)) == {"unchanged": 6}
        assert shell(repository, "git", "rev-list", "--count", "HEAD") == "2"

        home = read(f"{url}/Playbooks/Harbour-Lights")
        assert "quarter 1" in home and "<table" in home
        assert "sociable:begin" not in re.sub(r"<!--.*?-->", "", home, flags=re.DOTALL)
        with urlopen(url + picture, timeout=30) as answer:
            assert answer.read() == pages["pictures/overall.png"]
        assert "quarter 1" in read(url + below)

        plan = repository / place.title("plan")
        plan.write_text(f"Our own words.\n\n{plan.read_text()}")
        shell(repository, "git", "-c", "user.name=Jo", "-c", "user.email=jo@x", "commit", "-qam", "by hand")
        assert counts(send(place.open(), quarter("markdown", 2)))["changed"] == 5
        shown = read(url + below)
        assert shown.index("Our own words.") < shown.index("quarter 2") and "quarter 1" not in shown

        with (
            signed_in(otter.USER, "wrong-password"),
            pytest.raises(InputError, match=r"may not push|refuses the login"),
        ):
            send(place.open(), quarter("markdown", 3))
