"""Accuracy on the BioSyn evaluation sets, beside exact lookup.

Protocol: every query with its duplicates; queries without an identifier are
left out; a hit is any overlap of identifiers; every part of a composite mention
must hit.  "Over names" looks at the k nearest names, "over concepts" at the k
nearest distinct dictionary entries (identifier sets).  Names are compared by
the cosine of their [CLS] vectors.
"""

import argparse
import gzip
import json
import re
import tarfile
import time
from pathlib import Path

import numpy

SETS = {"ncbi": ("biosyn-ncbi-d", "ncbi-disease"), "bc5cdr": ("biosyn-bc5cdr-d", "bc5cdr-disease")}


def read_set(root, name, part):
    """(queries, dictionary): [(mentions, [identifiers of a part])] and [(name, identifiers)]."""
    folder, stem = SETS[name]
    queries, dictionary = [], []
    with tarfile.open(Path(root) / folder / f"{stem}.tar.gz") as archive:
        for member in sorted(archive.getnames()):
            if f"processed_{part}/" in member and member.endswith(".concept"):
                for line in archive.extractfile(member).read().decode().splitlines():
                    mention, identifiers = line.split("||")[3:5]
                    parts = [frozenset(part.split("|")) for part in identifiers.strip().split("+")]
                    mentions = re.split(r"[+|]", mention.strip())
                    if len(mentions) > 1:  # the parts of the mention were written apart
                        parts = [frozenset().union(*parts)]
                    queries.append((mentions, parts))
            elif member.endswith(f"{part}_dictionary.txt"):
                for line in archive.extractfile(member).read().decode().splitlines():
                    identifiers, _, text = line.strip().partition("||")
                    dictionary.append((text, frozenset(re.split(r"[+|]", identifiers))))
    return queries, dictionary


def accuracy(queries, ranked, ks=(1, 5)):
    """`ranked` maps a mention to its ranked identifier sets."""
    hits = {k: 0 for k in ks}
    for mentions, gold in queries:
        for k in ks:
            hits[k] += all(any(part & found for found in ranked[m][:k]) for m in mentions for part in gold)
    return {k: hits[k] / max(1, len(queries)) for k in ks}


def check_scorer(root):
    """BioSyn's own predictions must give 0.9115 and 0.9385."""
    with gzip.open(Path(root) / "biosyn-preds" / "ncbi-disease_biosyn_top.json.gz") as stream:
        predicted = json.load(stream)["queries"]
    queries, ranked = [], {}
    for number, query in enumerate(predicted):
        keys = []
        for mention in query["mentions"]:
            keys.append((number, len(keys)))
            ranked[keys[-1]] = [frozenset(re.split(r"[+|]", c["cui"])) for c in mention["candidates"]]
        gold = frozenset(re.split(r"[+|]", query["mentions"][0]["golden_cui"]))
        queries.append((keys, [gold]))
    return accuracy(queries, ranked)


def distinct(found, count):
    return list(dict.fromkeys(found))[:count]


def exact(queries, dictionary):
    table = {}
    for name, identifiers in dictionary:
        table.setdefault(name.lower(), []).append(identifiers)
    return {m: table.get(m.lower(), []) for mentions, _ in queries for m in mentions}


def nearest(queries, dictionary, embed, depth=60):
    names = [name for name, _ in dictionary]
    mentions = sorted({m for ms, _ in queries for m in ms})
    table, asked = embed(names), embed(mentions)
    ranked = {}
    for start in range(0, len(mentions), 256):
        scores = asked[start : start + 256] @ table.T
        top = numpy.argpartition(-scores, depth, axis=1)[:, :depth]
        for row, mention in enumerate(mentions[start : start + 256]):
            best = top[row][numpy.argsort(-scores[row][top[row]], kind="stable")]
            ranked[mention] = [dictionary[i][1] for i in best]
    return ranked


def report(queries, dictionary, embed):
    """Figures for all queries and for those with a mention exact lookup lacks."""
    looked_up, ranked = exact(queries, dictionary), nearest(queries, dictionary, embed)
    unseen = [q for q in queries if any(not looked_up[m] for m in q[0])]
    result = {"queries": len(queries), "non-exact queries": len(unseen)}
    by_concept = {m: distinct(found, 5) for m, found in ranked.items()}
    for label, asked in (("all", queries), ("non-exact", unseen)):
        result[label] = {
            "names": accuracy(asked, ranked),
            "concepts": accuracy(asked, by_concept),
            "exact lookup": accuracy(asked, {m: distinct(f, 5) for m, f in looked_up.items()}),
        }
    return result


def onnx_embedder(folder, file, threads=2, batch=128):
    """Names to unit vectors, sorted by length so that padding stays small."""
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(Path(folder) / "onnx" / file), options)
    tokenizer = Tokenizer.from_file(str(Path(folder) / "tokenizer.json"))
    tokenizer.enable_truncation(25)

    def embed(names):
        ids = [e.ids for e in tokenizer.encode_batch(names)]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        vectors = None
        for start in range(0, len(order), batch):
            part = order[start : start + batch]
            tokens = numpy.zeros((len(part), len(ids[part[-1]])), numpy.int64)
            mask = numpy.zeros_like(tokens)
            for row, index in enumerate(part):
                tokens[row, : len(ids[index])] = ids[index]
                mask[row, : len(ids[index])] = 1
            feeds = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": numpy.zeros_like(tokens)}
            first = session.run(None, feeds)[0][:, 0]
            if vectors is None:
                vectors = numpy.zeros((len(names), first.shape[1]), numpy.float32)
            vectors[part] = first / numpy.linalg.norm(first, axis=1, keepdims=True)
        return vectors

    return embed


def remembering(embed):
    """The two dictionaries share most names: embed each name once."""
    known = {}

    def cached(names):
        fresh = [name for name in dict.fromkeys(names) if name not in known]
        if fresh:
            known.update(zip(fresh, embed(fresh)))
        return numpy.stack([known[name] for name in names])

    return cached


def show(title, figures):
    print(f"{title}: {figures['queries']} queries, {figures['non-exact queries']} of them non-exact")
    for label in ("all", "non-exact"):
        for kind, value in figures[label].items():
            print(f"  {label:>9} {kind:<12} @1 {value[1]:.4f}  @5 {value[5]:.4f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Score an exported encoder.")
    parser.add_argument("--data", required=True)
    parser.add_argument("--model", type=Path, required=True, help="exported folder")
    parser.add_argument("--file", default="model.onnx")
    parser.add_argument("--part", default="dev", choices=["dev", "test"])
    given = parser.parse_args()
    checked = check_scorer(given.data)
    print(f"scorer on BioSyn's predictions: @1 {checked[1]:.4f} @5 {checked[5]:.4f} (expected 0.9115, 0.9385)")
    embed = remembering(onnx_embedder(given.model, given.file))
    for name in SETS:
        began = time.time()
        figures = report(*read_set(given.data, name, given.part), embed)
        show(f"{name} {given.part} {given.file} ({time.time() - began:.0f} s)", figures)
