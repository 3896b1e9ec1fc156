"""Two programs that write the same contact, each a process of its own."""

import asyncio
import socket
import subprocess
import sys
import threading
from collections.abc import Generator
from pathlib import Path

import pytest

from admittance.http.server import make_server
from tests.crm.world import CONTACTS, EVERYTHING, World, make_world

ROUNDS = 30

COUNT_UP = """
import http.client, json, sys
port, path, token, rounds = sys.argv[1:]
server = http.client.HTTPConnection("127.0.0.1", int(port), timeout=30)
known = {"authorization": "Bearer " + token, "content-type": "application/json"}

def ask(method, body=None, **more):
    server.request(method, path + "?properties=numemployees", body, known | more)
    answer = server.getresponse()
    return answer.status, answer.headers["etag"], json.loads(answer.read())

lost = 0
for _ in range(int(rounds)):
    while True:
        _, version, found = ask("GET")
        next_one = str(int(found["properties"]["numemployees"]) + 1)
        status, _, _ = ask("PATCH", json.dumps({"properties": {"numemployees": next_one}}), **{"if-match": version})
        if status == 200:
            break
        assert status == 412, status
        lost += 1
print(lost)
"""


@pytest.fixture
def served(tmp_path: Path) -> Generator[tuple[World, int]]:
    """A server that listens, and its port."""
    world = asyncio.run(make_world(tmp_path))
    listener = socket.create_server(("127.0.0.1", 0))
    server = make_server(world.application, world.services.settings)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield world, listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def test_no_update_is_lost_where_both_name_the_version_they_saw(served: tuple[World, int]) -> None:
    """Each of two processes counts a property up with If-Match, trying again after a 412: every step is there."""
    world, port = served

    async def prepared() -> tuple[str, str]:
        client = await world.client(EVERYTHING)
        return client.token, (await client.contact(numemployees=0))["id"]

    token, contact = asyncio.run(prepared())
    command = [sys.executable, "-c", COUNT_UP, str(port), f"{CONTACTS}/{contact}", token, str(ROUNDS)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [one.communicate(timeout=60)[0] for one in both]

    assert [one.returncode for one in both] == [0, 0]
    assert all(text.strip().isdigit() for text in said)
    record = asyncio.run(world.call("GET", f"{CONTACTS}/{contact}", headers={"authorization": f"Bearer {token}"}))
    assert record.headers["etag"] == f'"{2 * ROUNDS + 1}"'
