"""Write what Hugging Face's `tokenizers` makes of names, for `test/model/tokenReference.test.ts` to compare with.

    python -m venv .venv && .venv/bin/pip install tokenizers
    .venv/bin/python test/model/reference/tokenReference.py [--data ../shared/data]

`tokenCorners.json` holds names of our own with their ids. `tokenDigests.json` holds one digest for each block of
names of MeSH and for each block of Unicode, so that none of the data is in the repository. Both are made with the
bundled encoder's tokenizer.
"""

import argparse
import gzip
import hashlib
import json
import unicodedata
from pathlib import Path

from tokenizers import Tokenizer

import cornerCases

here = Path(__file__).resolve().parent
project = here.parents[2]

NAMES_PER_BLOCK = 500
CODE_POINTS_PER_BLOCK = 4_096
# Every third term of MeSH's descriptors.
STEP = 3


def digest(rows):
    """Of the ids of each name, separated by spaces, a name a line."""
    text = "".join(" ".join(map(str, ids)) + "\n" for ids in rows)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def blocks(items, size):
    return [items[start : start + size] for start in range(0, len(items), size)]


def read_terms(data):
    """As `readMeshTerms` of bench/meshTerms.ts."""
    rows = gzip.open(data / "mesh-desc/mesh2024_descriptors.tsv.gz").read().decode("utf8").rstrip().split("\n")[1:]
    return [term for row in rows for term in row.split("\t")[3].split("|")][::STEP]


def well_formed(name):
    """Unicode text has no half surrogate pairs; whoever encodes such a string writes U+FFFD in their place."""
    return name.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def around(code_point):
    """Between letters, where it may join or part a word, and alone."""
    return f"a{chr(code_point)}b {chr(code_point)} c"


# Of a later Unicode than Python 3.11's: a mark that does not take room until version 16.
RECLASSIFIED = (0x1171E,)


def outdated(code_point, ids, encode):
    """Whether the reference's tables, which are of Unicode 8, class this character otherwise than newer ones.

    Of what BERT's normalizer makes of `around`, the tables decide whether the character vanishes or parts the word.
    """
    character, category = chr(code_point), unicodedata.category(chr(code_point))
    if character in "\t\n\r\ufffd" or unicodedata.normalize("NFD", character)[0].isascii():
        return False
    vanishes, parts = ids == encode("ab c"), ids[1] == encode("a")[1] and ids[3] == encode("b")[1]
    if category in ("Mn", "Cf", "Cc", "Co"):
        return not vanishes or code_point in RECLASSIFIED
    if category[0] == "P":
        return not parts
    return vanishes or (category[0] == "S" and parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=project.parent / "shared/data")
    given = parser.parse_args()
    file = project / "models/starter/tokenizer.json"
    maximum = json.loads((project / "models/starter/manifest.json").read_text())["maximumTokens"]
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.enable_truncation(maximum)

    def encode(name):
        return tokenizer.encode(well_formed(name)).ids

    corners = [
        {"what": what, "name": name, "ids": " ".join(map(str, encode(name)))} for what, name in cornerCases.cases()
    ]
    names = read_terms(given.data)
    points = [point for point in range(0x32000) if unicodedata.category(chr(point)) not in ("Cn", "Cs")]
    left_out = [point for point in points if outdated(point, encode(around(point)), encode)]
    kept = [point for point in points if point not in set(left_out)]
    described = {
        "tokenizer": hashlib.sha256(file.read_bytes()).hexdigest(),
        "maximumTokens": maximum,
        "names": {
            "step": STEP,
            "count": len(names),
            "blockSize": NAMES_PER_BLOCK,
            "digests": [digest(map(encode, block)) for block in blocks(names, NAMES_PER_BLOCK)],
        },
        "codePoints": {
            "ranges": ranges(kept),
            "blockSize": CODE_POINTS_PER_BLOCK,
            "digests": [digest(encode(around(point)) for point in block) for block in blocks(kept, CODE_POINTS_PER_BLOCK)],
        },
    }
    write(here.parent / "tokenCorners.json", {"tokenizer": described["tokenizer"], "maximumTokens": maximum, "cases": corners})
    write(here.parent / "tokenDigests.json", described)
    print(f"{len(corners)} corner cases, {len(names)} names, {len(kept)} characters, {len(left_out)} left out:")
    print(ranges(left_out))


def ranges(points):
    """Sorted numbers as hexadecimal `first-last`, separated by spaces."""
    found = []
    for point in points:
        if found and point == found[-1][1] + 1:
            found[-1][1] = point
        else:
            found.append([point, point])
    return " ".join(f"{first:x}-{last:x}" for first, last in found)


def write(file, value):
    file.write_text(json.dumps(value, indent=2) + "\n")


if __name__ == "__main__":
    main()
