"""The encoder, and its start: a trimmed vocabulary and pruned layers of MiniLM.

Parameter names follow Hugging Face's BertModel, so weights load there too.
"""

import argparse
import collections
import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from torch import nn
from torch.nn import functional

SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
MAXIMUM_TOKENS = 25
POSITIONS = 64


class Layer(nn.Module):
    def __init__(self, hidden, heads, inner):
        super().__init__()
        self.heads = heads
        self.attention = nn.ModuleDict(
            {
                "self": nn.ModuleDict({k: nn.Linear(hidden, hidden) for k in ("query", "key", "value")}),
                "output": nn.ModuleDict(
                    {"dense": nn.Linear(hidden, hidden), "LayerNorm": nn.LayerNorm(hidden, eps=1e-12)}
                ),
            }
        )
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(hidden, inner)})
        self.output = nn.ModuleDict(
            {"dense": nn.Linear(inner, hidden), "LayerNorm": nn.LayerNorm(hidden, eps=1e-12)}
        )

    def forward(self, states, bias, first_only=False):
        """With first_only, the output of the first token alone (cheaper)."""
        batch, length, hidden = states.shape
        asked = states[:, :1] if first_only else states
        project, split = self.attention["self"], (batch, -1, self.heads, hidden // self.heads)
        query = project["query"](asked).view(split).transpose(1, 2)
        key = project["key"](states).view(split).transpose(1, 2)
        value = project["value"](states).view(split).transpose(1, 2)
        scores = query @ key.transpose(2, 3) * (hidden // self.heads) ** -0.5 + bias
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, -1, hidden)
        attended = self.attention["output"]["LayerNorm"](asked + self.attention["output"]["dense"](mixed))
        inner = functional.gelu(self.intermediate["dense"](attended))
        return self.output["LayerNorm"](attended + self.output["dense"](inner))


class Encoder(nn.Module):
    def __init__(self, config):
        super().__init__()
        hidden = config["hidden_size"]
        self.config = config
        self.embeddings = nn.ModuleDict(
            {
                "word_embeddings": nn.Embedding(config["vocab_size"], hidden),
                "position_embeddings": nn.Embedding(config["max_position_embeddings"], hidden),
                "token_type_embeddings": nn.Embedding(config["type_vocab_size"], hidden),
                "LayerNorm": nn.LayerNorm(hidden, eps=1e-12),
            }
        )
        self.encoder = nn.ModuleDict(
            {
                "layer": nn.ModuleList(
                    Layer(hidden, config["num_attention_heads"], config["intermediate_size"])
                    for _ in range(config["num_hidden_layers"])
                )
            }
        )

    def forward(self, tokens, mask, first_only=False):
        """Last hidden states; with first_only just those of [CLS], as one matrix."""
        at = self.embeddings
        states = at["word_embeddings"](tokens) + at["position_embeddings"].weight[: tokens.shape[1]]
        states = at["LayerNorm"](states + at["token_type_embeddings"].weight[0])
        bias = (1.0 - mask[:, None, None, :].to(states.dtype)) * -1e4
        layers = self.encoder["layer"]
        for layer in layers[:-1]:
            states = layer(states, bias)
        states = layers[-1](states, bias, first_only)
        return states[:, 0] if first_only else states


def configuration(vocabulary, hidden, layers):
    return {
        "architectures": ["BertModel"],
        "attention_probs_dropout_prob": 0.1,
        "classifier_dropout": None,
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "hidden_size": hidden,
        "initializer_range": 0.02,
        "intermediate_size": hidden * 4,
        "layer_norm_eps": 1e-12,
        "max_position_embeddings": POSITIONS,
        "model_type": "bert",
        "num_attention_heads": hidden // 32,
        "num_hidden_layers": layers,
        "pad_token_id": 0,
        "position_embedding_type": "absolute",
        "type_vocab_size": 2,
        "use_cache": True,
        "vocab_size": vocabulary,
    }


def wordpiece(pieces):
    """A BERT tokenizer over a list of pieces (or a mapping piece -> id)."""
    ids = pieces if isinstance(pieces, dict) else {piece: i for i, piece in enumerate(pieces)}
    result = Tokenizer(models.WordPiece(ids, unk_token="[UNK]", max_input_chars_per_word=100))
    result.normalizer = normalizers.BertNormalizer(
        clean_text=True, handle_chinese_chars=True, strip_accents=True, lowercase=True
    )
    result.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    result.post_processor = processors.TemplateProcessing(
        "[CLS]:0 $A:0 [SEP]:0",
        "[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        [("[CLS]", ids["[CLS]"]), ("[SEP]", ids["[SEP]"])],
    )
    result.add_special_tokens(SPECIALS)
    return result


def choose_pieces(names, base, learned=8000, used=50, english=1500):
    """Specials, single characters, then MiniLM's useful pieces and learned ones."""
    old = Tokenizer.from_file(str(base / "tokenizer.json"))
    old.no_padding()
    old.no_truncation()
    order = sorted(old.get_vocab(), key=old.get_vocab().get)
    counts = collections.Counter(t for e in old.encode_batch(names, add_special_tokens=False) for t in e.tokens)
    fresh = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    fresh.normalizer, fresh.pre_tokenizer = old.normalizer, old.pre_tokenizer
    fresh.train_from_iterator(
        names, trainers.WordPieceTrainer(vocab_size=learned, min_frequency=5, special_tokens=SPECIALS, limit_alphabet=150)
    )
    def single(piece):
        character = piece.removeprefix("##")
        return len(character) == 1 and (ord(character) < 0x250 or 0x370 <= ord(character) < 0x3FF)

    words = [p for p in order if p.isascii() and p.isalpha() and len(p) > 1][:english]
    kept = [p for p in order if single(p)]
    kept += [p for p in order if counts[p] >= used and not p.startswith("[")] + words
    learned_pieces = sorted(fresh.get_vocab(), key=fresh.get_vocab().get)
    kept += ["##" + c for c in "abcdefghijklmnopqrstuvwxyz0123456789"]
    basic = list(dict.fromkeys([*SPECIALS, *kept]))
    return basic, list(dict.fromkeys([*basic, *learned_pieces])), old


def initialise(names, base, layers, hidden):
    """Tokenizers and weights to begin with.

    A piece MiniLM has keeps its vector; a new piece starts as the mean of the
    vectors of MiniLM's pieces for it. `hidden` below MiniLM's 384 keeps only the
    principal components of the word embeddings, over layers drawn at random.
    """
    basic, pieces, old = choose_pieces(names, base)
    weights = load_file(str(base / "model.safetensors"))
    table, old_ids = weights["embeddings.word_embeddings.weight"], old.get_vocab()
    rows = []
    for piece in pieces:
        if piece in old_ids:
            rows.append(table[old_ids[piece]])
            continue
        ids = old.encode("x" + piece[2:] if piece.startswith("##") else piece, add_special_tokens=False).ids
        ids = [i for i in (ids[1:] if piece.startswith("##") and len(ids) > 1 else ids)]
        rows.append(table[ids].mean(0) if ids else table[old_ids["[UNK]"]])
    words = torch.stack(rows)
    torch.manual_seed(1)
    model = Encoder(configuration(len(pieces), hidden, len(layers)))
    state = model.state_dict()
    if hidden == words.shape[1]:
        for key in state:
            source = key
            for new, kept in enumerate(layers):
                if key.startswith(f"encoder.layer.{new}."):
                    source = key.replace(f"layer.{new}.", f"layer.{kept}.", 1)
            state[key] = weights[source][:POSITIONS] if "position_embeddings" in key else weights[source]
        state["embeddings.word_embeddings.weight"] = words
    else:
        for key, value in state.items():
            if value.dim() == 2:
                state[key] = torch.randn_like(value) * 0.03
        centred = words - words.mean(0)
        directions = torch.linalg.svd(centred, full_matrices=False)[2][:hidden]
        state["embeddings.word_embeddings.weight"] = centred @ directions.T
    model.load_state_dict(state)
    ids = {piece: i for i, piece in enumerate(pieces)}
    return model, wordpiece(ids), wordpiece({p: ids[p] for p in basic})


def save(model, tokenizer, basic, folder):
    """`basic` is the tokenizer without learned pieces, used to vary training."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file({k: v.contiguous() for k, v in model.state_dict().items()}, str(folder / "model.safetensors"))
    (folder / "config.json").write_text(json.dumps(model.config, indent=2) + "\n")
    tokenizer.save(str(folder / "tokenizer.json"))
    basic.save(str(folder / "basic.json"))


def open_model(folder):
    model = Encoder(json.loads((folder / "config.json").read_text()))
    model.load_state_dict(load_file(str(folder / "model.safetensors")))
    return model, Tokenizer.from_file(str(folder / "tokenizer.json"))


if __name__ == "__main__":
    import data

    parser = argparse.ArgumentParser(description="Write the untrained encoder.")
    parser.add_argument("--data", required=True)
    parser.add_argument("--base", type=Path, required=True, help="all-MiniLM-L6-v2, with model.safetensors")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layers", default="0,2,5")
    parser.add_argument("--hidden", type=int, default=384)
    given = parser.parse_args()
    every = [name for names in data.load(given.data).names for name in names]
    kept_layers = [int(number) for number in given.layers.split(",")]
    save(*initialise(every, given.base, kept_layers, given.hidden), given.out)
    print("pieces:", json.loads((given.out / "config.json").read_text())["vocab_size"])
