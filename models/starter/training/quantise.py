"""Make the int8 graph of an exported folder from its model.onnx.

Dynamic int8: the weights of matrix products per output channel, activations at run
time; the word embeddings per row. The matrices of `EXACT` stay as they are. One of
them, the second of the first layer's feed-forward network, reads activations of which
a few are far larger than the rest, and would alone cost half of the agreement with
float32; found by quantising one product at a time.
"""

import argparse
from pathlib import Path

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

EXACT = ["encoder.layer.0.output.dense.weight"]


def stored_weights(graph):
    """By the name that a node reads: the node that casts it, and its array."""
    arrays = {i.name: i for i in graph.initializer}
    return {
        node.output[0]: (node, numpy_helper.to_array(arrays[node.input[0]]))
        for node in graph.node
        if node.op_type == "Cast" and node.input[0] in arrays
    }


def per_row(gather, array):
    """Nodes and initializers that do what `gather` did, from one byte a number and one scale a row."""
    values = array.astype(numpy.float32)
    scales = numpy.abs(values).max(axis=1, keepdims=True) / 127
    scales[scales == 0] = 1
    name, ids, output = "words", gather.input[1], gather.output[0]
    initializers = [
        numpy_helper.from_array(numpy.round(values / scales).astype(numpy.int8), name + ".int8"),
        numpy_helper.from_array(scales, name + ".scale"),
    ]
    nodes = [
        helper.make_node("Gather", [name + ".int8", ids], [name + ".gathered"]),
        helper.make_node("Cast", [name + ".gathered"], [name + ".float"], to=TensorProto.FLOAT),
        helper.make_node("Gather", [name + ".scale", ids], [name + ".scales"]),
        helper.make_node("Mul", [name + ".float", name + ".scales"], [output]),
    ]
    return nodes, initializers


def quantise(source, target):
    graph_file = onnx.load(str(source))
    graph = graph_file.graph
    weights = stored_weights(graph)
    exact = {name + ".float16" for name in EXACT}
    nodes, initializers, replaced, kept_products = [], [], set(), []
    for node in graph.node:
        weight = next((name for name in node.input if name in weights), None)
        cast, array = weights.get(weight, (None, None))
        if node.op_type == "Gather" and node.input[1] == "input_ids":
            rows, added = per_row(node, array)
            nodes.extend(rows)
        elif node.op_type == "MatMul" and cast and cast.input[0] not in exact:
            # Only weights that are float32 in the file are quantised.
            nodes.append(node)
            added = [numpy_helper.from_array(array.astype(numpy.float32), weight)]
        else:
            nodes.append(node)
            if node.op_type == "MatMul" and cast:
                kept_products.append(node.name)
            continue
        initializers.extend(added)
        replaced.update({weight, cast.input[0]})
    assert len(kept_products) == len(EXACT), "the graph has no such weights"
    del graph.node[:]
    graph.node.extend(node for node in nodes if node.output[0] not in replaced)
    rest = [i for i in graph.initializer if i.name not in replaced]
    del graph.initializer[:]
    graph.initializer.extend(rest + initializers)
    scratch = target.with_suffix(".unquantised")
    onnx.save(graph_file, str(scratch))
    quantize_dynamic(
        str(scratch),
        str(target),
        op_types_to_quantize=["MatMul"],
        nodes_to_exclude=kept_products,
        per_channel=True,
        weight_type=QuantType.QInt8,
    )
    scratch.unlink()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True, help="an exported folder's model.onnx")
    parser.add_argument("--out", type=Path, required=True, help="where model_quantized.onnx goes")
    given = parser.parse_args()
    quantise(given.model, given.out)
