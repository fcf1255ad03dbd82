from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

CANARY = "canary-5551234"


def test_no_label_says_who_asked_or_what(client: FlaskClient) -> None:
    client.post("/api/v1/messages", json={"text": CANARY, "locale": CANARY, "locales": [CANARY]})
    client.post("/webhooks/rest/webhook", json={"sender": CANARY, "message": CANARY, "input_channel": CANARY})
    client.post("/", data={"text": CANARY}, headers={"User-Agent": CANARY, "Accept-Language": CANARY})
    client.post("/webhooks/twilio/sms", data={"From": CANARY})
    told = client.get("/metrics")
    assert CANARY not in told.text
    labels = {
        name
        for family in text_string_to_metric_families(told.text)
        for sample in family.samples
        for name in sample.labels
    }
    assert labels == {"channel", "locale", "outcome", "le"}


def test_answers_are_counted_and_timed(client: FlaskClient) -> None:
    for _ in range(3):
        client.post("/api/v1/messages", json={"text": "x"})
    told = client.get("/metrics")
    assert told.mimetype == "text/plain"
    assert 'kyr_messages_total{channel="web",locale="en",outcome="answer"} 3.0' in told.text
    assert 'kyr_answer_seconds_count{channel="web"} 3.0' in told.text


WORKER = """
import sys
from pathlib import Path
from app.web.metrics import Metrics
metrics = Metrics(Path(sys.argv[1]))
metrics.answered(channel="web", locale="en", outcome="answer", seconds=0.01)
if sys.argv[2] == "scrape":
    print(metrics.response().get_data(as_text=True))
"""


def test_the_figures_of_all_workers_are_added_up(tmp_path: Path) -> None:
    environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    told = ""
    for what in ("work", "scrape"):
        done = subprocess.run(
            [sys.executable, "-c", WORKER, str(tmp_path), what],
            env=environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        told = done.stdout
    assert 'kyr_messages_total{channel="web",locale="en",outcome="answer"} 2.0' in told
