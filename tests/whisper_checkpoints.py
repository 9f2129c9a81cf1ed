"""Tiny real Whisper checkpoints as transformers writes them, and sounds in real containers."""

import io
import json
import math
from pathlib import Path

import av
import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    GenerationConfig,
    PreTrainedTokenizerFast,
    WhisperConfig,
    WhisperFeatureExtractor,
    WhisperForConditionalGeneration,
)

TEXT = "The lantern remembers the hand that lit it. Two dice fall: a twelve!"
LANGUAGES = ("en", "de", "ja")
END, BEGIN, PREVIOUS = "<|endoftext|>", "<|startoftranscript|>", "<|startofprev|>"
TASKS = ("transcribe", "translate")
SECONDS = 5


def tokenizer(
    *, timestamps: bool = True, characters: bool = False, languages: tuple[str, ...] = LANGUAGES
) -> Tokenizer:
    """Byte-level BPE, or single characters, with Whisper's special tokens behind."""
    if characters:
        letters = sorted({*TEXT, *"abcdefghijklmnopqrstuvwxyz'"})
        made = Tokenizer(models.BPE({letter: index for index, letter in enumerate(letters)}, []))
        made.decoder = decoders.Fuse()
    else:
        made = Tokenizer(models.BPE())
        made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        made.decoder = decoders.ByteLevel()
        trainer = trainers.BpeTrainer(
            vocab_size=400, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
        )
        made.train_from_iterator([f" {TEXT}"] * 2, trainer)
    names = [END, BEGIN, *(f"<|{code}|>" for code in languages), *(f"<|{task}|>" for task in TASKS)]
    names += [PREVIOUS, "<|nospeech|>", "<|notimestamps|>"]
    made.add_special_tokens([AddedToken(name, special=True) for name in names])
    if timestamps:
        stamps = [f"<|{index * 0.02:.2f}|>" for index in range(SECONDS * 50 + 1)]
        made.add_tokens([AddedToken(name, special=False) for name in stamps])
    return made


def write(
    folder: Path,
    *,
    seed: int = 0,
    timestamps: bool = True,
    characters: bool = False,
    languages: tuple[str, ...] = LANGUAGES,
    spread: float = 0.4,
    alignment: bool = True,
) -> Path:
    """A Whisper with random weights, large enough that its logits are far apart; windows of 5 s."""
    torch.manual_seed(seed)
    made = tokenizer(timestamps=timestamps, characters=characters, languages=languages)
    end, begin = made.token_to_id(END), made.token_to_id(BEGIN)
    config = WhisperConfig(
        vocab_size=made.get_vocab_size(),
        num_mel_bins=80,
        d_model=32,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        max_source_positions=SECONDS * 50,
        max_target_positions=120,
        init_std=spread,
        pad_token_id=end,
        bos_token_id=end,
        eos_token_id=end,
        decoder_start_token_id=begin,
        suppress_tokens=None,
        begin_suppress_tokens=None,
    )
    model = WhisperForConditionalGeneration(config)
    specials = [token for name, token in made.get_vocab().items() if name[:2] == "<|" and name[2].isalpha()]
    model.generation_config = GenerationConfig(
        bos_token_id=end,
        eos_token_id=end,
        pad_token_id=end,
        decoder_start_token_id=begin,
        max_length=120,
        is_multilingual=True,
        lang_to_id={f"<|{code}|>": made.token_to_id(f"<|{code}|>") for code in languages},
        task_to_id={task: made.token_to_id(f"<|{task}|>") for task in TASKS},
        no_timestamps_token_id=made.token_to_id("<|notimestamps|>"),
        prev_sot_token_id=made.token_to_id(PREVIOUS),
        suppress_tokens=sorted(set(specials) - {end}),
        begin_suppress_tokens=[end],
        max_initial_timestamp_index=50,
        **({"alignment_heads": [[1, 0], [1, 2]]} if alignment else {}),
    )
    model.save_pretrained(folder)
    names = {"bos_token": END, "eos_token": END, "pad_token": END, "unk_token": END}
    PreTrainedTokenizerFast(tokenizer_object=made, **names).save_pretrained(folder)
    WhisperFeatureExtractor(chunk_length=SECONDS).save_pretrained(folder)
    return folder


