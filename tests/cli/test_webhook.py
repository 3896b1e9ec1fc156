"""`admittance apps webhook`: an app's webhooks from the command line."""

import json
import subprocess
from pathlib import Path

from admittance.demo.apps import demo_secret
from tests.command import admittance

ORDERLY = "5b1c40e2-9d1f-4c36-8a55-0d1e5b2f7a01"
URL = "https://hooks.orderly.example/h"


def _webhook(*command: str | Path, secret: str = "") -> "subprocess.CompletedProcess[str]":
    return admittance("apps", "webhook", *command, env={"ADMITTANCE_CLIENT_SECRET": secret})


def test_a_webhook_from_set_to_removed(copy: Path) -> None:
    """Set with the client secret, changed without giving it again, shown, removed; nothing prints the secret."""
    secret, data = demo_secret("orderly"), ("--data", copy)
    events = ("--event", "contact.creation", "--event", "contact.propertyChange:email")
    done = _webhook("set", ORDERLY, "--url", URL, *events, *data, secret=secret)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"Orderly Sync is told of 2 kinds of events at {URL}.\n"
    assert _webhook("set", ORDERLY, "--url", f"{URL}2", "--event", "case.opened", *data).returncode == 0
    shown = _webhook("show", ORDERLY, *data)
    assert shown.stdout.splitlines()[1:] == ["0 waiting; it is told of", "  case.opened", "nothing was sent yet"]
    assert secret not in done.stdout + shown.stdout
    assert _webhook("remove", ORDERLY, *data).stdout == "Orderly Sync is told nothing more.\n"
    assert "has no webhook" in _webhook("remove", ORDERLY, *data).stderr
    assert _webhook("show", ORDERLY, *data).stdout == "Orderly Sync has no webhook.\n"


def test_every_problem_is_one_line(copy: Path) -> None:
    """Address, secret and each event that can't be: told together, and nothing is set."""
    wrong = ("--event", "contact.explosion", "--event", "deal.propertyChange")
    done = _webhook("set", ORDERLY, "--url", "http://a.example", *wrong, "--data", copy)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 4
    assert "There is no event called contact.explosion." in done.stderr
    assert "has no webhook" in _webhook("show", ORDERLY, "--data", copy).stdout
    assert "there is no app of that client id" in _webhook("show", "nobody", "--data", copy).stderr
    assert "has no attempt 5" in _webhook("send-again", ORDERLY, "5", "--data", copy).stderr


def test_a_configuration_file_is_read(copy: Path, tmp_path: Path) -> None:
    """Subscriptions in groups, by object type or by name, without those that are switched off."""
    subscriptions = {
        "crmObjects": [{"subscriptionType": "object.creation", "objectType": "contact", "active": True}],
        "legacyCrmObjects": [
            {"subscriptionType": "contact.propertyChange", "propertyName": "lastname", "active": True},
            {"subscriptionType": "contact.deletion", "active": False},
        ],
    }
    file = tmp_path / "webhooks-hsmeta.json"
    config = {"settings": {"targetUrl": URL, "maxConcurrentRequests": 10}, "subscriptions": subscriptions}
    file.write_text(json.dumps({"uid": "webhooks", "type": "webhooks", "config": config}))
    done = _webhook("set", ORDERLY, "--file", file, "--data", copy, secret=demo_secret("orderly"))
    assert done.returncode == 0, done.stderr
    shown = _webhook("show", ORDERLY, "--data", copy).stdout
    assert "  contact.creation\n  contact.propertyChange:lastname\n" in shown

    file.write_text(json.dumps({"uid": "app", "type": "app", "config": config}))
    assert "its type has to be 'webhooks'" in _webhook("set", ORDERLY, "--file", file, "--data", copy).stderr
    assert "give either --url" in _webhook("set", ORDERLY, "--data", copy).stderr
