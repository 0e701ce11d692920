"""Make a model folder of SapBERT's exact shape with random weights, for benchmarks where SapBERT is not at hand.

    python -m venv .venv && .venv/bin/pip install numpy onnx onnxruntime tokenizers
    .venv/bin/python bench/makeBertBase.py --out FOLDER [--data ../shared/data]

The files are those of Xenova/SapBERT-from-PubMedBERT-fulltext by name, size, graph and quantization settings: what
transformers.js' conversion script sets for a BERT is eight-bit weights that are signed, per channel and of reduced
range, and half-precision weights behind a float32 input and output. How long a name takes depends on the shape of
the model alone, not on its weights. The tokenizer's 30,522 pieces are trained on abstracts of PubMed from `--data`,
so that names have about as many tokens as with PubMedBERT's vocabulary; like the data, it must not be passed on.
"""

import argparse
import gzip
import json
import re
import sys
import warnings
from pathlib import Path

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.float16 import convert_float_to_float16
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

here = Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent / "test/model/reference"))
warnings.simplefilter("ignore")  # one for each weight that is rounded up to half precision's smallest
import bertGraph  # noqa: E402

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
PIECES = 30_522


def read_abstracts(data):
    """Titles and abstracts of PubMed, where PubMedBERT's vocabulary comes from too."""
    files = [*data.glob("bc5cdr-pubtator/*.PubTator.txt"), *data.glob("ncbi-disease-corpus/*_corpus.txt")]
    for file in sorted(files):
        for line in file.read_text("utf8").splitlines():
            if found := re.match(r"\d+\|[ta]\|(.*)", line):
                yield found[1]


def read_names(data):
    """Terms of MeSH's descriptors."""
    rows = gzip.open(data / "mesh-desc/mesh2024_descriptors.tsv.gz").read().decode("utf8").rstrip().split("\n")[1:]
    for row in rows:
        yield from row.split("\t")[3].split("|")


def make_tokenizer(texts):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    trainer = trainers.WordPieceTrainer(
        vocab_size=PIECES, min_frequency=1, special_tokens=SPECIAL, limit_alphabet=1_000, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0",
        pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in ("[CLS]", "[SEP]")],
    )
    return tokenizer


def write_json(file, value):
    file.write_text(json.dumps(value, indent=2) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=here.parent.parent / "shared/data")
    parser.add_argument("--seed", type=int, default=2021)
    given = parser.parse_args()
    (given.out / "onnx").mkdir(parents=True, exist_ok=True)

    tokenizer = make_tokenizer(read_abstracts(given.data))
    tokenizer.save(str(given.out / "tokenizer.json"))
    sample = tokenizer.encode_batch(list(read_names(given.data))[::13])
    tokens = sum(len(encoding.ids) for encoding in sample) / len(sample)
    print(f"{tokenizer.get_vocab_size()} pieces, {tokens:.2f} tokens a name")
    settings = {"do_lower_case": True, "model_max_length": 512, "strip_accents": None, "tokenize_chinese_chars": True}
    roles = {f"{token.strip('[]').lower()}_token": token for token in SPECIAL}
    write_json(given.out / "tokenizer_config.json", {**settings, **roles, "tokenizer_class": "BertTokenizer"})

    config = bertGraph.make_config(12, 768, 12, 3072, PIECES, 512)
    write_json(given.out / "config.json", config)
    plain = given.out / "onnx/model.onnx"
    onnx.save(bertGraph.make_graph(bertGraph.make_weights(config, given.seed), config), str(plain))
    quantize_dynamic(
        str(plain),
        str(given.out / "onnx/model_quantized.onnx"),
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        extra_options={"EnableSubgraph": True, "MatMulConstBOnly": True},
    )
    half = convert_float_to_float16(onnx.load(str(plain)), keep_io_types=True)
    onnx.save(half, str(given.out / "onnx/model_fp16.onnx"))
    for file in sorted((given.out / "onnx").iterdir()):
        print(f"{file.stat().st_size:>12}  {file.name}")


if __name__ == "__main__":
    main()
