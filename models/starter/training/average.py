"""Average the weights of trained folders ("model soups", Wortsman et al., ICML 2022).

The folders must come from one run and its continuation, so that their weights lie in
one basin; tokenizer and configuration are the first one's.
"""

import argparse
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

WEIGHTS = "model.safetensors"


def main(given):
    states = [load_file(folder / WEIGHTS) for folder in given.models]
    mean = {k: torch.stack([s[k].float() for s in states]).mean(0).to(states[0][k].dtype) for k in states[0]}
    shutil.copytree(given.models[0], given.out, dirs_exist_ok=True)
    save_file({k: v.contiguous() for k, v in mean.items()}, given.out / WEIGHTS)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Average the weights of trained folders.")
    parser.add_argument("models", type=Path, nargs="+", help="folders written by train.py")
    parser.add_argument("--out", type=Path, required=True)
    main(parser.parse_args())
