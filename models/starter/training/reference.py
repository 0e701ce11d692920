"""Write reference token ids and vectors that the extension's tests compare with.

Token ids come from Hugging Face's `tokenizers`, vectors from PyTorch with the
weights as exported (matrices rounded to float16), one name at a time.
"""

import argparse
import json
from pathlib import Path

import torch
from torch.nn import functional

import export
import model as encoder

NAMES = [
    "flu",
    "Diabetes Mellitus, Type 2",
    "type II diabetes",
    "Alzheimer's disease",
    "Sjögren's syndrome",
    "Ménière disease",
    "β-thalassaemia major",
    "α1-antitrypsin deficiency",
    "non-small-cell lung cancer (NSCLC), stage IIIB/IV",
    "22q11.2 deletion syndrome",
    "-",
    "shortness of breath 🤧 at night",
    "ARRHYTHMOGENIC RIGHT VENTRICULAR CARDIOMYOPATHY",
    "intellectual developmental disorder with short stature, facial anomalies, and speech defects, autosomal "
    "recessive, caused by a homozygous mutation in a gene on chromosome 17q21.31 that has not yet been named",
    "tumour of the left kidney,\tpart unspecified",
    "5-(methylamino)-2-((3,9,11-trimethyl-8-(1-methyl-2-oxo-2-(1H-pyrrol-2-yl)ethyl)",
    "haemorrhagic diarrhoea",
    "fièvre jaune",
    "糖尿病",
    "  spaces   everywhere  ",
    "p.Gly12Asp",
    "HbA1c > 9.5 % & LDL ≥ 4 mmol/L",
    "x" * 120,
    "İstanbul ǅ ﬁbrosis ½ Ⅳ ſ",
]


def reference(folder, vectors=16):
    net, tokenizer = encoder.open_model(folder)
    net.load_state_dict(export.rounded(net.state_dict()))
    net.eval()
    tokenizer.enable_truncation(encoder.MAXIMUM_TOKENS)
    ids = [tokenizer.encode(name).ids for name in NAMES]
    found = []
    for row in ids[:vectors]:
        tokens = torch.tensor([row])
        with torch.no_grad():
            unit = functional.normalize(net(tokens, torch.ones_like(tokens))[:, 0], dim=1)[0]
        found.append([round(value, 6) for value in unit.tolist()])
    return {
        "model": "starter",
        "maximumTokens": encoder.MAXIMUM_TOKENS,
        "names": NAMES,
        "tokenIds": ids,
        "vectors": found,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write the reference file of the tests.")
    parser.add_argument("--model", type=Path, required=True, help="trained folder")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(reference(given.model), ensure_ascii=False, separators=(",", ":")) + "\n")
    print(given.out.stat().st_size, "bytes")
