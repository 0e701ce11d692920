"""Write a tiny BERT with random weights, and the vectors that NumPy computes with the same weights.

    python -m venv .venv && .venv/bin/pip install numpy onnx tokenizers
    .venv/bin/python test/model/reference/makeTinyReference.py

`tiny/` is a model folder of two layers; `tinyVectors.json` holds names, their token ids and their unit-length vectors
by pooling. The forward pass below follows Devlin et al. 2019 in double precision, one name at a time and without
padding; it shares no code with ONNX Runtime or with the graph.
"""

import json
import math
from pathlib import Path

import numpy
import onnx
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

import bertGraph

here = Path(__file__).resolve().parent
SEED = 768
MAXIMUM_TOKENS = 25
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = ["heart", "attack", "pain", "disease", "syndrome", "acute", "of", "the", "type", "##itis", "##oma", "##al", "hep", "##at"]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOCABULARY = [*SPECIAL, *"-,.'()/+αβ0123456789", *LETTERS, *(f"##{c}" for c in LETTERS + "0123456789"), *WORDS]
NAMES = [
    "heart attack",
    "pain",
    "",
    "-",
    "Hepatitis B",
    "acute disease of the heart, type 2",
    "Sjögren's syndrome",
    "β-thalassemia",
    "T-cell (CD4+) lymphoma",
    "Ünknown 漢字 pieces",
    "x",
    "chronic obstructive pulmonary disease with acute exacerbation of the lower airways and pain of the chest",
]


def make_tokenizer():
    tokenizer = Tokenizer(models.WordPiece({piece: i for i, piece in enumerate(VOCABULARY)}, unk_token="[UNK]"))
    tokenizer.add_special_tokens(SPECIAL)
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0",
        pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[(token, VOCABULARY.index(token)) for token in ("[CLS]", "[SEP]")],
    )
    return tokenizer


def hidden_states(ids, weights, config):
    """The last layer's states of one name, `[tokens, hidden]`."""
    heads, hidden = config["num_attention_heads"], config["hidden_size"]
    size = hidden // heads

    def linear(name, x):
        return x @ weights[name + ".weight"] + weights[name + ".bias"]

    def norm(name, x):
        centred = x - x.mean(axis=-1, keepdims=True)
        spread = numpy.sqrt((centred**2).mean(axis=-1, keepdims=True) + config["layer_norm_eps"])
        return centred / spread * weights[name + ".weight"] + weights[name + ".bias"]

    def gelu(x):
        return x * 0.5 * (1 + numpy.vectorize(math.erf)(x / math.sqrt(2)))

    def softmax(x):
        powers = numpy.exp(x - x.max(axis=-1, keepdims=True))
        return powers / powers.sum(axis=-1, keepdims=True)

    words = weights["embeddings.word_embeddings.weight"][ids]
    positions = weights["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm("embeddings.LayerNorm", words + positions + weights["embeddings.token_type_embeddings.weight"][0])
    for layer in range(config["num_hidden_layers"]):
        at = f"encoder.layer.{layer}."
        query, key, value = (
            linear(f"{at}attention.self.{kind}", x).reshape(len(ids), heads, size).swapaxes(0, 1)
            for kind in ("query", "key", "value")
        )
        shares = softmax(query @ key.swapaxes(1, 2) / math.sqrt(size))
        mixed = (shares @ value).swapaxes(0, 1).reshape(len(ids), hidden)
        x = norm(at + "attention.output.LayerNorm", linear(at + "attention.output.dense", mixed) + x)
        x = norm(at + "output.LayerNorm", linear(at + "output.dense", gelu(linear(at + "intermediate.dense", x))) + x)
    return x


def unit(vector):
    return [round(float(value), 7) for value in vector / numpy.linalg.norm(vector)]


def write_json(file, value):
    file.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def main():
    folder = here / "tiny"
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    config = bertGraph.make_config(2, 32, 4, 64, len(VOCABULARY), 40, spread=0.3)
    weights = bertGraph.make_weights(config, SEED, plain=False)
    onnx.save(bertGraph.make_graph(weights, config), str(folder / "onnx/model.onnx"))
    write_json(folder / "config.json", config)
    tokenizer = make_tokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    write_json(folder / "tokenizer_config.json", {"do_lower_case": True, "tokenizer_class": "BertTokenizer"})

    tokenizer.enable_truncation(MAXIMUM_TOKENS)
    doubles = {name: array.astype(numpy.float64) for name, array in weights.items()}
    found = []
    for name in NAMES:
        ids = tokenizer.encode(name).ids
        states = hidden_states(ids, doubles, config)
        found.append({"name": name, "ids": ids, "cls": unit(states[0]), "mean": unit(states.mean(axis=0))})
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in found)
    (here.parent / "tinyVectors.json").write_text(f'{{"maximumTokens": {MAXIMUM_TOKENS}, "names": [\n{lines}\n]}}\n')
    print(f"{len(VOCABULARY)} pieces, {(folder / 'onnx/model.onnx').stat().st_size} bytes")


if __name__ == "__main__":
    main()
