"""Contrastive training: names of one concept attract, other concepts repel.

A batch holds groups of concepts that the encoder finds alike at present (its
own last vector of each concept is remembered), two names each, some of them
rewritten by variants.py.  The loss is InfoNCE in both directions over cosines.
"""

import argparse
import json
import random
import time
from pathlib import Path

import numpy
import torch
from tokenizers import Tokenizer
from torch.nn import functional

import data
import evaluate
import model as encoder
import variants

WINDOW = 32768


class Batches:
    """Chooses concepts and names; remembers the last vector of every concept."""

    def __init__(self, concepts, folder, given, hidden):
        self.given = given
        shuffle = numpy.random.default_rng(given.seed).permutation(len(concepts.names))
        self.names = [concepts.names[i] for i in shuffle]
        self.permuted = [concepts.permuted[i] for i in shuffle]
        self.chances = concepts.weights[shuffle] / concepts.weights.sum()
        self.cumulative = numpy.cumsum(self.chances)
        self.conflicts = concepts.conflicts[shuffle][:, shuffle]
        self.memory = torch.zeros(len(shuffle), hidden, dtype=torch.bfloat16)
        self.tokenizers = [Tokenizer.from_file(str(folder / n)) for n in ("tokenizer.json", "basic.json")]
        for tokenizer in self.tokenizers:
            tokenizer.enable_truncation(encoder.MAXIMUM_TOKENS)

    def choose(self, chooser):
        """Concept numbers without repetition: seeds and some of their neighbours."""
        per_group = self.given.group
        seeds = [self.draw(chooser) for _ in range(self.given.concepts // per_group)]
        chosen = dict.fromkeys(seeds)
        if per_group > 1:
            start = chooser.randrange(max(1, len(self.names) - WINDOW))
            window = self.memory[start : start + WINDOW]
            top = (self.memory[seeds] @ window.T).float().topk(3 * per_group, dim=1)
            for row in range(len(seeds)):
                near = [start + i for i, v in zip(top.indices[row].tolist(), top.values[row].tolist()) if v > 0]
                chosen.update(dict.fromkeys(chooser.sample(near, min(per_group - 1, len(near)))))
        while len(chosen) < self.given.concepts:
            chosen[self.draw(chooser)] = None
        return numpy.array(list(chosen)[: self.given.concepts])

    def draw(self, chooser):
        return int(numpy.searchsorted(self.cumulative, chooser.random() * self.cumulative[-1]))

    def pair(self, concept, chooser):
        names, permuted = self.names[concept], self.permuted[concept]
        if len(names) > 1:
            first, second = chooser.sample(names, 2)
        else:
            first = second = names[0]
        if permuted and chooser.random() < 0.15:
            second = chooser.choice(permuted)
        if chooser.random() < self.given.vary:
            first = variants.vary(first, chooser)
        if first == second or chooser.random() < self.given.vary:
            second = variants.vary(second, chooser)
        return first, second

    def make(self, step):
        """(token id lists, concepts, allowed): names 0..n-1 and their partners n..2n-1."""
        chooser = random.Random(self.given.seed * 1_000_003 + step)
        chosen = self.choose(chooser)
        pairs = [self.pair(concept, chooser) for concept in chosen]
        names = [first for first, _ in pairs] + [second for _, second in pairs]
        ids = [self.tokenizers[chooser.random() < self.given.split].encode(name).ids for name in names]
        clash = torch.from_numpy(self.conflicts[chosen][:, chosen].toarray())
        return ids, torch.from_numpy(chosen), clash

    def remember(self, chosen, vectors):
        self.memory[chosen] = vectors.detach().to(torch.bfloat16)


def vectors_of(net, ids, chunk=128):
    """Unit [CLS] vectors of token id lists, computed in chunks of like length."""
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    parts = []
    for start in range(0, len(order), chunk):
        rows = [ids[i] for i in order[start : start + chunk]]
        width = len(rows[-1])
        tokens = torch.tensor([row + [0] * (width - len(row)) for row in rows])
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows])
        with torch.autocast("cpu", torch.bfloat16):
            parts.append(net(tokens, mask, first_only=True))
    place = torch.empty(len(order), dtype=torch.long)
    place[torch.tensor(order)] = torch.arange(len(order))
    return functional.normalize(torch.cat(parts).float()[place], dim=1)


def contrast(vectors, clash, temperature):
    count = len(clash)
    scores = vectors @ vectors.T / temperature
    hidden = clash.repeat(2, 2) | torch.eye(2 * count, dtype=torch.bool)
    scores = scores.masked_fill(hidden, -1e4)
    partner = torch.arange(2 * count).roll(count)
    return functional.cross_entropy(scores, partner)


