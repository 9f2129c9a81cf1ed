"""FastSpeech2Conformer checkpoints: phonemes to a spectrogram in one pass, with a duration for each.

transformers' own forward has no masks but in its attention, and mixes precisions; this is the same network
with its padding kept out (masking.py).
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from tts.engines.checkpoint import VOCODER, Checkpoint, read_network
from tts.engines.engine import Refused, Voice
from tts.engines.masking import Masking, Stop, alike
from tts.engines.network import LONGEST_S, Sound, Utterance, too_long
from tts.engines.phonemes import PhonemeSpelling
from tts.engines.pronunciation import Pronounce
from tts.engines.speakers import read_speakers
from tts.engines.spectrogram import Vocoder
from tts.engines.spelled import Spelled
from tts.text.sentence import Sentence


class FastSpeech2:
    """The model in float32, for it is small; the vocoder, which is the work, in `dtype`."""

    name = "fastspeech2"
    paced = True

    def __init__(
        self, folder: Path, device: torch.device, dtype: torch.dtype, pronounce: Pronounce | None
    ) -> None:
        self.spelling = PhonemeSpelling(folder, pronounce)
        self.model, vocoder = _networks(Checkpoint(folder), device)
        self.vocoder = Vocoder(vocoder, device, dtype)
        self.device = device
        self.sample_rate_hz = self.vocoder.sample_rate_hz
        self.masking = Masking(self.model)
        self.speakers = read_speakers(folder, self.model.speaker_embed_dim, self.name)

    def voices(self) -> tuple[Voice, ...]:
        if self.model.multispeaker_model:
            count = self.model.config.num_speakers
            return tuple(Voice(f"{self.name}-{number}", "en") for number in range(count))
        return tuple(Voice(name, "en") for name in self.speakers)

    def spell(self, sentence: Sentence) -> Spelled:
        return self.spelling.spelled(sentence.words)

    @torch.inference_mode()
    def sound(self, utterances: Sequence[Utterance], stop: Stop) -> Iterator[tuple[int, Sound | Refused]]:
        hidden, durations = self._read(utterances, stop)
        hop, most = self.vocoder.hop, LONGEST_S * self.sample_rate_hz / self.vocoder.hop
        reduction = self.model.reduction_factor
        frames = [sum(each) * reduction for each in durations]
        for place, count in enumerate(frames):
            if count > most:
                yield place, too_long(count * hop / self.sample_rate_hz)
        fitting = [place for place, count in enumerate(frames) if count <= most]
        for group in alike([frames[place] for place in fitting], self.device):
            places = [fitting[member] for member in group]
            drawn = self._drawn([hidden[place] for place in places], [durations[p] for p in places], stop)
            for place, samples in zip(places, self.vocoder.samples(drawn, stop), strict=True):
                yield place, Sound(samples, tuple(count * reduction * hop for count in durations[place]))

    def _read(self, utterances: Sequence[Utterance], stop: Stop) -> tuple[list[Tensor], list[list[int]]]:
        """Of each row states (tokens, channels), pitch and energy in them, and the steps of each token."""
        model, lengths = self.model, [len(one.spelled.ids) for one in utterances]
        ids = pad_sequence([torch.tensor(one.spelled.ids) for one in utterances], batch_first=True)
        mask = pad_sequence([torch.ones(length) for length in lengths], batch_first=True).to(self.device)
        with self.masking.over(lengths, stop):
            hidden = model.encoder(ids.to(self.device), mask[:, None], return_dict=True).last_hidden_state
            hidden = self._as_speaker(hidden, utterances)
            silent = mask[..., None] == 0
            pitch = model.pitch_embed(model.pitch_predictor(hidden, silent))
            energy = model.energy_embed(model.energy_predictor(hidden, silent))
            steps = model.duration_predictor(hidden).float()
        scale = model.config.speaking_speed / torch.tensor([one.pace for one in utterances])
        counts = torch.round(steps * scale.to(steps)[:, None]).long().clamp(max=10**6).tolist()
        states = hidden + energy + pitch
        rows = [row[:length] for row, length in zip(states, lengths, strict=True)]
        return rows, [_heard(row[:length]) for row, length in zip(counts, lengths, strict=True)]

    def _as_speaker(self, hidden: Tensor, utterances: Sequence[Utterance]) -> Tensor:
        model = self.model
        if model.multispeaker_model:
            numbers = [int(one.voice.rpartition("-")[2]) for one in utterances]
            embedded: Tensor = model.speaker_id_embedding(torch.tensor(numbers, device=self.device))
            hidden = hidden + embedded[:, None]
        chosen = [self.speakers.get(one.voice) for one in utterances]
        if model.speaker_embed_dim and None not in chosen:
            known = torch.stack([one for one in chosen if one is not None]).to(self.device)
            who = torch.nn.functional.normalize(known)[:, None].expand(-1, hidden.shape[1], -1)
            hidden = model.projection(torch.cat([hidden, who], -1))
        return hidden

    def _drawn(
        self, hidden: Sequence[Tensor], durations: Sequence[Sequence[int]], stop: Stop
    ) -> list[Tensor]:
        """Spectrograms (frames, bands)."""
        steps = [sum(each) for each in durations]
        spread = [
            states.repeat_interleave(torch.tensor(counts, device=self.device), 0)
            for states, counts in zip(hidden, durations, strict=True)
        ]
        mask = pad_sequence([torch.ones(count) for count in steps], batch_first=True).to(self.device)
        with self.masking.over(steps, stop):
            padded = pad_sequence(spread, batch_first=True)
            made = self.model.decoder(padded, mask[:, None], return_dict=True).last_hidden_state
        reduction = self.model.reduction_factor
        with self.masking.over([count * reduction for count in steps], stop):
            _, drawn = self.model.speech_decoder_postnet(made)
        return [row[: count * reduction] for row, count in zip(drawn, steps, strict=True)]


def _networks(checkpoint: Checkpoint, device: torch.device) -> tuple[Any, Any]:
    """The model and its vocoder, out of one checkpoint or of two."""
    from transformers import (
        FastSpeech2ConformerHifiGan,
        FastSpeech2ConformerModel,
        FastSpeech2ConformerWithHifiGan,
    )

    if checkpoint.kind() == "fastspeech2_conformer_with_hifigan":
        both = read_network(FastSpeech2ConformerWithHifiGan, checkpoint, device)
        return both.model, both.vocoder
    vocoder = read_network(FastSpeech2ConformerHifiGan, checkpoint.part(VOCODER), device)
    return read_network(FastSpeech2ConformerModel, checkpoint, device), vocoder


def _heard(counts: list[int]) -> list[int]:
    """Where no token has any length each gets the least, as transformers does: of nothing nothing is made."""
    return counts if any(counts) else [1] * len(counts)
