"""Write a trained folder in Hugging Face layout with ONNX graphs.

The graph is written node by node with standard operators (opset 17).  Weight
matrices are stored as float16 and cast to float32 when the model is loaded, so
model.onnx computes in float32 on weights rounded to float16; every other figure
(int8 graph, reference vectors) starts from these rounded weights too.

A name's vector is its [CLS] state alone, so the last layer computes the other tokens'
keys and values and nothing else of them.
"""

import argparse
import hashlib
import json
import os
from pathlib import Path

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

import model as encoder
from quantise import quantise

OPSET = 17


def rounded(state):
    """Matrices at float16 precision, as float32."""
    return {k: v.half().float() if v.dim() == 2 else v.float() for k, v in state.items()}


class Graph:
    """Collects nodes and initializers; every method returns an output's name."""

    def __init__(self, state):
        self.state = state
        self.nodes, self.initializers, self.count = [], [], 0

    def node(self, operator, *inputs, **attributes):
        self.count += 1
        output = f"{operator.lower()}_{self.count}"
        self.nodes.append(helper.make_node(operator, list(inputs), [output], name=output, **attributes))
        return output

    def constant(self, name, array):
        if name not in {i.name for i in self.initializers}:
            self.initializers.append(numpy_helper.from_array(array, name))
        return name

    def weight(self, name, transpose=False):
        array = self.state[name].numpy()
        array = numpy.ascontiguousarray(array.T) if transpose else array
        if array.ndim == 2:
            stored = self.constant(name + ".float16", array.astype(numpy.float16))
            return self.node("Cast", stored, to=TensorProto.FLOAT)
        return self.constant(name, array)

    def linear(self, name, value):
        product = self.node("MatMul", value, self.weight(name + ".weight", transpose=True))
        return self.node("Add", product, self.weight(name + ".bias"))

    def norm(self, name, value):
        scale, shift = self.weight(name + ".weight"), self.weight(name + ".bias")
        return self.node("LayerNormalization", value, scale, shift, axis=-1, epsilon=1e-12)


def build(state, config):
    graph = Graph(state)
    heads, hidden = config["num_attention_heads"], config["hidden_size"]
    size = hidden // heads

    def number(name, values, kind=numpy.int64):
        return graph.constant(name, numpy.array(values, kind))

    shape = graph.node("Shape", "input_ids")
    length = graph.node("Slice", shape, number("one", [1]), number("two", [2]))
    positions = graph.node(
        "Slice", graph.weight("embeddings.position_embeddings.weight"), number("zero", [0]), length, number("axis", [0])
    )
    words = graph.node("Gather", graph.weight("embeddings.word_embeddings.weight"), "input_ids")
    types = graph.node("Gather", graph.weight("embeddings.token_type_embeddings.weight"), "token_type_ids")
    summed = graph.node("Add", graph.node("Add", words, types), positions)
    states = graph.norm("embeddings.LayerNorm", summed)
    mask = graph.node("Unsqueeze", graph.node("Cast", "attention_mask", to=TensorProto.FLOAT), number("axes", [1, 2]))
    missing = graph.node("Sub", number("full", 1.0, numpy.float32), mask)
    bias = graph.node("Mul", missing, number("lowest", -10000.0, numpy.float32))
    first = number("first", [0]), number("second", [1]), number("tokens", [1])
    split, joined = number("split", [0, 0, heads, size]), number("joined", [0, 0, hidden])
    for index in range(config["num_hidden_layers"]):
        at = f"encoder.layer.{index}."
        is_last = index == config["num_hidden_layers"] - 1
        asking = graph.node("Slice", states, *first) if is_last else states

        def head(kind, order, asked, at=at):
            flat = graph.linear(f"{at}attention.self.{kind}", asked)
            return graph.node("Transpose", graph.node("Reshape", flat, split), perm=order)

        scores = graph.node("MatMul", head("query", [0, 2, 1, 3], asking), head("key", [0, 2, 3, 1], states))
        scores = graph.node("Div", scores, number("root", size**0.5, numpy.float32))
        weights = graph.node("Softmax", graph.node("Add", scores, bias), axis=-1)
        mixed = graph.node("MatMul", weights, head("value", [0, 2, 1, 3], states))
        mixed = graph.node("Reshape", graph.node("Transpose", mixed, perm=[0, 2, 1, 3]), joined)
        dense = graph.linear(at + "attention.output.dense", mixed)
        attended = graph.norm(at + "attention.output.LayerNorm", graph.node("Add", dense, asking))
        inner = graph.linear(at + "intermediate.dense", attended)
        erf = graph.node("Erf", graph.node("Div", inner, number("root_two", 2**0.5, numpy.float32)))
        gated = graph.node("Mul", inner, graph.node("Add", erf, number("full", 1.0, numpy.float32)))
        gelu = graph.node("Mul", gated, number("half", 0.5, numpy.float32))
        output = graph.linear(at + "output.dense", gelu)
        states = graph.norm(at + "output.LayerNorm", graph.node("Add", output, attended))
    graph.nodes[-1].output[0] = "last_hidden_state"
    axes = ["batch_size", "sequence_length"]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, axes)
        for name in ("input_ids", "attention_mask", "token_type_ids")
    ]
    outputs = [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [axes[0], 1, hidden])]
    made = helper.make_graph(graph.nodes, "bert", inputs, outputs, graph.initializers)
    result = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="termlens")
    result.ir_version = 8
    onnx.checker.check_model(result)
    return result


