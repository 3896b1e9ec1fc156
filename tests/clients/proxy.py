"""A CONNECT proxy that leads HubSpot's hosts to an Admittance server, for clients whose addresses are built in.

A client that is told of it by HTTPS_PROXY, and to trust its certificate authority, speaks TLS to "api.hubapi.com" as
ever; what it says arrives at the server unchanged, `Host` included. Any other host is refused: a client under test
calls nobody else.

By hand, beside a running server:

    .venv/bin/python -m tests.clients.proxy http://127.0.0.1:8400 --port 8444 --ca ca.pem
"""

import argparse
import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import trustme

HOSTS = ("api.hubapi.com", "api.hubspot.com", "app.hubspot.com", "app-eu1.hubspot.com")


class Proxy:
    """Where it listens, and the certificate of its authority."""

    def __init__(self, upstream: str, ca_file: Path) -> None:
        parts = urlsplit(upstream)
        self._upstream = (parts.hostname, parts.port)
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(ca_file))
        self.ca_file = ca_file
        self.trusting = ssl.create_default_context(cafile=str(ca_file))
        self._certificate = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert(*HOSTS).configure_cert(self._certificate)
        self._inside = 0
        self.address = ""
        self.refused: list[str] = []
        """Hosts that somebody asked for and did not get."""

    @property
    def environment(self) -> dict[str, str]:
        """What tells a client of it: Python's requests and ssl, and Node with the preload beside its scripts."""
        ca = str(self.ca_file.resolve())
        return {
            "HTTPS_PROXY": self.address,
            "REQUESTS_CA_BUNDLE": ca,
            "SSL_CERT_FILE": ca,
            "NODE_EXTRA_CA_CERTS": ca,
            "NO_PROXY": "127.0.0.1,localhost",
        }

    async def start(self, port: int = 0) -> tuple[asyncio.Server, asyncio.Server]:
        """Listen on the loopback: outside for CONNECT, inside with TLS."""
        inside = await asyncio.start_server(self._pass_on, "127.0.0.1", 0, ssl=self._certificate)
        self._inside = inside.sockets[0].getsockname()[1]
        outside = await asyncio.start_server(self._connect, "127.0.0.1", port)
        self.address = f"http://127.0.0.1:{outside.sockets[0].getsockname()[1]}"
        return outside, inside

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, OSError):
            writer.close()  # nobody asked for anything
            return
        method, target, _ = head.split(b"\r\n", 1)[0].decode("ascii").split(" ")
        if method != "CONNECT" or target.removesuffix(":443") not in HOSTS:
            self.refused.append(target)
            writer.write(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")
            writer.close()
            return
        writer.write(b"HTTP/1.1 200 Connection Established\r\n\r\n")
        await _join(reader, writer, "127.0.0.1", self._inside)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, port = self._upstream
        await _join(reader, writer, host or "", port or 80)


async def _join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int) -> None:
    """Both ways until either side is done."""
    onwards, outwards = await asyncio.open_connection(host, port)
    await asyncio.gather(_pump(reader, outwards), _pump(onwards, writer))


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass  # the other side hung up
    finally:
        writer.close()


@contextmanager
def proxying(upstream: str, folder: Path) -> Iterator[Proxy]:
    """A proxy in a thread, for the length of the block."""
    proxy, loop, started = Proxy(upstream, folder / "ca.pem"), asyncio.new_event_loop(), threading.Event()

    async def run() -> None:
        servers = await proxy.start()
        started.set()
        await over.wait()
        for server in servers:
            server.close()
        under_way = asyncio.all_tasks() - {asyncio.current_task()}
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    over = asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(run()), name="proxy")
    thread.start()
    assert started.wait(30)
    try:
        yield proxy
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
        loop.close()


async def _forever(proxy: Proxy, port: int) -> None:
    outside, _ = await proxy.start(port)
    for name, value in proxy.environment.items():
        print(f"export {name}={value}", flush=True)  # noqa: T201 - to be pasted into the client's shell
    await outside.serve_forever()


if __name__ == "__main__":
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("upstream", help="the server's address, as http://127.0.0.1:8400")
    told.add_argument("--port", type=int, default=8444)
    told.add_argument("--ca", type=Path, default=Path("ca.pem"), help="where the authority's certificate is written")
    asked = told.parse_args()
    asyncio.run(_forever(Proxy(asked.upstream, asked.ca), asked.port))
