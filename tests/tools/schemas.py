"""Write the JSON Schemas that editors and readers of report.json use: `make schema`."""

import json
import sys
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).parents[2] / "generator"))

from sociable.config import Brand
from sociable.report import FORMAT_VERSION, Report

FOLDER = Path(__file__).parents[2] / "content" / "schemas"


def _any(kind: type) -> dict[str, object]:
    """What msgspec cannot describe: the parts of `brand` and `method` are any JSON value."""
    if kind is object:
        return {"description": "any JSON value"}
    raise NotImplementedError


def schemas() -> dict[str, str]:
    """File name to text of both schemas."""
    brand = Brand.model_json_schema(by_alias=True)
    brand["properties"].pop("root")
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