def change(folder: Path, name: str, **values: object) -> None:
    """Set keys of a JSON file of a checkpoint; None takes a key away."""
    path = folder / name
    content = json.loads(path.read_text("utf-8")) | values
    path.write_text(json.dumps({key: value for key, value in content.items() if value is not None}), "utf-8")


def voice(seconds: float, *, rate_hz: int = 16000, pitch_hz: float = 120.0) -> NDArray[np.int16]:
    """Something like a vowel said four times a second: harmonics of a pitch under a syllable's envelope."""
    time = np.arange(round(seconds * rate_hz)) / rate_hz
    harmonics = sum(np.sin(2 * np.pi * pitch_hz * number * time) / number for number in range(1, 20))
    return (harmonics * np.sin(np.pi * 4 * time) ** 2 * 6000).astype(np.int16)


def silence(seconds: float) -> NDArray[np.int16]:
    return np.zeros(round(seconds * 16000), np.int16)


def contained(
    samples: NDArray[np.int16], form: str = "wav", codec: str = "pcm_s16le", rate_hz: int = 16000
) -> bytes:
    """The samples in a file of `form`, encoded with `codec`."""
    file = io.BytesIO()
    with av.open(file, "w", format=form) as container:
        stream = container.add_stream(codec, rate=rate_hz, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
        frame.sample_rate = rate_hz
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return file.getvalue()


# What follows what in the known checkpoint, with its probability, whatever it hears.
FOLLOWS = {
    BEGIN: {"<|en|>": 0.72, "<|de|>": 0.18, "<|nospeech|>": 0.1},
    "<|transcribe|>": {"<|0.00|>": 1.0},
    "<|translate|>": {"<|0.00|>": 1.0},
    "<|notimestamps|>": {" The": 1.0},
    "<|0.00|>": {" The": 0.75, " Two": 0.25},
    " The": {" lantern": 1.0},
    " lantern": {" remembers": 1.0},
    " remembers": {" the": 1.0},
    " the": {" hand": 1.0},
    " hand": {".": 1.0},
    ".": {"<|0.80|>": 1.0},
    " Two": {" dice": 1.0},
    " dice": {" fall": 1.0},
    " fall": {".": 1.0},
    "<|0.80|>": {END: 1.0},
}
KNOWN_TEXT = "The lantern remembers the hand."
KNOWN_LOGPROB = math.log(0.75) / 9  # six words and stop, two times; the end counted, all else certain


def write_known(folder: Path) -> Path:
    """A Whisper that is a table: encoder, attention and MLPs are nought, so a token alone decides the next.

    Embeddings are one-hot; the final norm maps token t to a row whose t-th entry stands out by a known
    amount, and the head turns that into the log-probabilities of FOLLOWS.
    """
    write(folder, languages=("en", "de"), alignment=False)
    made = Tokenizer.from_file(str(folder / "tokenizer.json"))
    size = made.get_vocab_size()
    config = WhisperConfig.from_pretrained(folder)
    config.update({
        "d_model": size,
        "encoder_layers": 1,
        "decoder_layers": 1,
        "encoder_attention_heads": 1,
        "decoder_attention_heads": 1,
        "encoder_ffn_dim": 4,
        "decoder_ffn_dim": 4,
        "tie_word_embeddings": False,
    })  # fmt: skip
    generation = GenerationConfig.from_pretrained(folder)
    model = WhisperForConditionalGeneration(config)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.fill_(1.0 if name.endswith("decoder.layer_norm.weight") else 0.0)
        model.model.decoder.embed_tokens.weight.copy_(torch.eye(size))
        # LayerNorm of a one-hot row: `high` where it was 1, `low` elsewhere.
        normed = torch.nn.functional.layer_norm(torch.eye(size)[0], (size,))
        step = (normed[0] - normed[1]).item()
        for token, following in FOLLOWS.items():
            logits = torch.full((size,), -40.0)
            for follower, probability in following.items():
                logits[token_id(made, follower)] = math.log(probability)
            model.proj_out.weight[:, token_id(made, token)] = logits / step
        # The norm takes the mean away: what nothing ever follows makes up for it.
        model.proj_out.weight[:, token_id(made, PREVIOUS)] = -model.proj_out.weight.sum(1)
    model.generation_config = generation
    model.save_pretrained(folder)
    return folder


def token_id(made: Tokenizer, token: str) -> int:
    found = made.token_to_id(token if token.startswith("<|") else token.replace(" ", "Ġ"))
    assert found is not None, f"{token!r} is not one token"
    return int(found)
