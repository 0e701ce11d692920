"""Read the training vocabularies and merge them into concepts with names.

Only the folders that may be trained on are opened here; MEDIC, the BioSyn
dictionaries and all corpora are never read by this file.
"""

import argparse
import collections
import csv
import gzip
import io
import json
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy
import scipy.sparse

MAXIMUM_NAME_LENGTH = 150


@dataclass
class Collected:
    """What the readers gather: names of identifiers and links between them."""

    preferred: dict = field(default_factory=dict)
    names: dict = field(default_factory=lambda: collections.defaultdict(dict))
    permuted: dict = field(default_factory=lambda: collections.defaultdict(list))
    links: set = field(default_factory=set)
    weight: dict = field(default_factory=dict)

    def add(self, identifier, name, preferred=False):
        name = re.sub(r"\s+", " ", name).strip().strip('"')
        if name.lower().startswith("obsolete "):
            name = name[9:]
        if not 1 < len(name) <= MAXIMUM_NAME_LENGTH:
            return
        if preferred and identifier not in self.preferred:
            self.preferred[identifier] = name
        self.names[identifier].setdefault(normalise(name), name)


@dataclass
class Concepts:
    """Parallel lists, one entry a concept, and who must not repel whom."""

    names: list
    permuted: list
    weights: numpy.ndarray
    conflicts: scipy.sparse.csr_matrix


def normalise(name):
    return re.sub(r"[^a-z0-9]+", " ", name.lower()).strip()


def lines_of(path):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", errors="replace") as stream:
        yield from stream


def rows_of(path):
    """Rows of a TSV as dictionaries; '#' lines are SSSOM's header."""
    lines = (line for line in lines_of(path) if not line.startswith("#"))
    quoting = csv.QUOTE_NONE if "mesh" in str(path.parent) else csv.QUOTE_MINIMAL
    yield from csv.DictReader(lines, delimiter="\t", quoting=quoting)


def read_mesh(root, out):
    for row in rows_of(root / "mesh-desc" / "mesh2024_descriptors.tsv.gz"):
        identifier = "MESH:" + row["ui"]
        out.add(identifier, row["name"], preferred=True)
        for term in (row["terms"] or "").split("|"):
            out.add(identifier, term)
        out.permuted[identifier] += [t for t in (row["permuted_terms"] or "").split("|") if t]
        if re.search(r"(^|\|)(C|F03|F01)", row["tree_numbers"] or ""):
            out.weight[identifier] = 2.0
    for path in sorted((root / "mesh-scr-partial").glob("*.tsv")):
        for line in lines_of(path):
            cells = line.rstrip("\n").split("\t")
            if len(cells) >= 6:
                out.add("MESH:" + cells[1], cells[2], preferred=True)
                out.add("MESH:" + cells[1], cells[5])


def read_obo(stream, out, prefix, scopes):
    identifier = None
    for line in stream:
        line = line.rstrip("\n")
        if line.startswith("["):
            identifier = None
        elif line.startswith("id: "):
            identifier = line[4:] if line[4:].startswith(prefix) else None
        elif identifier and line.startswith("name: "):
            out.add(identifier, line[6:], preferred=True)
        elif identifier and line.startswith("synonym: "):
            match = re.match(r'synonym: "(.*)" ([A-Z]+)', line)
            if match and match[2] in scopes:
                out.add(identifier, match[1].replace('\\"', '"'))
        elif identifier and line.startswith("xref: "):
            out.links.add((identifier, curie(line[6:].split(" ")[0])))


def curie(text):
    text = text.strip().strip('"')
    prefix, _, rest = text.partition(":")
    prefix = {"MIM": "OMIM", "mesh": "MESH", "MeSH": "MESH", "MSH": "MESH", "ORDO": "Orphanet", "NCI": "NCIT"}.get(
        prefix, prefix
    )
    return f"{prefix}:{rest}"


def read_disease_ontology(root, out):
    for row in rows_of(root / "doid-2026-names" / "HumanDO.tsv"):
        out.add(row["id"], row["label"], preferred=True)
    with open(root / "doid-2026-names" / "DO_rare_slim.obo", encoding="utf-8") as stream:
        read_obo(stream, out, "DOID:", {"EXACT"})
    for row in rows_of(root / "doid-2026-names" / "allXREFinDO.noSNOMED-noUMLS.tsv"):
        out.links.add((row["id"], curie(row["xref"])))
    for row in rows_of(root / "doid-2018" / "doid-2018.clean.tsv.gz"):
        out.add(row["id"], row["name"], preferred=True)
        for name in (row["exact_synonyms"] or "").split("|"):
            out.add(row["id"], name)
        out.links.update((row["id"], curie(xref)) for xref in (row["xrefs"] or "").split("|") if ":" in xref)


def read_mondo(root, out):
    for path in sorted((root / "mondo-sssom").glob("*.tsv")):
        for row in rows_of(path):
            out.add(row["subject_id"], row["subject_label"] or "", preferred=True)
            target = curie(row["object_id"])
            out.links.add((row["subject_id"], target))
            for label in (row.get("object_label") or "").split(";"):
                out.add(target, label, preferred=True)


