"""Pictures and sound into a file as they come, on one clock from 0: mp4, webm or gif, by PyAV's own codecs.

FFmpeg's libraries are in PyAV's wheel; nothing is installed beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import IO, Any

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from numpy.typing import NDArray

from soulsgen.errors import SoulsgenError

_GIF_HZ = 100
# BT.709 in H.273's numbers, for players that believe no guess.
_BT709 = 1


@dataclass(frozen=True)
class Form:
    """A container, and what is in it. `audio` None: it has no sound. fps: the most it can show."""

    container: str
    video: str
    audio: str | None
    options: Mapping[str, str] = field(default_factory=dict)
    transparent: bool = False
    fps: int = 60


FORMS = {
    ".mp4": Form("mp4", "libx264", "aac", {"preset": "veryfast", "crf": "18"}),
    ".webm": Form(
        "webm",
        "libvpx-vp9",
        "libopus",
        # A picture that FFmpeg hides ahead of its time has no transparency: no auto-alt-ref.
        {"crf": "28", "b": "0", "deadline": "realtime", "cpu-used": "6", "row-mt": "1", "auto-alt-ref": "0"},
        transparent=True,
    ),
    # Viewers show none faster: they take a hundredth of a second for a tenth.
    ".gif": Form("gif", "gif", None, fps=50),
}
_AUDIO_BITS_A_SECOND = "96000"
_OPUS_HZ = 48_000


@dataclass(frozen=True)
class Shape:
    """Of each picture: sides in pixels, and how many a second."""

    width: int
    height: int
    fps: int
    transparent: bool = False


def form_of(path: Path, fps: int, transparent: bool) -> Form:
    """The form that a file's ending names. Raises SoulsgenError for none, and for what it cannot show."""
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise SoulsgenError(f"{path}: a film ends in {', '.join(FORMS)}")
    if transparent and not form.transparent:
        raise SoulsgenError(f"{path}: a transparent film ends in .webm")
    if fps > form.fps:
        raise SoulsgenError(f"{path}: it shows at most {form.fps} pictures a second")
    return form


class Film:
    """A file while it is written; `file` can be sought. Sides of 4:2:0 are even: the last odd row goes."""

    def __init__(self, file: IO[bytes], form: Form, shape: Shape, rate_hz: int) -> None:
        self.shape = shape
        self.rate_hz = rate_hz
        self._frames = self._samples = 0
        # The last picture of a gif stays as long as the others.
        options = {"final_delay": str(round(_GIF_HZ / shape.fps))} if form.video == "gif" else {}
        self._out: Any = av.open(file, "w", format=form.container, options=options)
        self._pictures = _Gif(self._out, shape) if form.video == "gif" else _Video(self._out, form, shape)
        self._sound = self._add_sound(form.audio) if form.audio else None

    def _add_sound(self, codec: str) -> Any:
        rate_hz = _OPUS_HZ if codec == "libopus" else self.rate_hz
        return self._out.add_stream(codec, rate=rate_hz, layout="mono", options={"b": _AUDIO_BITS_A_SECOND})

    def show(self, picture: NDArray[np.uint8]) -> None:
        """The next picture: [height, width, 3, or 4 where the film is transparent]."""
        self._out.mux(self._pictures.packets(picture, self._frames))
        self._frames += 1

    def hear(self, pcm: bytes) -> None:
        """The next samples: 16 bits, mono. A film without sound leaves them."""
        if self._sound is None or not pcm:
            return
        samples = np.frombuffer(pcm, "<i2").reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate, frame.pts = self.rate_hz, self._samples
        frame.time_base = Fraction(1, self.rate_hz)
        self._samples += samples.size
        self._out.mux(self._sound.encode(frame))

    def close(self) -> None:
        """Write the rest; the file stays open."""
        self._out.mux(self._pictures.rest())
        if self._sound:
            self._out.mux(self._sound.encode(None))
        self._out.close()


class _Video:
    def __init__(self, out: Any, form: Form, shape: Shape) -> None:
        self.shape = shape
        self.stream = out.add_stream(form.video, rate=shape.fps, options=dict(form.options))
        self.stream.width, self.stream.height = shape.width // 2 * 2, shape.height // 2 * 2
        self.stream.pix_fmt = "yuva420p" if shape.transparent else "yuv420p"
        codec = self.stream.codec_context
        codec.colorspace = codec.color_primaries = codec.color_trc = _BT709
        codec.color_range = ColorRange.MPEG

    def packets(self, picture: NDArray[np.uint8], number: int) -> list[Any]:
        even = np.ascontiguousarray(picture[: self.stream.height, : self.stream.width])
        frame = av.VideoFrame.from_ndarray(even, format="rgba" if self.shape.transparent else "rgb24")
        frame = frame.reformat(
            format=self.stream.pix_fmt, dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
        )
        frame.pts, frame.time_base = number, Fraction(1, self.shape.fps)
        packets: list[Any] = self.stream.encode(frame)
        return packets

    def rest(self) -> list[Any]:
        packets: list[Any] = self.stream.encode(None)
        return packets


class _Gif:
    """Each picture with 256 colours of its own: a palette of the whole film would have to hold it."""

    def __init__(self, out: Any, shape: Shape) -> None:
        self.shape = shape
        self.clock = Fraction(1, _GIF_HZ)
        self.stream = out.add_stream("gif", rate=_GIF_HZ)
        self.stream.width, self.stream.height, self.stream.pix_fmt = shape.width, shape.height, "pal8"
        self.stream.codec_context.time_base = self.clock
        self.graph: Any = av.filter.Graph()
        colours = av.VideoFormat("rgb24", shape.width, shape.height)
        source = self.graph.add_buffer(
            width=shape.width, height=shape.height, format=colours, time_base=self.clock
        )
        both, palette = self.graph.add("split"), self.graph.add("palettegen", "stats_mode=single")
        painted, sink = self.graph.add("paletteuse", "new=1"), self.graph.add("buffersink")
        source.link_to(both)
        both.link_to(palette, 0, 0)
        both.link_to(painted, 1, 0)
        palette.link_to(painted, 0, 1)
        painted.link_to(sink)
        self.graph.configure()

    def packets(self, picture: NDArray[np.uint8], number: int) -> list[Any]:
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
        frame.pts, frame.time_base = round(number * _GIF_HZ / self.shape.fps), self.clock
        self.graph.push(frame)
        return self._painted()

    def _painted(self) -> list[Any]:
        packets: list[Any] = []
        while True:
            try:
                frame = self.graph.pull()
            except (av.BlockingIOError, av.EOFError):
                return packets
            packets += self.stream.encode(frame)

    def rest(self) -> list[Any]:
        self.graph.push(None)
        return [*self._painted(), *self.stream.encode(None)]