def quick_dev(net, tokenizer, root, every=4):
    """Dev accuracy over a thinned dictionary (gold entries and every fourth other)."""
    tokenizer.enable_truncation(encoder.MAXIMUM_TOKENS)

    def embed(names):
        with torch.no_grad():
            return vectors_of(net, [e.ids for e in tokenizer.encode_batch(names)], 256).numpy()

    figures = {}
    for name in evaluate.SETS:
        queries, dictionary = evaluate.read_set(root, name, "dev")
        gold = frozenset().union(*(part for _, parts in queries for part in parts))
        thin = [entry for i, entry in enumerate(dictionary) if i % every == 0 or entry[1] & gold]
        result = evaluate.report(queries, thin, embed)
        figures[name] = {k: round(result[k]["concepts"][1], 4) for k in ("all", "non-exact")}
        figures[name]["@5"] = round(result["all"]["concepts"][5], 4)
    return figures


def main(given):
    torch.set_num_threads(given.threads)
    torch.manual_seed(given.seed)
    net, tokenizer = encoder.open_model(given.start)
    basic = Tokenizer.from_file(str(given.start / "basic.json"))
    batches = Batches(data.load(given.data), given.start, given, net.config["hidden_size"])
    words = [p for n, p in net.named_parameters() if "word_embeddings" in n]
    rest = [p for n, p in net.named_parameters() if "word_embeddings" not in n]
    groups = [{"params": words, "lr": given.word_rate}, {"params": rest, "lr": given.rate}]
    optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    peaks = [given.word_rate, given.rate]
    step, spent, checkpoint = 0, 0.0, given.out / "checkpoint.pt"
    if given.resume and checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        net.load_state_dict(saved["net"])
        optimiser.load_state_dict(saved["optimiser"])
        batches.memory, step, spent = saved["memory"], saved["step"], saved["spent"]
    given.out.mkdir(parents=True, exist_ok=True)
    began, told, losses, kept = time.time() - spent, time.time(), [], time.time()
    while True:
        minutes = (time.time() - began) / 60
        progress = max(step / given.steps, minutes / given.minutes)
        if progress >= 1:
            break
        scale = min(1.0, (step + 1) / given.warm, (1.0 - progress) / 0.4)
        for group, peak in zip(optimiser.param_groups, peaks):
            group["lr"] = peak * scale
        ids, chosen, clash = batches.make(step)
        vectors = vectors_of(net, ids)
        loss = contrast(vectors, clash, given.temperature)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        batches.remember(chosen, vectors[: len(chosen)])
        losses.append(loss.item())
        step += 1
        if step % 25 == 0:
            pace = (time.time() - told) / 25
            print(f"step {step} loss {numpy.mean(losses):.4f} {pace:.2f} s/step {minutes:.1f} min", flush=True)
            losses, told = [], time.time()
        if time.time() - kept > 60 * given.keep:
            kept = time.time()
            state = {"net": net.state_dict(), "optimiser": optimiser.state_dict(), "memory": batches.memory}
            partial = given.out / "checkpoint.partial"
            torch.save({**state, "step": step, "spent": time.time() - began}, partial)
            partial.replace(checkpoint)
            encoder.save(net, tokenizer, basic, given.out / "latest")
    encoder.save(net, tokenizer, basic, given.out / "final")
    minutes = (time.time() - began) / 60
    figures = {"steps": step, "minutes": round(minutes, 1), "dev": quick_dev(net, tokenizer, given.data)}
    (given.out / "result.json").write_text(json.dumps(figures) + "\n")
    print(figures)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Train the encoder.")
    parser.add_argument("--data", required=True)
    parser.add_argument("--start", type=Path, required=True, help="folder written by model.py or an earlier run")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--minutes", type=float, default=50, help="the rate reaches zero here at the latest")
    parser.add_argument("--concepts", type=int, default=256, help="concepts in a batch, two names each")
    parser.add_argument("--group", type=int, default=4, help="a seed and its neighbours; 1 for random batches")
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--word-rate", type=float, default=1e-3)
    parser.add_argument("--warm", type=int, default=50)
    parser.add_argument("--temperature", type=float, default=0.05)
    parser.add_argument("--vary", type=float, default=0.3)
    parser.add_argument("--split", type=float, default=0.15, help="share of names cut into MiniLM's pieces")
    parser.add_argument("--keep", type=float, default=3, help="minutes between checkpoints")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", action="store_true")
    main(parser.parse_args())