def read_hpo(root, out):
    with gzip.open(root / "hpo-2016" / "hp.obo.gz", "rt", encoding="utf-8") as stream:
        read_obo(stream, out, "HP:", {"EXACT"})
    folder = root / "hpo-2023-phenotagger"
    canonical = json.loads((folder / "alt_hpoid.json").read_text())
    for identifier, names in json.loads((folder / "id_word_map.json").read_text()).items():
        for name in names:
            out.add(canonical.get(identifier, identifier), name, preferred=True)
    for row in rows_of(root / "hpo-2026-names" / "layperson-synonyms.tsv"):
        match = re.search(r"HP_(\d+)", row["?term"])
        if match:
            out.add("HP:" + match[1], row["?term_label"] or "", preferred=True)
            out.add("HP:" + match[1], row["?layperson"] or "")


def read_craft(root, out):
    for folder, member, prefix in (("craft-cl", "CL", "CL:"), ("craft-uberon", "UBERON", "UBERON:")):
        with zipfile.ZipFile(root / folder / f"{member}.obo.zip") as archive:
            name = next(n for n in archive.namelist() if n.endswith(".obo") and not n.startswith("__"))
            read_obo(io.TextIOWrapper(archive.open(name), "utf-8"), out, prefix, {"EXACT"})


def read_icd(root, out):
    """Codes of at most five characters; the deeper ones repeat side and encounter."""
    folder = root / "icd10cm"
    for line in lines_of(folder / "icd10cm-order-Jan-2021.txt.gz"):
        code = line[6:14].strip()
        if len(code) <= 5:
            out.add("ICD10CM:" + code, line[77:], preferred=True)
            out.weight["ICD10CM:" + code] = 0.5
    with gzip.open(folder / "icd10cm_tabular_2021.xml.gz") as stream:
        for diagnosis in ElementTree.parse(stream).getroot().iter("diag"):
            code = (diagnosis.findtext("name") or "").replace(".", "")
            if len(code) <= 5 and diagnosis.find("diag") is None:
                for note in diagnosis.findall("inclusionTerm/note"):
                    out.add("ICD10CM:" + code, note.text or "")


def merge(out):
    """Join identifiers by one-to-one links, never two of the same vocabulary."""
    parent, prefixes = {}, {}

    def find(item):
        while parent.setdefault(item, item) != item:
            item = parent[item]
        return item

    def join(left, right):
        left, right = find(left), find(right)
        mine = prefixes.setdefault(left, {left.split(":")[0]})
        theirs = prefixes.setdefault(right, {right.split(":")[0]})
        if left != right and not mine & theirs:
            parent[right] = left
            mine |= theirs

    named = {(a, b.replace(".", "") if b.startswith("ICD10CM") else b) for a, b in out.links}
    named = {(a, b) for a, b in named if a in out.names and b in out.names}
    degree = collections.Counter()
    for a, b in named:
        degree[a, b.split(":")[0]] += 1
        degree[b, a.split(":")[0]] += 1
    one_to_one = {(a, b) for a, b in named if degree[a, b.split(":")[0]] == degree[b, a.split(":")[0]] == 1}
    for a, b in sorted(one_to_one, key=lambda link: (not link[0].startswith("MONDO"), link)):
        join(a, b)
    by_name = collections.defaultdict(list)
    for identifier, name in sorted(out.preferred.items()):
        by_name[normalise(name)].append(identifier)
    for group in by_name.values():
        for other in group[1:]:
            join(group[0], other)
    groups = collections.defaultdict(list)
    for identifier in sorted(out.names):
        groups[find(identifier)].append(identifier)
    return list(groups.values()), named


def load(root):
    """All training concepts below the data folder `root`."""
    root, out = Path(root), Collected()
    for reader in (read_mesh, read_disease_ontology, read_mondo, read_hpo, read_craft, read_icd):
        reader(root, out)
    groups, links = merge(out)
    names, permuted, weights, place, by_name = [], [], [], {}, collections.defaultdict(set)
    for index, group in enumerate(groups):
        mine = {}
        for identifier in group:
            place[identifier] = index
            mine.update({key: name for key, name in out.names[identifier].items() if key not in mine})
        names.append(list(mine.values()))
        extra = {normalise(p): p for i in group for p in out.permuted.get(i, [])}
        permuted.append([p for key, p in extra.items() if key not in mine])
        for key in (*mine, *extra):
            by_name[" ".join(sorted(key.split()))].add(index)
        base = max(out.weight.get(i, 1.0) for i in group)
        weights.append(base * min(4.0, 0.5 + 0.5 * len(mine) ** 0.75 + 0.1 * bool(extra)))
    pairs = {(place[a], place[b]) for a, b in links if place[a] != place[b]}
    for members in by_name.values():
        if 1 < len(members) <= 50:
            pairs.update((a, b) for a in members for b in members if a != b)
    rows, columns = zip(*pairs, *((b, a) for a, b in pairs))
    conflicts = scipy.sparse.csr_matrix((numpy.ones(len(rows), bool), (rows, columns)), (len(names),) * 2)
    return Concepts(names, permuted, numpy.array(weights), conflicts)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Print counts of the training data.")
    parser.add_argument("--data", required=True)
    concepts = load(parser.parse_args().data)
    sizes = numpy.array([len(n) for n in concepts.names])
    print(f"{len(sizes)} concepts, {sizes.sum()} names, {(sizes > 1).sum()} concepts with synonyms,")
    print(f"{sum(map(len, concepts.permuted))} permuted terms, {concepts.conflicts.nnz // 2} pairs that must not repel")
