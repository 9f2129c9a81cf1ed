"""The codec KRAK of DCX: Oodle Kraken, which is not free; an optional decoder runs in a process of its own.

The decoder is `pyooz` (GPL-3). It trusts its input, so a damaged file can crash it: it gets a process with
limits on memory, time and output, and this one only ever sees a file of the announced size, or a status.
"""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from soulscorpus.gamefiles import krak_decoder
from soulscorpus.gamefiles.view import View

# -P: no module of the folder the user happens to be in.
DECODER = (sys.executable, "-P", str(Path(krak_decoder.__file__)))
TIMEOUT_S = 20  # Kraken unpacks hundreds of MiB a second
ELSEWHERE = (
    "unpack the file with WitchyBND (free; it uses the oo2core dll that comes with the game) and extract "
    "what it wrote"
)


def unpack(view: View, offset: int, packed: bytes, size: int, decoder: Sequence[str] = DECODER) -> bytes:
    """The `size` bytes that `packed`, which stands at `offset` of `view`, unpacks to.

    `decoder` is the command that is run with `size` as its argument. Raises CorpusError, with what to do,
    when it is absent, fails, crashes or takes more than TIMEOUT_S.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as result:
        given.write(packed)
        given.seek(0)
        try:
            process = subprocess.run(
                [*decoder, str(size)],
                stdin=given,
                stdout=result,
                stderr=subprocess.DEVNULL,
                timeout=TIMEOUT_S,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            reason = f"the decoder took more than {TIMEOUT_S} s"
            raise view.fault(offset, f"{reason}; the file is damaged, or {ELSEWHERE}") from error
        result.seek(0)
        data = result.read(size + 1)
    if process.returncode == 0 and len(data) == size:
        return data
    raise view.fault(offset, _reason(process.returncode))


def _reason(status: int) -> str:
    if status == krak_decoder.ABSENT:
        return f"compressed with Oodle (KRAK), whose decoder is absent: pip install pyooz, or {ELSEWHERE}"
    if status < 0:
        return f"the Oodle decoder crashed (signal {-status}); the file is damaged, or {ELSEWHERE}"
    return f"damaged Oodle data, or a kind that pyooz does not know; {ELSEWHERE}"
