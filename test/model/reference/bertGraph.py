"""Random BERT weights, and the ONNX graph that PyTorch's exporter makes of such a model.

The graph has the exporter's own operators (opset 14: layer normalization and GELU in their parts, shapes computed
at run time), so that ONNX Runtime has to find the same fusions as in a file of Optimum or Xenova's.
"""

import numpy
from onnx import TensorProto, checker, helper, numpy_helper

OPSET = 14
INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def make_config(layers, hidden, heads, inner, vocabulary, positions, spread=0.02):
    """`config.json` of a BERT as Hugging Face writes it."""
    return {
        "architectures": ["BertModel"],
        "attention_probs_dropout_prob": 0.1,
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "hidden_size": hidden,
        "initializer_range": spread,
        "intermediate_size": inner,
        "layer_norm_eps": 1e-12,
        "max_position_embeddings": positions,
        "model_type": "bert",
        "num_attention_heads": heads,
        "num_hidden_layers": layers,
        "pad_token_id": 0,
        "position_embedding_type": "absolute",
        "type_vocab_size": 2,
        "use_cache": True,
        "vocab_size": vocabulary,
    }


def make_weights(config, seed, plain=True):
    """Float32 arrays by their PyTorch names; matrices `[in, out]`, so that `x @ w` is the layer.

    `plain` is BERT's initialization: normal of `initializer_range`, biases 0, scales 1. Otherwise biases and
    scales are random as well, so that a test notices when one of them is left out.
    """
    random = numpy.random.default_rng(seed)
    hidden, inner, spread = config["hidden_size"], config["intermediate_size"], config["initializer_range"]
    weights = {}

    def matrix(name, *shape):
        weights[name] = random.standard_normal(shape, numpy.float32) * numpy.float32(spread)

    def vector(name, size, middle):
        weights[name] = numpy.full(size, middle, numpy.float32)
        if not plain:
            weights[name] += random.standard_normal(size, numpy.float32) * numpy.float32(0.1)

    def linear(name, inputs, outputs):
        matrix(name + ".weight", inputs, outputs)
        vector(name + ".bias", outputs, 0)

    def norm(name):
        vector(name + ".weight", hidden, 1)
        vector(name + ".bias", hidden, 0)

    matrix("embeddings.word_embeddings.weight", config["vocab_size"], hidden)
    matrix("embeddings.position_embeddings.weight", config["max_position_embeddings"], hidden)
    matrix("embeddings.token_type_embeddings.weight", config["type_vocab_size"], hidden)
    norm("embeddings.LayerNorm")
    for layer in range(config["num_hidden_layers"]):
        at = f"encoder.layer.{layer}."
        for kind in ("query", "key", "value"):
            linear(f"{at}attention.self.{kind}", hidden, hidden)
        linear(at + "attention.output.dense", hidden, hidden)
        norm(at + "attention.output.LayerNorm")
        linear(at + "intermediate.dense", hidden, inner)
        linear(at + "output.dense", inner, hidden)
        norm(at + "output.LayerNorm")
    return weights


