"""brand.yaml: every fault at once, each with file, line, key and remedy."""

from pathlib import Path

import pytest

from sociable import settings
from sociable.errors import ConfigError

GOOD = """\
brand:
  name: Harbour Lights Ferries
  aliases: HLF
accounts:
  - platform: x
    handle: "@HarbourLights"
    archive: x.zip
"""


def write(folder: Path, text: str) -> Path:
    (folder / "x.zip").write_bytes(b"")
    path = folder / "brand.yaml"
    path.write_text(text)
    return path


def faults(folder: Path, text: str) -> list[str]:
    path = write(folder, text)
    with pytest.raises(ConfigError) as caught:
        settings.load(path)
    return [str(fault).removeprefix(str(path)) for fault in caught.value.faults]


def test_a_good_file_loads(tmp_path: Path) -> None:
    brand = settings.load(write(tmp_path, GOOD))
    assert brand.about.aliases == ("HLF",)
    assert brand.accounts[0].key == "x:harbourlights"
    assert brand.accounts[0].archive == ("x.zip",)
    assert brand.root == tmp_path


def test_a_folder_stands_for_its_brand_yaml(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    assert settings.load(tmp_path).about.name == "Harbour Lights Ferries"


def test_yes_and_no_are_words(tmp_path: Path) -> None:
    brand = settings.load(write(tmp_path, GOOD + "    inbox_complete: yes\n"))
    assert brand.accounts[0].inbox_complete == "yes"


@pytest.mark.parametrize(
    ("called", "platform"), [("twitter", "x"), ("X", "x"), ("ig", "instagram"), ("Linked-In", "linkedin")]
)
def test_a_network_may_be_called_as_people_call_it(tmp_path: Path, called: str, platform: str) -> None:
    (tmp_path / "a.csv").write_text("text,date\n", encoding="utf-8")
    path = tmp_path / "brand.yaml"
    path.write_text(
        f"brand: {{name: B}}\naccounts: [{{platform: {called}, handle: a, archive: a.csv}}]\n", encoding="utf-8"
    )
    assert settings.load(path).accounts[0].platform == platform


def test_a_key_in_the_wrong_place_is_told_where_it_belongs(tmp_path: Path) -> None:
    (tmp_path / "a.csv").touch()
    found = faults(
        tmp_path,
        "language: de\ntitle: T\nbrand: {name: X, prepared_by: me}\n"
        "accounts: [{platform: x, handle: foo, archive: a.csv, timezone: UTC}]\n",
    )
    assert [line.rpartition("; ")[2] for line in found if "unknown key" in line] == [
        "write it under `brand:` or `playbook:`",
        "write it under `playbook:`",
        "write it under `playbook:`",
        "write it under `brand:`",
    ]


def test_a_key_that_nothing_knows_is_told_with_those_that_are(tmp_path: Path) -> None:
    (line,) = [one for one in faults(tmp_path, "zzz: 1\nbrand: {name: X}\naccounts: []\n") if "unknown key" in one]
    assert line.startswith(":1: zzz: unknown key; remove it; known here: accounts, brand, curation, ")


def test_every_fault_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    text = """\
brand:
  name: X
  timezone: Europe/Londn
  affilates: [a]
accounts:
  - platform: telegram
    handle: foo
    archive: nix.zip
    snapshot: {at: 2026-13-01}
events: [{name: L, start: 2026-08-09, end: 2026-08-07, kind: launch}]
privacy: {mask_people: maybe}
service_hours: {hours: {"mon-fri": "8-18"}}
playbook: {accent: red}
playbok: {}
labels: labels.csv
"""
    found = faults(tmp_path, text)
    assert [line.split(": ")[0] + ": " + line.split(": ")[1] for line in found] == [
        ":3: brand.timezone",
        ":4: brand.affilates",
        ":6: accounts.0.platform",
        ":8: accounts.0.archive",
        ":9: accounts.0.snapshot.at",
        ":10: events.0.end",
        ":11: privacy.mask_people",
        ":12: service_hours.hours.mon-fri",
        ":13: playbook.accent",
        ":14: playbok",
        ":15: labels",
    ]
    assert "did you mean `affiliates`?" in found[1]
    assert "did you mean `playbook`?" in found[9]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "is empty or not a mapping"),
        ("- a\n", "is empty or not a mapping"),
        ("brand: [\n", "is not valid YAML"),
        ("brand: &a {name: x}\naccounts: [*a]\n", "uses a YAML alias"),
        ("brand: !!python/object/apply:os.system [echo]\n", "is not valid YAML"),
        ("brand: {name: a}\nbrand: {name: b}\n", "is given twice"),
        ("brand: {name: a}\n", "accounts: is missing"),
        ("brand: {name: a}\naccounts: [{platform: x, handle: h}]\n", "has nothing to read"),
        ("brand: " + "[" * 3000 + "\n", "is nested deeper than 40"),
    ],
)
def test_what_is_no_brand_yaml_says_so_in_one_line(tmp_path: Path, text: str, what: str) -> None:
    found = faults(tmp_path, text)
    assert any(what in line for line in found), found
    assert all("\n" not in line for line in found)


