"""A real `kyr serve` on a free port, with what it prints kept in files."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from tests.installations import Installation

START_SECONDS = 60.0


@dataclass(frozen=True)
class Server:
    """A running server. `printed`: what it wrote to its standard output and error."""

    process: subprocess.Popen[bytes]
    port: int
    printed: Path

    def request(self, method: str, path: str, body: bytes = b"", /, **headers: str) -> tuple[int, bytes]:
        """Return status and body of the response to one request on a connection of its own. Raises OSError."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            response = connection.getresponse()
            return response.status, response.read()
        except http.client.HTTPException as error:
            raise ConnectionError from error
        finally:
            connection.close()

    def post(self, path: str, body: object) -> tuple[int, bytes]:
        """Return status and body of the response to a JSON body."""
        return self.request("POST", path, orjson.dumps(body), Content_Type="application/json")

    def workers(self) -> list[int]:
        """Return the ids of the worker processes."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(one) for one in children.split() if b"spawn_main" in _command(int(one))]

    def kill(self) -> None:
        """Kill it with all its workers, at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def wait_until_ready(self) -> None:
        """Wait until it answers."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                if self.request("GET", "/readyz")[0] == http.client.OK:
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(self.printed.read_text(encoding="utf-8"))


@contextlib.contextmanager
def serving(installation: Installation, printed: Path, *, workers: int = 2, **environment: str) -> Iterator[Server]:
    """Serve an installation; on leaving, whatever still runs of it is ended."""
    port = free_port()
    with printed.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "serve", "--port", str(port), "--workers", str(workers)],
            cwd=installation.root,
            env=installation.environment(**environment),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(process, port, printed)
    try:
        server.wait_until_ready()
        yield server
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
    finally:
        server.kill()


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
