"""Write the JSON Schemas that editors and readers of report.json use: `make schema`."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import msgspec
import yaml

sys.path.insert(0, str(Path(__file__).parents[2] / "generator"))

from sociable.config import Brand
from sociable.report import FORMAT_VERSION, Report

FOLDER = Path(__file__).parents[2] / "content" / "schemas"


def _any(kind: type) -> dict[str, object]:
    """What msgspec cannot describe: the parts of `brand` and `method` are any JSON value."""
    if kind is object:
        return {"description": "any JSON value"}
    raise NotImplementedError


def keys() -> dict[str, str]:
    """What each key of brand.yaml is for, by its path."""
    found: dict[str, str] = yaml.safe_load((FOLDER / "brand-keys.yaml").read_text(encoding="utf-8"))
    return found


def described(schema: dict[str, Any], part: dict[str, Any], said: dict[str, str], above: str = "") -> None:
    """Say in the schema what each key is for; editors show it."""
    for name, one in part["properties"].items():
        one["description"] = said[above + name]
        for place in re.findall(r"#/\$defs/(\w+)", json.dumps(one)):
            described(schema, schema["$defs"][place], said, f"{above}{name}.")


def schemas() -> dict[str, str]:
    """File name to text of both schemas."""
    brand = Brand.model_json_schema(by_alias=True)
    brand["properties"].pop("root")
    described(brand, brand, keys())
    brand |= {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Sociable brand.yaml"}
    report = msgspec.json.schema(Report, schema_hook=_any)
    report |= {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Sociable report.json, format {FORMAT_VERSION}",
    }
    return {
        "brand.schema.json": json.dumps(brand, indent=1, sort_keys=True) + "\n",
        "report.schema.json": json.dumps(report, indent=1, sort_keys=True) + "\n",
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in schemas().items():
        (FOLDER / name).write_text(text)
        print(FOLDER / name)