class _Graph:
    """Collects nodes and initializers; every method returns the name of what it computes."""

    def __init__(self, weights, config):
        self.weights, self.config = weights, config
        self.nodes, self.initializers = [], {}

    def node(self, operator, *inputs, **attributes):
        output = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [output], name=f"/{output}", **attributes))
        return output

    def constant(self, name, value, kind=numpy.float32):
        self.initializers.setdefault(name, numpy_helper.from_array(numpy.array(value, kind), name))
        return name

    def weight(self, name):
        return self.constant(name, self.weights[name])

    def linear(self, name, value):
        return self.node("Add", self.weight(name + ".bias"), self.node("MatMul", value, self.weight(name + ".weight")))

    def norm(self, name, value):
        centred = self.node("Sub", value, self.node("ReduceMean", value, axes=[-1]))
        squares = self.node("Pow", centred, self.constant("two", 2))
        epsilon = self.constant("epsilon", self.config["layer_norm_eps"])
        spread = self.node("Sqrt", self.node("Add", self.node("ReduceMean", squares, axes=[-1]), epsilon))
        scaled = self.node("Mul", self.node("Div", centred, spread), self.weight(name + ".weight"))
        return self.node("Add", scaled, self.weight(name + ".bias"))

    def gelu(self, value):
        erf = self.node("Erf", self.node("Div", value, self.constant("root_two", 2**0.5)))
        gated = self.node("Mul", value, self.node("Add", erf, self.constant("one", 1)))
        return self.node("Mul", gated, self.constant("half", 0.5))

    def size(self, value, axis):
        """Size of `value` along `axis`, as a vector of one number."""
        size = self.node("Gather", self.node("Shape", value), self.constant(f"axis_{axis}", axis, numpy.int64), axis=0)
        return self.node("Unsqueeze", size, self.constant("first_axis", [0], numpy.int64))

    def reshape(self, value, last):
        """To `[batch, sequence, *last]`."""
        sizes = [self.constant(f"size_{size}", [size], numpy.int64) for size in last]
        shape = self.node("Concat", self.size(value, 0), self.size(value, 1), *sizes, axis=0)
        return self.node("Reshape", value, shape)

    def embeddings(self):
        count = self.config["max_position_embeddings"]
        positions = self.node(
            "Slice",
            self.constant("embeddings.position_ids", [list(range(count))], numpy.int64),
            self.constant("first_axis", [0], numpy.int64),
            self.size("input_ids", 1),
            self.constant("second_axis", [1], numpy.int64),
        )
        words = self.node("Gather", self.weight("embeddings.word_embeddings.weight"), "input_ids")
        types = self.node("Gather", self.weight("embeddings.token_type_embeddings.weight"), "token_type_ids")
        places = self.node("Gather", self.weight("embeddings.position_embeddings.weight"), positions)
        return self.norm("embeddings.LayerNorm", self.node("Add", self.node("Add", words, types), places))

    def mask(self):
        row = self.node("Unsqueeze", "attention_mask", self.constant("second_axis", [1], numpy.int64))
        cube = self.node("Unsqueeze", row, self.constant("third_axis", [2], numpy.int64))
        missing = self.node("Sub", self.constant("one", 1), self.node("Cast", cube, to=TensorProto.FLOAT))
        return self.node("Mul", missing, self.constant("lowest", numpy.finfo(numpy.float32).min))

    def attention(self, at, states, mask):
        heads, hidden = self.config["num_attention_heads"], self.config["hidden_size"]

        def split(kind, order):
            flat = self.linear(f"{at}attention.self.{kind}", states)
            return self.node("Transpose", self.reshape(flat, (heads, hidden // heads)), perm=order)

        query, key, value = split("query", [0, 2, 1, 3]), split("key", [0, 2, 3, 1]), split("value", [0, 2, 1, 3])
        scores = self.node("Div", self.node("MatMul", query, key), self.constant("root", (hidden // heads) ** 0.5))
        shares = self.node("Softmax", self.node("Add", scores, mask), axis=-1)
        mixed = self.node("Transpose", self.node("MatMul", shares, value), perm=[0, 2, 1, 3])
        return self.linear(at + "attention.output.dense", self.reshape(mixed, (hidden,)))


def make_graph(weights, config):
    """The ONNX model: `INPUTS` int64 `[batch_size, sequence_length]` → `last_hidden_state` float32."""
    graph = _Graph(weights, config)
    states, mask = graph.embeddings(), graph.mask()
    for layer in range(config["num_hidden_layers"]):
        at = f"encoder.layer.{layer}."
        added = graph.node("Add", graph.attention(at, states, mask), states)
        attended = graph.norm(at + "attention.output.LayerNorm", added)
        inner = graph.gelu(graph.linear(at + "intermediate.dense", attended))
        states = graph.norm(at + "output.LayerNorm", graph.node("Add", graph.linear(at + "output.dense", inner), attended))
    graph.nodes[-1].output[0] = "last_hidden_state"
    axes = ["batch_size", "sequence_length"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, axes) for name in INPUTS]
    shape = [*axes, config["hidden_size"]]
    outputs = [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, shape)]
    made = helper.make_graph(graph.nodes, "bert", inputs, outputs, list(graph.initializers.values()))
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="termlens")
    model.ir_version = 8
    checker.check_model(model)
    return model
