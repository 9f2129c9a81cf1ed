"""Voices as transformers saves them, tiny and with random weights: one of each kind that is spoken with."""

import json
import string
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from transformers import (
    BarkConfig,
    BarkModel,
    BertTokenizer,
    EncodecConfig,
    FastSpeech2ConformerConfig,
    FastSpeech2ConformerHifiGanConfig,
    FastSpeech2ConformerModel,
    FastSpeech2ConformerWithHifiGan,
    FastSpeech2ConformerWithHifiGanConfig,
    GenerationConfig,
    SpeechT5Config,
    SpeechT5ForTextToSpeech,
    SpeechT5HifiGan,
    SpeechT5HifiGanConfig,
    VitsConfig,
    VitsModel,
    VitsTokenizer,
)
from transformers.models.bark.configuration_bark import BarkCoarseConfig, BarkFineConfig, BarkSemanticConfig
from transformers.models.bark.generation_configuration_bark import (
    BarkCoarseGenerationConfig,
    BarkFineGenerationConfig,
    BarkGenerationConfig,
    BarkSemanticGenerationConfig,
)

LETTERS = string.ascii_lowercase
IPA = "bdfhjklmnprstvwzæðŋɐɑɔəɛɜɡɪɹʃʊʌʒθiueoaɚˈˌː"
CONSONANTS = "B CH D DH F G HH JH K L M N NG P R S SH T TH V W Y Z ZH"
VOWELS = "AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW"
BANDS = 8
SPEAKER_SIZE = 6
HIFIGAN = {
    "upsample_initial_channel": 16,
    "upsample_rates": [4, 4],
    "upsample_kernel_sizes": [8, 8],
    "resblock_kernel_sizes": [3, 5],
    "resblock_dilation_sizes": [[1, 3], [1, 3]],
}
VITS = {
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "ffn_dim": 32,
    "flow_size": 16,
    "spectrogram_bins": 9,
    "duration_predictor_filter_channels": 16,
    "posterior_encoder_num_wavenet_layers": 1,
    "prior_encoder_num_flows": 2,
    "wavenet_kernel_size": 3,
    "sampling_rate": 8000,
}


def write_vits(folder: Path, phonemic: bool = False, language: str = "eng", **changed: Any) -> None:
    """A VITS with a vocabulary of letters, or of IPA, and blanks between."""
    torch.manual_seed(0)
    folder.mkdir(parents=True, exist_ok=True)
    signs = ["<pad>", "<unk>", " ", "'", *(IPA if phonemic else LETTERS)]
    vocabulary = folder / "vocab.json"
    vocabulary.write_text(json.dumps({sign: number for number, sign in enumerate(signs)}), "utf-8")
    VitsTokenizer(vocabulary, language=language, phonemize=phonemic).save_pretrained(folder)
    config = VitsConfig(**{"vocab_size": len(signs), **VITS, **HIFIGAN, **changed})
    model = VitsModel(config)
    with torch.no_grad():
        for name, weights in model.named_parameters():
            if "duration_predictor" in name and name.endswith("proj.weight"):
                weights.mul_(0.3)
            if name.endswith(("duration_predictor.proj.bias", "duration_predictor.flows.0.translate")):
                weights.fill_(
                    1.5 if name.endswith("bias") else -1.5
                )  # e to this: four or five frames a token
        model.text_encoder.project.weight.mul_(0.3)
    model.save_pretrained(folder)


