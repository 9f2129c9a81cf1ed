"""`soulsgen avatar render` in front of a real TorchServe with the packed archives of voice and face."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from archive_checkout import Live, client_of, new_checkout, served
from character_checkpoints import write_cast
from clients.avatar.films import onset_s, watched
from clients.avatar.studio import closed_frames
from soulsgen import archive
from soulsgen.avatar.animator import Animator
from soulsgen.avatar.backdrop import read_backdrop
from soulsgen.avatar.rendering import Rendering, facts, posed, render
from soulsgen.avatar.script import read_script
from soulsgen.avatar.speaking import speak
from soulsgen.commands.avatar import avatar
from soulsgen.motion.parameters import MOUTHS
from soulsgen.voice.order import Order
from soulsgen.voice.speaking import Speaker

SCRIPT = b"[joy] Bob may pay.\n[pause 0.3]\n[sadness]\nMaybe."
pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    checkout = new_checkout(tmp_path_factory.mktemp("avatar-checkout"), "tts")
    write_cast(checkout.root / "model_store" / "defaults" / "animator")
    for name in ("animator", "tts"):
        archive.pack(archive.read_specs(checkout)[name], checkout, {}, "1.0")
    with served(checkout, "animator", "tts") as running:
        yield running


def test_a_script_becomes_a_film_in_which_every_picture_is_that_of_its_moment(
    live: Live, tmp_path: Path
) -> None:
    client, film = client_of(live), tmp_path / "clip.mp4"
    animator = Animator(client, 256)
    how = Rendering(animator, read_backdrop("#3060c0", 256, 256), seed=3)
    said = speak(read_script(SCRIPT, "s"), Speaker(client), Order(""))
    character = animator.character("wick")
    render(said, character, how, film)
    seen, told = watched(film), facts(said, how)
    assert told["frames"] == len(seen.times) == int(np.ceil(told["duration"] * 25))
    assert abs(onset_s(seen.sound, seen.rate_hz) - told["visemes"][1]["start"]) < 0.1
    poses = np.concatenate([some.poses for some in posed(said, 25, 3)])
    closed = closed_frames(told["visemes"], len(poses), 25)
    assert len(closed) >= 8
    assert (poses[closed][:, MOUTHS] == 0).all()
    again = animator.frames(character, posed(said, 25, 3))
    wrong = [
        abs(how.backdrop.laid(frame).astype(int) - seen.pictures[k]).mean() for k, frame in enumerate(again)
    ]
    assert len(wrong) == len(poses)
    assert max(wrong) < 6


def test_the_command_writes_a_transparent_film_of_another_character(live: Live, tmp_path: Path) -> None:
    here, running = live
    film = tmp_path / "clip.webm"
    where = ["--host", running.addresses.inference, "--key-file", str(here.key_file)]
    look = ["--character", "wisp", "--background", "transparent", "--size", "128", "--crop", "0.1,0,0.9,0.8"]
    arguments = ["render", "-", "-o", str(film), "--emotion", "joy", *look, *where]
    result = CliRunner().invoke(avatar, arguments, input="Maybe.")
    assert result.exit_code == 0, result.stderr
    assert watched(film).pictures.shape[1:3] == (102, 102)