def tokenizer_configuration():
    return {
        "clean_up_tokenization_spaces": True,
        "cls_token": "[CLS]",
        "do_basic_tokenize": True,
        "do_lower_case": True,
        "mask_token": "[MASK]",
        "model_max_length": encoder.MAXIMUM_TOKENS,
        "pad_token": "[PAD]",
        "sep_token": "[SEP]",
        "strip_accents": True,
        "tokenize_chinese_chars": True,
        "tokenizer_class": "BertTokenizer",
        "unk_token": "[UNK]",
    }


def replace(temporary, final):
    final.parent.mkdir(parents=True, exist_ok=True)
    os.replace(temporary, final)


def export(folder, out, version="1.0.0"):
    trained, tokenizer = encoder.open_model(folder)
    state, config = rounded(trained.state_dict()), trained.config
    scratch = out / ".partial"
    scratch.mkdir(parents=True, exist_ok=True)
    onnx.save(build(state, config), str(scratch / "model.onnx"))
    quantise(scratch / "model.onnx", scratch / "model_quantized.onnx")
    tokenizer.save(str(scratch / "tokenizer.json"))
    (scratch / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    (scratch / "tokenizer_config.json").write_text(json.dumps(tokenizer_configuration(), indent=2) + "\n")
    places = {
        "config.json": "config.json",
        "tokenizer.json": "tokenizer.json",
        "tokenizer_config.json": "tokenizer_config.json",
        "onnx/model.onnx": "model.onnx",
        "onnx/model_quantized.onnx": "model_quantized.onnx",
    }
    files = {}
    for place, name in places.items():
        content = (scratch / name).read_bytes()
        files[place] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    manifest = {
        "id": "starter",
        "title": "TermLens starter encoder",
        "version": version,
        "pooling": "cls",
        "maximumTokens": encoder.MAXIMUM_TOKENS,
        "licence": "Apache-2.0",
        "languages": ["en"],
        "files": files,
    }
    (scratch / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    for place, name in {**places, "manifest.json": "manifest.json"}.items():
        replace(scratch / name, out / place)
    for rest in scratch.iterdir():
        rest.unlink()
    scratch.rmdir()
    return files


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Export a trained folder.")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    written = export(given.model, given.out)
    for place, entry in written.items():
        print(f"{entry['bytes']:>10}  {place}")
    print(f"{sum(entry['bytes'] for entry in written.values()):>10}  total")
