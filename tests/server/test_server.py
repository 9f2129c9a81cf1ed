"""Starting, finding and stopping a TorchServe of a checkout."""

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from archive_checkout import Live, free_addresses, new_checkout
from clients.loopback import free_port
from installed import COMMAND, soulsgen
from soulsgen import launch, readiness, server
from soulsgen.errors import SoulsgenError
from soulsgen.project import Project
from waiting import LIMIT_S, wait_until


@pytest.fixture
def empty(checkout: Project, tmp_path: Path) -> server.Server:
    """A server folder of its own, nothing started."""
    return server.Server(checkout, tmp_path / "server")


def test_a_second_start_is_refused_with_the_first_ones_pid(live: Live) -> None:
    here, running = live
    with pytest.raises(SoulsgenError, match=f"TorchServe runs already \\(pid {running.pid}\\)"):
        server.start(here, ["souls"], free_addresses())
    assert here.running() == running


def test_a_taken_port_is_named_before_anything_is_started(empty: server.Server, packed: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SoulsgenError, match=f"port {port} of 127.0.0.1 is taken"):
            server.start(empty, ["souls"], launch.loopback(port, free_port(), free_port()))
    assert not empty.state.exists()


def test_an_archive_that_is_not_packed_is_named(empty: server.Server) -> None:
    with pytest.raises(
        SoulsgenError, match=r"model_store/voice.mar is not there; `soulsgen create handler voice`"
    ):
        server.start(empty, ["voice"], free_addresses())


def test_a_server_that_dies_while_starting_is_told_with_its_log(
    empty: server.Server, packed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.symlink_to(shutil.which("false") or "/bin/false")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    running = server.start(empty, ["souls"], free_addresses())
    with pytest.raises(SoulsgenError, match=r"TorchServe ended while starting; log: .*console.log"):
        readiness.wait_ready(empty, running, LIMIT_S, lambda sentence: None)
    assert empty.running() is None


def test_a_java_home_without_java_is_refused(
    empty: server.Server, packed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    with pytest.raises(SoulsgenError, match="JAVA_HOME is /nowhere, which holds no bin/java"):
        server.start(empty, ["souls"], free_addresses())


def test_a_process_that_got_the_servers_pid_is_not_the_server(live: Live) -> None:
    _, running = live
    assert running.process() is not None
    assert replace(running, created=running.created - 60).process() is None


def test_what_does_not_hear_that_it_is_to_end_is_gone_when_it_is_stopped(
    empty: server.Server, packed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\ntrap '' TERM\necho deaf\nexec sleep infinity\n", "utf-8")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setattr(server, "STOP_TIMEOUT_S", 0.0)
    monkeypatch.setattr(server, "KILL_TIMEOUT_S", LIMIT_S)
    running = server.start(empty, ["souls"], free_addresses())
    wait_until(lambda: (empty.logs / "console.log").read_text("utf-8"))
    assert server.stop(empty)
    assert not psutil.pid_exists(running.pid)


def test_a_port_that_is_dealt_is_kept_for_who_names_it() -> None:
    """Else gRPC's two, dealt before TorchServe listens, may be two of its others."""
    for port in launch.free_ports(3):
        with socket.socket() as other, pytest.raises(OSError, match="in use"):
            other.bind(("127.0.0.1", port))
        socket.create_server(("127.0.0.1", port)).close()


def test_stopping_what_does_not_run_is_harmless(empty: server.Server) -> None:
    assert server.stop(empty) is False


@pytest.fixture
def second(checkout: Project, packed: Path, tmp_path: Path) -> Iterator[Project]:
    """A checkout of its own for `soulsgen serve`, stopped whatever happens."""
    project = new_checkout(tmp_path / "second")
    shutil.copyfile(checkout.config, project.config)
    (project.root / "model_store").mkdir()
    shutil.copyfile(packed, project.root / "model_store" / "souls.mar")
    yield project
    server.stop(server.default_server(project))


def on_free_ports() -> list[str]:
    """The options of `soulsgen serve`, the port of inference first."""
    return [f"--{name}={free_port()}" for name in ("port", "management-port", "metrics-port")]


@pytest.mark.server
def test_a_user_serves_asks_generates_reads_logs_and_stops(second: Project) -> None:
    options = on_free_ports()
    inference = f"http://127.0.0.1:{options[0].removeprefix('--port=')}"
    started = soulsgen(second, "serve", *options)
    assert started.returncode == 0, started.stderr
    assert started.stderr.splitlines()[-1].startswith("souls: ")
    assert f"Inference at {inference}, token in " in started.stdout

    told = json.loads(soulsgen(second, "status", "--json").stdout)
    assert (told["running"], told["ready"]) == (True, True)
    assert told["workers"]["souls"]["ready"] == told["workers"]["souls"]["wanted"] > 0
    key_file = second.build / "server" / "key_file.json"
    assert key_file.stat().st_mode & 0o077 == 0

    written = soulsgen(second, "generate", "--count", "2", "--host", inference)
    assert written.stdout == "The lantern remembers the hand that lit it.\n" * 2
    # A worker's lines come to the log by way of TorchServe.
    wait_until(lambda: '"model": "souls", "status": 200' in soulsgen(second, "logs", "-n", "40").stdout)

    family = psutil.Process(told["pid"]).children(recursive=True)
    assert family
    assert soulsgen(second, "stop").stderr == "TorchServe has stopped.\n"
    assert not psutil.pid_exists(told["pid"])
    assert not any(process.is_running() for process in family)
    assert not Path(told["temporary"]).exists()
    assert not key_file.exists()
    gone = soulsgen(second, "status")
    assert gone.returncode == 1
    assert gone.stdout == "No TorchServe of this checkout is running; `soulsgen serve` starts it.\n"


@pytest.mark.server
def test_a_foreground_server_ends_with_its_command(second: Project) -> None:
    """systemd and containers send SIGTERM; the JVM must not outlive it."""
    command = [COMMAND, "serve", "--foreground", *on_free_ports()]
    with subprocess.Popen(command, cwd=second.root, stdout=subprocess.PIPE, text=True) as front:
        assert front.stdout is not None
        assert front.stdout.readline().startswith("Inference at ")
        running = server.default_server(second).running()
        assert running is not None
        front.terminate()
        front.wait(LIMIT_S)
    assert running.process() is None
    assert not server.default_server(second).state.exists()
