"""Requests per second, CPU per request and latency of our answers beside a bare Flask route on the same server.

Run: python tests/benchmarks/serving.py [--seconds 5] [--rounds 3]. Needs the `wrk` load generator (Debian: wrk) and an
installation made by `kyr init`. Prints a table; nothing is asserted, since machines differ.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
CONNECTIONS = 16
REPEATS = 0.3


@dataclass(frozen=True)
class Cell:
    """One measurement. `cpu_us`: CPU time of all server processes per request, in microseconds; latencies in ms."""

    per_second: float
    cpu_us: float
    p50: float
    p99: float
    errors: int


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(target: str, port: int, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start Granian with the settings of `kyr serve` and wait until it answers."""
    command = [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--factory", "--host", "127.0.0.1",
        "--port", str(port), "--workers", "2", "--blocking-threads", "2", "--backlog", "1024", "--no-access-log",
        target,
    ]  # fmt: skip
    server = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    time.sleep(2)
    return server


def cpu_seconds(root: int) -> float:
    """Return the CPU time that a process and its children have used."""
    total, seen = 0.0, [root]
    while seen:
        pid = seen.pop()
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            seen += [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        except FileNotFoundError:
            continue
        total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


def lua(bodies: list[str]) -> str:
    """Return a wrk script that posts the bodies in turn."""
    listed = ",\n".join(json.dumps(body) for body in bodies)
    return (
        f"local bodies = {{{listed}}}\nlocal n = 0\n"
        'wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\n'
        "request = function() n = n % #bodies + 1; return wrk.format(nil, nil, nil, bodies[n]) end\n"
    )


def load(server: subprocess.Popen[bytes], port: int, script: Path, seconds: int) -> Cell:
    """Put the server under load and return what was measured."""
    before = cpu_seconds(server.pid)
    done = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", str(script),
         f"http://127.0.0.1:{port}/api/v1/messages"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    spent = cpu_seconds(server.pid) - before
    requests = int(re.search(r"(\d+) requests in", done.stdout)[1])  # type: ignore[index]
    errors = sum(int(found) for found in re.findall(r"Non-2xx or 3xx responses: (\d+)", done.stdout))
    return Cell(
        requests / seconds, spent / requests * 1e6, latency(done.stdout, "50"), latency(done.stdout, "99"), errors
    )


def latency(text: str, percent: str) -> float:
    """Return a percentile of wrk's report in milliseconds."""
    found = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s)\b", text)
    if found is None:
        return float("nan")
    return float(found[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[found[2]]


def mixed_messages(wanted: int = 12_000) -> list[str]:
    """Return JSON bodies as on a busy day: three in ten repeat one of fifty messages, the others were never seen.

    A message that was never seen is an evaluation message with two letters swapped, so that no cache can know it.
    """
    texts = []
    for path in sorted((ROOT / "tests" / "evaluation").glob("*.jsonl")):
        texts += [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    chance = random.Random(7)
    chosen = []
    for _ in range(wanted):
        text = chance.choice(texts[:50] if chance.random() < REPEATS else texts)
        if text not in texts[:50] and len(text) > 1:
            at = chance.randrange(len(text) - 1)
            text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        chosen.append(json.dumps({"text": text}, ensure_ascii=True))
    return chosen


def reply_size(port: int) -> int:
    """Return how many bytes a usual answer has."""
    body = json.dumps({"text": "can ICE come into my house"}).encode()
    head = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/messages", body, head)
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own
        return len(answer.read())


def main() -> int:
    """Measure both in turn and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if not shutil.which("wrk"):
        print("This benchmark needs wrk: apt-get install wrk")
        return 2
    development = {"KYR_ENVIRONMENT": "development"}
    port = free_port()
    ours = start("app.factory.application:create_app", port, development)
    size = reply_size(port)
    other = free_port()
    bare = start("tests.benchmarks.bare_flask:create_app", other, {"BARE_REPLY_BYTES": str(size)})
    cells: dict[str, list[Cell]] = {"bare Flask": [], "our answers": []}
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "messages.lua"
        script.write_text(lua(mixed_messages()), encoding="utf-8")
        for number in range(options.rounds + 1):
            for name, server, at in (("bare Flask", bare, other), ("our answers", ours, port)):
                cell = load(server, at, script, options.seconds if number else 2)
                if number:  # the first round warms up
                    cells[name].append(cell)
    for server in (ours, bare):
        server.terminate()
    print(f"{size} bytes a reply, {CONNECTIONS} connections, {options.rounds} rounds of {options.seconds} s, medians")
    print(f"{'':<14}{'req/s':>9}{'CPU us/req':>12}{'p50 ms':>9}{'p99 ms':>9}{'errors':>8}")
    for name, measured in cells.items():
        errors = sum(one.errors for one in measured)
        row = [
            statistics.median(getattr(one, field) for one in measured)
            for field in ("per_second", "cpu_us", "p50", "p99")
        ]
        print(f"{name:<14}{row[0]:>9.0f}{row[1]:>12.0f}{row[2]:>9.2f}{row[3]:>9.2f}{errors:>8}")
    pairs = list(zip(cells["our answers"], cells["bare Flask"], strict=True))
    print(f"ratio of req/s: {statistics.median(a.per_second / b.per_second for a, b in pairs):.2f}")
    print(f"ratio of CPU (bare / ours): {statistics.median(b.cpu_us / a.cpu_us for a, b in pairs):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
