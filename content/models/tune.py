"""Teaches the careful reader (development only; needs PyTorch, transformers, tokenizers, onnx and onnxruntime).

    PYTHONPATH=generator python content/models/tune.py --data ../shared/data --hints HINTS --base FOLDER \\
        --out careful.onnx [--apart 42 --epochs 2.5] [--after careful.pt [--without 0]]

`--base` is the folder of all-MiniLM-L6-v2; `--hints` what a larger teacher says of read and made-up posts
(README.md).  Beside the graph the weights are kept (.pt).  Brands of gold.jsonl are not learnt from.  `--apart` leaves
out the brands whose hash modulo 100 is below it as well: their posts are what `suit.py` fits curves on.  `--after` goes
on from such weights with the read posts of gold's brands, and some of those that it knows so that it forgets nothing:
this file ships.  `--without` leaves one part of gold's brands out: such files read that part when gold is measured.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import corpus
import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from transformers import AutoModel

FLAGS = {
    "B": ("promo", "ask", "useful", "self_only", "invitation", "bait", "brag", "hard_sell", "credit", "jargon"),
    "R": ("helps", "canned", "deflect", "apology", "signed", "pitch"),
    "I": ("need", "complaint", "question", "praise"),
}
PURPOSES = ("growth", "promo", "useful", "amplify", "conversation", "product", "company-news", "human", "filler")
HEADS = [
    *(("B", name) for name in FLAGS["B"]),
    *(("B", f"purpose_{name}") for name in PURPOSES),
    *(("R", name) for name in FLAGS["R"]),
    *(("I", name) for name in FLAGS["I"]),
]
IS_PURPOSE = torch.tensor([name.startswith("purpose_") for _, name in HEADS])
EPOCHS, BATCH, RATE, RAMP, HEAD, LONGEST, PARENT, SEED = 4.0, 48, 1.2e-4, 0.06, 10, 112, 200, 1
LATER_EPOCHS, LATER_RATE = 2.0, 5e-5
KEPT = {"broadcast": 2500, "written": 1500, "made": 3000}
"""Of what it knows, so many posts go along with the later ones, and all replies and messages."""
UNSURE, WRITTEN, HINT, NEAR, PURPOSE = 0.6, 0.7, 0.5, 0.1, 1.5
"""Weights: of a post whose reader was unsure, a written one, a hint about a read post, its distance, the purpose."""
Later = Callable[[corpus.Row], bool]
bce = torch.nn.functional.binary_cross_entropy_with_logits


def given(row: corpus.Row) -> tuple[str, str]:
    """The two texts that are read of a row; `signals.careful` gives the same."""
    text = re.sub(r"https?://\S+", "http", row["text"]).replace("&amp;", "&")
    text = re.sub(r"#(\w*?[a-z0-9])([A-Z][a-z])", r"#\1 \2", text)
    brand, context = str(row.get("brand") or ""), str(row.get("context") or "")
    writer = {"B": "post", "R": "reply", "I": "message"}[row["kind"]]
    writer += f" of {brand}" if brand not in ("", "page") else ""
    return writer + (f" | {context[:PARENT]}" if context else ""), text


class Student(torch.nn.Module):
    """The transformer with a score for each label over the mean of its words and over its first sign."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.body = AutoModel.from_pretrained(base, attn_implementation="eager", dtype=torch.float32)
        self.head = torch.nn.Linear(2 * self.body.config.hidden_size, len(HEADS))
        torch.nn.init.normal_(self.head.weight, std=0.02)
        torch.nn.init.constant_(self.head.bias, -1.5)
        self.drop = torch.nn.Dropout(0.1)

    def forward(self, pieces: torch.Tensor, parts: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Scores of a padded batch."""
        said = self.body(input_ids=pieces, attention_mask=mask, token_type_ids=parts).last_hidden_state.float()
        seen = mask[..., None].float()
        return self.head(self.drop(torch.cat([(said * seen).sum(1) / seen.sum(1), said[:, 0]], -1)))


class Alone(torch.nn.Module):
    """The same for one text without padding, in plain steps: what is written to the file."""

    def __init__(self, student: Student) -> None:
        super().__init__()
        self.body, self.head = student.body, student.head

    def forward(self, pieces: torch.Tensor, parts: torch.Tensor) -> torch.Tensor:
        """Scores of one text."""
        known = self.body.embeddings
        places = torch.arange(pieces.shape[1])[None]
        said = known.word_embeddings(pieces) + known.token_type_embeddings(parts) + known.position_embeddings(places)
        said = known.LayerNorm(said)
        for layer in self.body.encoder.layer:
            own = layer.attention.self
            size, heads = own.attention_head_size, own.num_attention_heads
            query, key, value = (
                side(said).reshape(1, -1, heads, size).transpose(1, 2) for side in (own.query, own.key, own.value)
            )
            looked = torch.softmax(query @ key.transpose(2, 3) / size**0.5, -1) @ value
            looked = looked.transpose(1, 2).reshape(1, -1, heads * size)
            said = layer.attention.output.LayerNorm(layer.attention.output.dense(looked) + said)
            thought = torch.nn.functional.gelu(layer.intermediate.dense(said))
            said = layer.output.LayerNorm(layer.output.dense(thought) + said)
        return self.head(torch.cat([said.mean(1), said[:, 0]], -1))


class Lesson:
    """All rows as pieces, with what readers said (`truth`, `weight`) and what the teacher says (`hints`, `trust`)."""

    def __init__(self, data: Path, hints: Path, tokenizer: Tokenizer, apart: int, later: Later | None) -> None:
        lines = [json.loads(line) for line in hints.open()]
        told = {line["id"]: line["odds"] for line in lines if line["what"] == "read"}
        read = [row | {"odds": told.get(str(row["id"]))} for row in corpus.learnt(data, drop_gold_brands=True)]
        read = [row for row in read if not corpus.far(row["group"], apart)]
        hinted = [line for line in lines if line["what"] != "read" and not corpus.far(line["group"], apart)]
        written = corpus.written()
        if later:
            rng, known = random.Random(3), {row["id"] for row in read}
            posts = [row for row in read if row["kind"] == "B"]
            again = [row for row in read if row["kind"] != "B"] + rng.sample(posts, KEPT["broadcast"])
            every = corpus.learnt(data, drop_gold_brands=True)
            known |= {row["id"] for row in every}
            more = corpus.learnt(data, drop_gold_brands=False)
            fresh = [row for row in more if row["id"] not in known and later(row)]
            made = [line for line in hinted if line["what"] == "made"]
            read, written, hinted = fresh + again, rng.sample(written, KEPT["written"]), rng.sample(made, KEPT["made"])
        rows: list[corpus.Row] = read + written + hinted
        self.pieces = [tokenizer.encode(*given(row)) for row in rows]
        shape = (len(rows), len(HEADS))
        self.truth, self.weight, self.hints, self.trust = (np.zeros(shape, np.float32) for _ in range(4))
        for at, row in enumerate(rows):
            own = at < len(read) + len(written)
            sure = WRITTEN if at >= len(read) else 1.0 if row.get("sure", 1) else UNSURE
            for column, (kind, name) in enumerate(HEADS):
                if kind != row["kind"]:
                    continue
                if own:
                    flag = row.get("purpose") == name[8:] if name.startswith("purpose_") else name in row["flags"]
                    self.truth[at, column], self.weight[at, column] = flag, sure
                if f"{kind}.{name}" in (row.get("odds") or {}):
                    self.hints[at, column] = row["odds"][f"{kind}.{name}"]
                    self.trust[at, column] = HINT if own else 1.0

    def batch(self, at: list[int]) -> tuple[torch.Tensor, ...]:
        """Pieces, parts and mask of some rows, padded to the longest."""
        long = -(-max(len(self.pieces[row].ids) for row in at) // 8) * 8
        sides = np.zeros((3, len(at), long), np.int64)
        for place, row in enumerate(at):
            found = self.pieces[row]
            size = len(found.ids)
            sides[:, place, :size] = found.ids, found.type_ids, [1] * size
        return tuple(map(torch.from_numpy, sides))

    def batches(self, rng: np.random.Generator) -> list[list[int]]:
        """One pass over the rows in random order, like lengths together."""
        order, found = rng.permutation(len(self.pieces)), []
        for start in range(0, len(order), BATCH * 20):
            part = sorted(order[start : start + BATCH * 20].tolist(), key=lambda row: len(self.pieces[row].ids))
            found += [part[at : at + BATCH] for at in range(0, len(part) - BATCH + 1, BATCH)]
        rng.shuffle(found)  # type: ignore[arg-type]
        return found


def loss(said: torch.Tensor, truth: Any, weight: Any, hints: Any, trust: Any) -> torch.Tensor:
    """Distance from readers and from the teacher."""
    flags = (bce(said, truth, reduction="none") * weight * ~IS_PURPOSE).sum()
    shares = torch.log_softmax(said[:, IS_PURPOSE], -1)
    purpose = (-(truth[:, IS_PURPOSE] * shares).sum(-1) * weight[:, IS_PURPOSE].amax(-1)).sum()
    near = bce(said, torch.sigmoid(hints), reduction="none") + NEAR * (said.clamp(-6, 6) - hints.clamp(-6, 6)) ** 2
    taught = -(torch.softmax(hints[:, IS_PURPOSE], -1) * shares).sum(-1) * trust[:, IS_PURPOSE].amax(-1)
    return (flags + PURPOSE * purpose + (near * trust * ~IS_PURPOSE).sum() + PURPOSE * taught.sum()) / len(said)


def teach(student: Student, lesson: Lesson, epochs: float, rate: float) -> None:
    """Learns; prints the loss now and then."""
    rng, done = np.random.default_rng(SEED), 0
    last = int(epochs * (len(lesson.pieces) // BATCH))
    parts = [
        {"params": list(student.body.parameters()), "more": 1},
        {"params": list(student.head.parameters()), "more": HEAD},
    ]
    steps = torch.optim.AdamW(parts, lr=rate, weight_decay=0.01, fused=True)
    student.train()
    began, losses = time.monotonic(), []
    while done < last:
        for at in lesson.batches(rng)[: last - done]:
            done += 1
            for group in steps.param_groups:
                group["lr"] = rate * group["more"] * min(1, done / (RAMP * last)) * max(0.02, 1 - done / last)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                said = student(*lesson.batch(at))
            sides = (lesson.truth, lesson.weight, lesson.hints, lesson.trust)
            cost = loss(said.float(), *(torch.from_numpy(side[at]) for side in sides))
            steps.zero_grad(set_to_none=True)
            cost.backward()
            torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
            steps.step()
            losses.append(float(cost.detach()))
            if done % 100 == 0:
                print(done, last, round(float(np.mean(losses[-100:])), 4), round(time.monotonic() - began), flush=True)


def write(student: Student, tokenizer: Tokenizer, out: Path) -> None:
    """The graph with weights of eight bits (seven used: products of eight overflow on older processors)."""
    student.eval()
    plain, one = out.with_suffix(".plain.onnx"), torch.ones(1, 17, dtype=torch.int64)
    torch.onnx.export(
        Alone(student), (one, one * 0), str(plain), input_names=["pieces", "parts"], output_names=["scores"],
        dynamic_axes={"pieces": {1: "length"}, "parts": {1: "length"}}, opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(plain, out, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    plain.unlink()
    model = onnx.load(out)
    words = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    beside = {"heads": json.dumps(HEADS), "pieces": "\n".join(word for word, _ in words)}
    onnx.helper.set_model_props(model, beside)
    onnx.save(model, out)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--data", "--hints", "--base", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--apart", type=int, default=0)
    parser.add_argument("--epochs", type=float)
    parser.add_argument("--after", type=Path)
    parser.add_argument("--without", type=int)
    told = parser.parse_args()
    torch.manual_seed(SEED)
    tokenizer = Tokenizer.from_file(str(told.base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    student = Student(told.base)
    if told.after:
        student.load_state_dict(torch.load(told.after))
    later = (lambda row: told.without != corpus.part(row)) if told.after else None
    lesson = Lesson(told.data, told.hints, tokenizer, told.apart, later)
    usual, rate = (LATER_EPOCHS, LATER_RATE) if told.after else (EPOCHS, RATE)
    teach(student, lesson, told.epochs or usual, rate)
    torch.save(student.state_dict(), told.out.with_suffix(".pt"))
    write(student, tokenizer, told.out)


if __name__ == "__main__":
    main()
