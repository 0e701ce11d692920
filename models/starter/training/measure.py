"""Speed of the exported graphs, and how far a vector depends on its batch."""

import argparse
import time
from pathlib import Path

import numpy
import onnxruntime

import evaluate


def timings(path, threads, rounds=30):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(path), options)
    chooser = numpy.random.default_rng(1)
    for batch, length in ((128, 8), (1, 6)):
        tokens = chooser.integers(5, 9000, (batch, length))
        feeds = {"input_ids": tokens, "attention_mask": numpy.ones_like(tokens)}
        feeds["token_type_ids"] = numpy.zeros_like(tokens)
        taken = []
        for _ in range(rounds):
            began = time.perf_counter()
            session.run(None, feeds)
            taken.append(time.perf_counter() - began)
        middle, best = numpy.median(taken), min(taken)
        print(
            f"{path.name} {batch} x {length} tokens: median {middle * 1e3:.1f} ms ({batch / middle:.0f} names/s), "
            f"best {best * 1e3:.1f} ms ({batch / best:.0f} names/s)"
        )


def batch_dependence(folder, file, names, threads):
    alone = evaluate.onnx_embedder(folder, file, threads, batch=1)(names)
    together = evaluate.onnx_embedder(folder, file, threads, batch=128)(names)
    far = 1 - (alone * together).sum(1)
    print(f"{file} one by one against batches of 128: cosine difference mean {far.mean():.2e}, largest {far.max():.2e}")
    return alone


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure speed and batch dependence.")
    parser.add_argument("--data", required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    _, dictionary = evaluate.read_set(given.data, "ncbi", "dev")
    chosen = numpy.random.default_rng(2).choice(len(dictionary), 1280, replace=False)
    sample = [dictionary[i][0] for i in chosen]
    vectors = []
    for file in ("model.onnx", "model_quantized.onnx"):
        timings(given.model / "onnx" / file, given.threads)
        vectors.append(batch_dependence(given.model, file, sample, given.threads))
    far = 1 - (vectors[0] * vectors[1]).sum(1)
    print(f"int8 against fp32, one by one: cosine difference mean {far.mean():.2e}, largest {far.max():.2e}")