def write_speecht5(folder: Path, **changed: Any) -> None:
    """A SpeechT5 with its HiFi-GAN in `vocoder`, two speakers, and SentencePiece's characters."""
    torch.manual_seed(1)
    folder.mkdir(parents=True, exist_ok=True)
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "▁", "'", *LETTERS, *LETTERS.upper()]
    (folder / "spm_char.model").write_bytes(sentencepiece(pieces))
    config = SpeechT5Config(**{
        "vocab_size": len(pieces),
        "hidden_size": 16,
        **dict.fromkeys(("encoder_layers", "decoder_layers"), 2),
        **dict.fromkeys(("encoder_attention_heads", "decoder_attention_heads"), 2),
        **dict.fromkeys(("encoder_ffn_dim", "decoder_ffn_dim"), 32),
        "num_mel_bins": BANDS,
        "speech_decoder_prenet_units": 16,
        "speech_decoder_postnet_units": 16,
        "speech_decoder_postnet_layers": 3,
        "speaker_embedding_dim": SPEAKER_SIZE,
        "conv_dim": [8],
        "conv_stride": [2],
        "conv_kernel": [3],
        "num_feat_extract_layers": 1,
        "num_conv_pos_embedding_groups": 2,
        "initializer_range": 0.2,
        **changed,
    })  # fmt: skip
    model = SpeechT5ForTextToSpeech(config)
    with torch.no_grad():
        # An end that some frames reach and most do not.
        model.speech_decoder_postnet.prob_out.weight.mul_(2)
        model.speech_decoder_postnet.prob_out.bias.fill_(-3.0)
    model.save_pretrained(folder)
    vocoder = SpeechT5HifiGan(SpeechT5HifiGanConfig(model_in_dim=BANDS, sampling_rate=8000, **HIFIGAN))
    _loud(vocoder).save_pretrained(folder / "vocoder")
    speakers = folder / "speakers"
    speakers.mkdir()
    save_file({"embedding": torch.randn(1, SPEAKER_SIZE)}, speakers / "warden.safetensors")
    np.save(speakers / "keeper.npy", np.ones(SPEAKER_SIZE, dtype=np.float32))


def write_fastspeech2(folder: Path, apart: bool = False, **changed: Any) -> None:
    """A FastSpeech2Conformer with its vocoder: in one checkpoint, or `apart` in `vocoder`."""
    torch.manual_seed(2)
    folder.mkdir(parents=True, exist_ok=True)
    stressed = [f"{vowel}{stress}" for vowel in VOWELS.split() for stress in range(3)]
    tokens = ["<blank>", "<unk>", *CONSONANTS.split(), *stressed, ",", ".", "<sos/eos>"]
    (folder / "vocab.json").write_text(json.dumps({token: n for n, token in enumerate(tokens)}), "utf-8")
    layers = {
        "layers": 2, "num_attention_heads": 2, "linear_units": 24, "dropout_rate": 0.0,
        "attention_dropout_rate": 0.0, "positional_dropout_rate": 0.0, "normalize_before": False,
        "concat_after": False, "kernel_size": 7, "activation": "silu",
    }  # fmt: skip
    config = FastSpeech2ConformerConfig(**{
        "vocab_size": len(tokens),
        "hidden_size": 16,
        "num_mel_bins": BANDS,
        "encoder_config": layers,
        "decoder_config": layers,
        **dict.fromkeys(("pitch_predictor_channels", "energy_predictor_channels"), 16),
        "duration_predictor_channels": 16,
        "speech_decoder_postnet_units": 16,
        "speech_decoder_postnet_layers": 3,
        **changed,
    })  # fmt: skip
    vocoder = FastSpeech2ConformerHifiGanConfig(model_in_dim=BANDS, sampling_rate=8000, **HIFIGAN)
    both = FastSpeech2ConformerWithHifiGan(
        FastSpeech2ConformerWithHifiGanConfig(model_config=config.to_dict(), vocoder_config=vocoder.to_dict())
    )
    with torch.no_grad():
        both.model.duration_predictor.linear.bias.fill_(1.5)  # exp(1.5) - 1: three or four frames a phoneme
    _loud(both.vocoder)
    if apart:
        assert isinstance(both.model, FastSpeech2ConformerModel)
        both.model.save_pretrained(folder)
        both.vocoder.save_pretrained(folder / "vocoder")
    else:
        both.save_pretrained(folder)


