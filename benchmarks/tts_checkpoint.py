"""A VITS of the shape of facebook/mms-tts-eng with random weights: as much work as that one, and noise."""

import json
import string
from pathlib import Path

import torch
from transformers import VitsConfig, VitsModel, VitsTokenizer

# Frames of 16 ms a token, a blank between any two: of MMS about fourteen letters a second.
_LOG_FRAMES = 0.4


def write_checkpoint(folder: Path) -> int:
    """transformers' defaults are that shape. Returns the number of parameters that speak."""
    torch.manual_seed(0)
    folder.mkdir(parents=True, exist_ok=True)
    signs = ["<pad>", "<unk>", " ", "'", "-", *string.ascii_lowercase, *string.digits[:7]]
    vocabulary = folder / "vocab.json"
    vocabulary.write_text(json.dumps({sign: number for number, sign in enumerate(signs)}), "utf-8")
    VitsTokenizer(vocabulary, language="eng", phonemize=False).save_pretrained(folder)
    model = VitsModel(VitsConfig(vocab_size=len(signs)))
    with torch.no_grad():
        # Random flows would spread the durations over orders of magnitude.
        for flow in model.duration_predictor.flows[1:]:
            flow.conv_proj.weight.zero_()
            flow.conv_proj.bias.zero_()
        model.duration_predictor.flows[0].translate.fill_(-_LOG_FRAMES)
    model.save_pretrained(folder)
    trained = "posterior_encoder."  # for training alone
    return sum(one.numel() for name, one in model.named_parameters() if not name.startswith(trained))
