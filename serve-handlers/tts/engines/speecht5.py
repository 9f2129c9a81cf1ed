"""SpeechT5 checkpoints (`SpeechT5ForTextToSpeech`): frame after frame of a spectrogram, by an x-vector.

transformers' own loop runs its prenet over all frames so far at each step, drops out by one chance for a
batch, and lets the longest row's end stand for all; here a step costs the same at any length, and each row
has its own chance and its own end.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import normalize, relu
from torch.nn.utils.rnn import pad_sequence

from tts.engines.characters import SpeechT5Spelling
from tts.engines.checkpoint import VOCODER, Checkpoint, read_network
from tts.engines.engine import Refused, Voice
from tts.engines.masking import Masking, Stop, alike
from tts.engines.network import LONGEST_S, Sound, Utterance
from tts.engines.speakers import read_speakers
from tts.engines.spectrogram import Vocoder
from tts.engines.spelled import Spelled, Unspeakable
from tts.text.sentence import Sentence

# As transformers' generate_speech: where a frame ends the sentence, and the most of them a token.
_END_PROBABILITY = 0.5
_MOST_FRAMES = 20


class SpeechT5:
    """The model and all its steps in float32; the vocoder in `dtype`."""

    name = "speecht5"
    paced = False

    def __init__(self, folder: Path, device: torch.device, dtype: torch.dtype) -> None:
        from transformers import SpeechT5ForTextToSpeech, SpeechT5HifiGan

        checkpoint = Checkpoint(folder)
        self.spelling = SpeechT5Spelling(folder)
        self.vocoder = Vocoder(read_network(SpeechT5HifiGan, checkpoint.part(VOCODER), device), device, dtype)
        self.model: Any = read_network(SpeechT5ForTextToSpeech, checkpoint, device)
        self.config: Any = self.model.config
        self.device = device
        self.sample_rate_hz = self.vocoder.sample_rate_hz
        self.masking = Masking(self.model.speech_decoder_postnet)
        self.speakers = read_speakers(folder, self.config.speaker_embedding_dim, self.name)

    def voices(self) -> tuple[Voice, ...]:
        return tuple(Voice(name, "en") for name in self.speakers)

    def spell(self, sentence: Sentence) -> Spelled:
        spelled = self.spelling.spelled(sentence.words)
        if len(spelled.ids) > self.config.max_text_positions:
            most = self.config.max_text_positions
            raise Unspeakable(f"a sentence of {len(spelled.ids)} characters; this model reads at most {most}")
        return spelled

    @torch.inference_mode()
    def sound(self, utterances: Sequence[Utterance], stop: Stop) -> Iterator[tuple[int, Sound | Refused]]:
        drawn = self._drawn(utterances, stop)
        lengths = [len(each) for each in drawn]
        with self.masking.over(lengths, stop):
            finished = self.model.speech_decoder_postnet.postnet(pad_sequence(drawn, batch_first=True))
        rows = [row[:length] for row, length in zip(finished, lengths, strict=True)]
        for group in alike(lengths, self.device):
            made = self.vocoder.samples([rows[place] for place in group], stop)
            for place, samples in zip(group, made, strict=True):
                yield place, Sound(samples)

    def _drawn(self, utterances: Sequence[Utterance], stop: Stop) -> list[Tensor]:
        """Of each row its frames (frames, bands), before they are finished."""
        lengths = [len(one.spelled.ids) for one in utterances]
        ids = pad_sequence([torch.tensor(one.spelled.ids) for one in utterances], batch_first=True)
        mask = pad_sequence([torch.ones(n, dtype=torch.long) for n in lengths], batch_first=True)
        mask = mask.to(self.device)
        text = self.model.speecht5.encoder(input_values=ids.to(self.device), attention_mask=mask)
        steps = _Steps(self, utterances)
        most = [self._most_steps(length) for length in lengths]
        ends: dict[int, int] = {}
        frames: list[Tensor] = []
        past: Any = None
        while len(ends) < len(utterances):
            stop()
            made = self.model.speecht5.decoder.wrapped_decoder(
                hidden_states=steps.next(frames[-1][:, -1] if frames else None),
                encoder_hidden_states=text.last_hidden_state,
                encoder_attention_mask=mask,
                past_key_values=past,
                use_cache=True,
                return_dict=True,
            )
            past = made.past_key_values
            state, postnet = made.last_hidden_state[:, 0], self.model.speech_decoder_postnet
            frames.append(postnet.feat_out(state).unflatten(1, (-1, self.config.num_mel_bins)))
            ended = (postnet.prob_out(state).sigmoid().sum(-1) >= _END_PROBABILITY).tolist()
            for row, last in enumerate(ended):
                if row not in ends and (last or len(frames) >= most[row]):
                    ends[row] = len(frames)
        drawn = torch.stack(frames, 1)
        return [drawn[row, : ends[row]].flatten(0, 1) for row in range(len(utterances))]

    def _most_steps(self, tokens: int) -> int:
        seconds = LONGEST_S * self.sample_rate_hz / self.vocoder.hop
        frames = min(tokens * _MOST_FRAMES, seconds, self.config.max_speech_positions)
        return max(1, int(frames / self.config.reduction_factor))


class _Steps:
    """The decoder's prenet, a frame at a time: its dropout is at work when speaking too (Tacotron 2, 2.2)."""

    def __init__(self, owner: SpeechT5, utterances: Sequence[Utterance]) -> None:
        self.prenet = owner.model.speecht5.decoder.prenet
        self.kept = 1 - owner.config.speech_decoder_prenet_dropout
        self.chance = [torch.Generator().manual_seed(one.seed) for one in utterances]
        self.device = owner.device
        self.bands = owner.config.num_mel_bins
        chosen = [owner.speakers[one.voice] for one in utterances]
        known = [one for one in chosen if one is not None]
        self.speakers = normalize(torch.stack(known)).to(self.device) if known else None
        self.step = 0

    def next(self, frame: Tensor | None) -> Tensor:
        """States (rows, 1, channels) for the frame (rows, bands) that came last, or the beginning."""
        states = torch.zeros(len(self.chance), self.bands, device=self.device) if frame is None else frame
        for layer in self.prenet.layers:
            states = relu(layer(states))
            drawn = torch.stack([torch.rand(states.shape[1], generator=each) for each in self.chance])
            states = torch.where(drawn.to(self.device) < self.kept, states, 0) / self.kept
        places = self.prenet.encode_positions
        states = self.prenet.final_layer(states) + places.alpha * places.pe[:, self.step]
        if self.speakers is not None:
            states = relu(self.prenet.speaker_embeds_layer(torch.cat([states, self.speakers], -1)))
        self.step += 1
        return states[:, None]