def write_bark(folder: Path) -> None:
    """A Bark of a quarter of a second, with one preset."""
    torch.manual_seed(3)
    folder.mkdir(parents=True, exist_ok=True)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *(f"##{letter}" for letter in LETTERS)]
    (folder / "vocab.txt").write_text("\n".join(words), "utf-8")
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    size = {"hidden_size": 16, "num_layers": 1, "num_heads": 2, "block_size": 1024}
    model = BarkModel(
        BarkConfig(
            semantic_config=BarkSemanticConfig(input_vocab_size=200, output_vocab_size=120, **size).to_dict(),
            coarse_acoustics_config=BarkCoarseConfig(
                input_vocab_size=150, output_vocab_size=150, **size
            ).to_dict(),
            fine_acoustics_config=BarkFineConfig(
                input_vocab_size=20, output_vocab_size=20, n_codes_total=4, n_codes_given=1, **size
            ).to_dict(),
            codec_config=EncodecConfig(
                sampling_rate=8000, num_filters=4, hidden_size=8, codebook_size=16, codebook_dim=8,
                upsampling_ratios=[5, 4, 2, 2], target_bandwidths=[1.5, 3.0], num_lstm_layers=1,
            ).to_dict(),
        )
    )  # fmt: skip
    generation = BarkGenerationConfig.from_sub_model_configs(
        BarkSemanticGenerationConfig(
            semantic_vocab_size=100, semantic_pad_token=100, eos_token_id=100, semantic_infer_token=110,
            text_encoding_offset=110, text_pad_token=109, max_new_tokens=24, do_sample=True,
            semantic_rate_hz=50.0,
        ),
        BarkCoarseGenerationConfig(
            coarse_semantic_pad_token=148, coarse_infer_token=149, coarse_rate_hz=100, n_coarse_codebooks=2,
            do_sample=True, max_coarse_history=60, max_coarse_input_length=64, sliding_window_len=20,
        ),
        BarkFineGenerationConfig(
            temperature=0.5, n_fine_codebooks=4, max_fine_history_length=64, max_fine_input_length=128
        ),
        sample_rate=8000, codebook_size=16,
    )  # fmt: skip
    for name, values in model.named_buffers():
        if name.endswith("codebook.embed"):
            values.normal_()  # else all codes sound alike
    # Its own class cannot be saved: transformers 5 looks in it for what it does not have.
    model.generation_config = GenerationConfig(**generation.to_dict())
    model.save_pretrained(folder)
    _write_preset(folder)


def _loud(vocoder: torch.nn.Module) -> Any:
    """With weights that carry a signal through: those of a HiFi-GAN begin almost at nought."""
    for layer in vocoder.modules():
        if isinstance(layer, torch.nn.Conv1d | torch.nn.ConvTranspose1d):
            torch.nn.init.kaiming_normal_(layer.weight)
    return vocoder


def _write_preset(folder: Path) -> None:
    shapes = {"semantic_prompt": (20,), "coarse_prompt": (2, 40), "fine_prompt": (4, 40)}
    chance = np.random.default_rng(0)
    names = {}
    for part, shape in shapes.items():
        np.save(folder / f"{part}.npy", chance.integers(0, 16, shape))
        names[part] = f"{part}.npy"
    listed = {"repo_or_path": "somewhere/else", "v2/en_keeper": names}
    (folder / "speaker_embeddings_path.json").write_text(json.dumps(listed), "utf-8")


def sentencepiece(pieces: Iterable[str]) -> bytes:
    """A ModelProto of these pieces with scores and kinds, and a trainer's settings behind them."""
    message = b""
    for piece in pieces:
        text = piece.encode()
        inner = b"\x0a" + bytes([len(text)]) + text + b"\x15\x00\x00\x80\xbf" + b"\x18\x01"
        message += b"\x0a" + bytes([len(inner)]) + inner
    return message + b"\x12\x03\x20\xac\x02"
