"""VITS and MMS checkpoints (`VitsModel`): a text's whole speech in one pass, with each token's duration.

transformers' own forward draws one noise for a batch and lets padding into the vocoder; here every row has
its own noise and none hears its neighbour's length.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from tts.engines.characters import VitsSpelling
from tts.engines.checkpoint import Checkpoint, read_network
from tts.engines.engine import Refused, Voice
from tts.engines.masking import Masking, Stop, alike
from tts.engines.network import LONGEST_S, Sound, Utterance, too_long
from tts.engines.pronunciation import Pronounce
from tts.engines.spelled import Spelled
from tts.text.sentence import Sentence


class Vits:
    """Durations and text in float32; flow and vocoder, which are the work, in `dtype`."""

    name = "vits"
    paced = True

    def __init__(
        self, folder: Path, device: torch.device, dtype: torch.dtype, pronounce: Pronounce | None = None
    ) -> None:
        from transformers import VitsModel, VitsTokenizer

        self.model: Any = read_network(VitsModel, Checkpoint(folder), device)
        del self.model.posterior_encoder  # for training alone
        self.model.flow.to(dtype)
        self.model.decoder.to(dtype)
        # Of the last layer come the samples: in 16 bits their steps could be heard.
        self.model.decoder.conv_post.to(torch.float32)
        self.dtype, self.device = dtype, device
        self.config: Any = self.model.config
        self.sample_rate_hz = int(self.config.sampling_rate)
        self.hop = int(np.prod(self.config.upsample_rates))
        self.masking = Masking(self.model.decoder)
        self.spelling = VitsSpelling(VitsTokenizer.from_pretrained(folder, local_files_only=True), pronounce)

    def voices(self) -> tuple[Voice, ...]:
        language = self.spelling.language
        if self.config.num_speakers <= 1:
            return (Voice(self.name, language),)
        return tuple(Voice(f"{self.name}-{number}", language) for number in range(self.config.num_speakers))

    def spell(self, sentence: Sentence) -> Spelled:
        return self.spelling.spelled(sentence.words)

    @torch.inference_mode()
    def sound(self, utterances: Sequence[Utterance], stop: Stop) -> Iterator[tuple[int, Sound | Refused]]:
        noise = [torch.Generator().manual_seed(one.seed) for one in utterances]
        speakers = self._speakers(utterances)
        means, deviations, durations = self._read(utterances, speakers, noise)
        frames = [sum(each) for each in durations]
        most = LONGEST_S * self.sample_rate_hz / self.hop
        for place, count in enumerate(frames):
            if count > most:
                yield place, too_long(count * self.hop / self.sample_rate_hz)
        fitting = [place for place, count in enumerate(frames) if count <= most]
        for group in alike([frames[place] for place in fitting], self.device):
            stop()
            places = [fitting[member] for member in group]
            latents = [self._latents(means[p], deviations[p], durations[p], noise[p]) for p in places]
            who = None if speakers is None else speakers[places]
            sounds = self._vocoded(latents, who, stop)
            for place, samples in zip(places, sounds, strict=True):
                tokens = tuple(count * self.hop for count in durations[place])
                yield place, Sound(samples[: sum(tokens)], tokens)

    def _speakers(self, utterances: Sequence[Utterance]) -> Tensor | None:
        """(rows, embedding, 1)"""
        if self.config.num_speakers <= 1:
            return None
        numbers = [int(one.voice.rpartition("-")[2]) for one in utterances]
        embedded: Tensor = self.model.embed_speaker(torch.tensor(numbers, device=self.device))
        return embedded[..., None]

    def _read(
        self, utterances: Sequence[Utterance], speakers: Tensor | None, noise: Sequence[torch.Generator]
    ) -> tuple[list[Tensor], list[Tensor], list[list[int]]]:
        """Of each row means and deviations (tokens, channels) and the frames of each token."""
        lengths = [len(one.spelled.ids) for one in utterances]
        ids = pad_sequence([torch.tensor(one.spelled.ids) for one in utterances], batch_first=True)
        mask = pad_sequence([torch.ones(length) for length in lengths], batch_first=True).to(self.device)
        text = self.model.text_encoder(
            input_ids=ids.to(self.device), padding_mask=mask[..., None], attention_mask=mask
        )
        drawn = pad_sequence(
            [torch.randn(length, 2, generator=each) for length, each in zip(lengths, noise, strict=True)],
            batch_first=True,
        ).mT
        logarithms = self._log_durations(
            text.last_hidden_state.mT, mask[:, None], speakers, drawn.to(self.device)
        )
        pace = torch.tensor([one.pace * self.model.speaking_rate for one in utterances], device=self.device)
        frames = torch.ceil(logarithms.exp() / pace[:, None, None]) * mask[:, None]
        # What is not a number at all becomes too long rather than nothing.
        frames = frames.nan_to_num(1e6, posinf=1e6).clamp(max=1e6)
        own = [row[:length] for row, length in zip(frames[:, 0].long().tolist(), lengths, strict=True)]
        means = [row[:length] for row, length in zip(text.prior_means, lengths, strict=True)]
        spread = text.prior_log_variances.exp()
        return means, [row[:length] for row, length in zip(spread, lengths, strict=True)], own

    def _log_durations(self, hidden: Tensor, mask: Tensor, speakers: Tensor | None, noise: Tensor) -> Tensor:
        """(rows, 1, tokens); hidden (rows, channels, tokens), noise (rows, 2, tokens)."""
        predictor = self.model.duration_predictor
        if not self.config.use_stochastic_duration_prediction:
            plain: Tensor = predictor(hidden, mask, speakers)
            return plain
        states = predictor.conv_pre(hidden)
        if speakers is not None:
            states = states + predictor.cond(speakers)
        states = predictor.conv_proj(predictor.conv_dds(states, mask)) * mask
        latents = noise * self.model.noise_scale_duration
        # The first flow but one does nothing to the half that is read.
        flows = list(reversed(predictor.flows))
        for flow in [*flows[:-2], flows[-1]]:
            latents, _ = flow(latents.flip(1), mask, global_conditioning=states, reverse=True)
        logarithms: Tensor = latents[:, :1]
        return logarithms

    def _latents(
        self, means: Tensor, deviations: Tensor, durations: Sequence[int], noise: torch.Generator
    ) -> Tensor:
        """(frames, channels)"""
        counts = torch.tensor(durations, device=self.device)
        spread = deviations.repeat_interleave(counts, 0)
        drawn = torch.randn(spread.shape, generator=noise).to(self.device)
        latents: Tensor = means.repeat_interleave(counts, 0) + drawn * spread * self.model.noise_scale
        return latents

    def _vocoded(self, latents: Sequence[Tensor], speakers: Tensor | None, stop: Stop) -> list[Any]:
        """Samples of each row, with the padding's behind them."""
        frames = [len(each) for each in latents]
        padded = pad_sequence(list(latents), batch_first=True).mT.to(self.dtype)
        mask = pad_sequence([torch.ones(count) for count in frames], batch_first=True)[:, None]
        who = None if speakers is None else speakers.to(self.dtype)
        spectrogram = self.model.flow(padded, mask.to(padded), who, reverse=True)
        with self.masking.over(frames, stop):
            return list(self.model.decoder(spectrogram, who)[:, 0].float().cpu().numpy())
