"""What an instance has beside her picture: her voice, her recordings, and the viewers who hear her."""

from pathlib import Path
from typing import Any

from soulsgen.studio.instance import Instance
from soulsgen.studio.recorder import Recorder
from soulsgen.studio.socket import Socket
from soulsgen.studio.speaking import Voice
from soulsgen.voice.speaking import Speaker


class Booth:
    """Of one instance; recordings are kept in `folder`."""

    def __init__(self, instance: Instance, speaker: Speaker, folder: Path) -> None:
        self.instance = instance
        self.voice = Voice(instance, speaker)
        self.recorder = Recorder(instance, folder)
        self.socket = Socket(instance, self.voice.captions, self.state)

    def state(self) -> dict[str, Any]:
        """For programs, and for viewers whenever it is another."""
        live = {"running": self.instance.running, "trouble": self.instance.trouble}
        return {**live, **self.voice.state(), **self.recorder.state()}

    async def close(self) -> None:
        """Her recording is finished, what she was saying is not."""
        await self.recorder.close()
        await self.voice.close()