@pytest.mark.parametrize(
    ("text", "line", "remedy"),
    [
        ("brand:\n\tname: HL\n", 2, "indent with spaces, not tabs"),
        ("brand:\n  name: HL: the ferries\n", 2, "put a value that holds a colon in quotes"),
        ("brand: {name: HL}\nlabels: *.csv\n", 2, "put a value that begins with [*] or & in quotes"),
        ("brand: {name: HL}\naccounts:\n  - platform: x\n    handle harbour\n    role: brand\n", 4, "write a colon .*"),
        ('brand: {name: HL}\nlabels: "a.csv\nplan: b\n', 2, "close the quote or bracket that is opened here"),
    ],
)
def test_the_commonest_slips_are_told_where_they_are_with_what_to_do(
    tmp_path: Path, text: str, line: int, remedy: str
) -> None:
    with pytest.raises(ConfigError, match=rf"brand.yaml:{line}: is not valid YAML .*; {remedy}$"):
        settings.load(write(tmp_path, text))


def test_another_file_is_no_brand_yaml(tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text("id;text\n1;now: 5 pounds\n2: x: y")
    with pytest.raises(ConfigError, match=r"posts.csv: is no brand.yaml; .* run `sociable init` there"):
        settings.load(tmp_path / "posts.csv")


def test_a_missing_file_names_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="sociable init"):
        settings.load(tmp_path / "brand.yaml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("brand: {name: B}\naccounts: [{platform: facebok, handle: a, archive: a.csv}]\n",
         "'facebok' is not one of the choices; did you mean facebook? or use x, facebook, "),
        ("brand: {name: B, timezone: europe/Londn}\naccounts: [{platform: x, handle: a, archive: a.csv}]\n",
         "'europe/Londn' is not a time zone; did you mean Europe/London?"),
        ("brand: {name: B, timezone: Mars}\naccounts: [{platform: qq, handle: a, archive: a.csv}]\n",
         "'qq' is not one of the choices; use x, facebook, "),
    ],
)  # fmt: skip
def test_a_mistyped_choice_gets_the_near_one(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.csv").write_text("text,created_at\nBoats,2026-07-01\n")
    (tmp_path / "brand.yaml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        settings.load(tmp_path)
    assert said in str(caught.value)


def test_a_windows_path_in_double_quotes_is_told_how_to_be_written(tmp_path: Path) -> None:
    head = "brand: {name: B}\naccounts:\n  - platform: x\n    handle: a\n    archive: "
    (tmp_path / "brand.yaml").write_text(head + '"C:\\Users\\me\\x.zip"\n')
    with pytest.raises(ConfigError, match=r"brand\.yaml:5: .*write a Windows path with forward slashes"):
        settings.load(tmp_path)
    for right in ("C:/Users/me/x.zip", r"'C:\Users\me\x.zip'"):
        (tmp_path / "brand.yaml").write_text(f"{head}{right}\n")
        with pytest.raises(ConfigError, match=r"x\.zip does not exist"):
            settings.load(tmp_path)
