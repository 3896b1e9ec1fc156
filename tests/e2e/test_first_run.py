"""Starting, stopping, and everything that can be in the way, with the real command."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.command import ADMITTANCE, PATIENCE_S, admittance, environment
from tests.e2e.person import sign_in
from tests.e2e.server import Serving, free_port, serving

PASSWORD = "a long enough password"
INIT = (
    "init",
    *("--account", "Nordkust Bygg", "--email", "asa@nordkust.example", "--name", "Åsa Öberg"),
    *("--app", "Orders", "--redirect-uri", "https://orders.example/callback"),
    *("--scopes", "oauth crm.objects.contacts.read"),
)


def _init(data: Path, *more: str, password: str = PASSWORD) -> "subprocess.CompletedProcess[str]":
    return admittance(*INIT, "--data", str(data), *more, env={"ADMITTANCE_INIT_PASSWORD": password})


@pytest.mark.browser
def test_the_first_account_without_any_demo(tmp_path: Path, page: Page) -> None:
    """`init` makes the first account, its Super Admin and an app; `serve` lets that person in, and no demo is there."""
    made = _init(tmp_path / "data")
    assert made.returncode == 0, made.stderr
    assert "client id" in made.stdout
    with serving(tmp_path / "data") as server:
        page.goto(server.address)
        sign_in(page, "asa@nordkust.example", PASSWORD)
        expect(page.get_by_role("heading", level=1)).to_have_text("Connected apps")
        expect(page.locator("header")).to_contain_text("Nordkust Bygg")
        missing = page.goto(f"{server.address}/demo/callback")
        assert missing is not None
        assert missing.status == 404
        assert server.output == ""
    assert not _any_file_holds(tmp_path / "data", PASSWORD)
    secret = made.stdout.partition("client secret ")[2].split()[0]
    assert not _any_file_holds(tmp_path / "data", secret)


def _any_file_holds(folder: Path, text: str) -> bool:
    return any(text.encode() in file.read_bytes() for file in folder.iterdir() if file.is_file())


def test_init_is_for_an_empty_directory(tmp_path: Path) -> None:
    """A second `init` says that there is an account already, and changes nothing."""
    assert _init(tmp_path / "data").returncode == 0
    again = _init(tmp_path / "data")
    assert again.returncode == 1
    assert "there is an account here already" in again.stderr
    assert again.stdout == ""


def test_the_demo_keeps_away_from_other_peoples_data(tmp_path: Path) -> None:
    """`serve --demo` on a directory with accounts of its own is refused: no known password gets in there."""
    _init(tmp_path / "data")
    refused = admittance("serve", "--demo", "--port", str(free_port()), "--data", str(tmp_path / "data"))
    assert refused.returncode == 1
    assert "the demo needs a directory to itself" in refused.stderr
    with serving(tmp_path / "data"):
        pass


def test_the_system_may_choose_the_port(tmp_path: Path) -> None:
    """With port 0 the system chooses one, and every printed link names it."""
    (tmp_path / "said").mkdir()
    with (tmp_path / "said" / "stdout").open("wb") as out, (tmp_path / "said" / "stderr").open("wb") as err:
        process = subprocess.Popen(
            [*ADMITTANCE, "serve", "--demo", "--port", "0", "--data", str(tmp_path / "data")],
            stdout=out, stderr=err, env=environment(),
        )  # fmt: skip
    server = Serving(process, 0, tmp_path / "data", tmp_path / "said")
    try:
        while "All of it for scripts" not in server.output and process.poll() is None:
            time.sleep(0.02)
        server.address = server.output.split()[3]
        server.wait_until_ready()
        named = set(re.findall(r"https?://[^/\s]+", unquote(server.output)))
        assert named == {server.address}
    finally:
        server.stop()


def test_the_data_directory_is_for_its_owner(tmp_path: Path) -> None:
    """Nobody else on the machine reads the keys or the database."""
    _init(tmp_path / "data")
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
    assert (tmp_path / "data" / "keys.json").stat().st_mode & 0o077 == 0


def test_a_second_start_finds_everything(tmp_path: Path) -> None:
    """The demo world is made on the first start only; the second finds it as it was, on another port too."""
    with serving(tmp_path / "data", "--demo") as server:
        first = server.output.replace(str(server.port), "PORT")
    with serving(tmp_path / "data", "--demo") as server:
        assert server.output.replace(str(server.port), "PORT") == first
        assert server.link("granted")["url"] in server.output


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    """A port that another program holds is one sentence with what to do, exit code 1, and nothing is made."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = admittance("serve", "--demo", "--port", str(port), "--data", str(tmp_path / "data"))
    assert refused.returncode == 1
    assert f"port {port} is in use" in refused.stderr
    assert "--port" in refused.stderr
    assert not (tmp_path / "data").exists()


def test_a_second_server_on_the_same_data_is_refused(tmp_path: Path) -> None:
    """Two servers never write to one database: the second says so and leaves, the first goes on."""
    with serving(tmp_path / "data", "--demo") as server:
        refused = admittance("serve", "--demo", "--port", str(free_port()), "--data", str(tmp_path / "data"))
        assert refused.returncode == 1
        assert "Traceback" not in refused.stderr
        assert str(tmp_path / "data") in refused.stderr
        server.wait_until_ready()


def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A data directory where none can be is one sentence that names it."""
    (tmp_path / "file").write_text("not a directory")
    refused = admittance("serve", "--port", str(free_port()), "--data", str(tmp_path / "file" / "data"))
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert str(tmp_path / "file" / "data") in refused.stderr


def test_a_directory_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A data directory without the right to write is one sentence that names it."""
    data = tmp_path / "data"
    data.mkdir(mode=0o555)
    refused = subprocess.run(
        [*_bound_by_permissions(), *ADMITTANCE, "serve", "--port", str(free_port()), "--data", str(data)],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert refused.returncode == 1, refused.stderr
    assert "Traceback" not in refused.stderr
    assert str(data) in refused.stderr


def _bound_by_permissions() -> tuple[str, ...]:
    """Root may write anywhere; without that capability a command is held to the directory's permissions."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("root may write anywhere, and setpriv is not here to take that away")
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search")


def test_a_catalogue_with_a_mistake_stops_the_start(tmp_path: Path) -> None:
    """The server starts on a whole catalogue only: file, line and mistake are named, with the command for the rest."""
    file = tmp_path / "mine.toml"
    file.write_text('format = 1\n\n[scopes."orders.read"]\nlabel = 7\n')
    refused = admittance(
        "serve", "--port", str(free_port()), "--data", str(tmp_path / "data"), env={"ADMITTANCE_CATALOGUE": str(file)}
    )
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert f"{file}:" in refused.stderr
    assert f"admittance catalogue check {file}" in refused.stderr


@pytest.mark.parametrize(
    ("options", "env", "said"),
    [
        (("--clock", "offset"), {}, "--clock"),
        (("--demo", "--host", "0.0.0.0"), {}, "loopback"),
        (("--demo",), {"ADMITTANCE_HOST": "0.0.0.0"}, "loopback"),
        (("--captcha", "riddles"), {}, "ADMITTANCE_CAPTCHA"),
        (("--captcha", "hcaptcha"), {}, "ADMITTANCE_CAPTCHA_SITE_KEY"),
        ((), {"ADMITTANCE_MAX_CONNECTIONS": "many"}, "ADMITTANCE_MAX_CONNECTIONS"),
        ((), {"ADMITTANCE_SMTP_URL": "smtp://name:hunter22@mail.example"}, "ADMITTANCE_MAIL_FROM"),
    ],
    ids=["clock without demo", "demo to the world", "demo by the environment", "unknown captcha", "half a captcha",
         "no number", "half a mail server"],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_named(
    tmp_path: Path, options: tuple[str, ...], env: dict[str, str], said: str
) -> None:
    """A setting that can't be used is refused by its name, and a secret one is never quoted."""
    refused = admittance("serve", "--port", str(free_port()), "--data", str(tmp_path / "data"), *options, env=env)
    assert refused.returncode == 1
    assert said in refused.stderr
    assert "hunter22" not in refused.stderr
    assert "Traceback" not in refused.stderr


def test_sigterm_lets_what_is_under_way_finish(tmp_path: Path) -> None:
    """SIGTERM during requests: every request that was begun is answered, nothing breaks, exit code 0."""
    with serving(tmp_path / "data", "--demo") as server:
        answered: list[bytes] = []
        threads = [threading.Thread(target=_sign_in_slowly, args=(server.port, answered)) for _ in range(6)]
        for thread in threads:
            thread.start()
        while len(server.errors.splitlines()) < 8 and any(thread.is_alive() for thread in threads):
            time.sleep(0.005)
        server.process.send_signal(signal.SIGTERM)
        for thread in threads:
            thread.join()
        assert server.process.wait(PATIENCE_S) == 0
        assert "Traceback" not in server.errors
        assert "request_failed" not in server.errors
    assert [line for line in answered if not line.startswith(b"HTTP/1.1 ")] == []
    verified = admittance("audit", "verify", "--data", str(tmp_path / "data"))
    assert verified.returncode == 0, verified.stdout


def _sign_in_slowly(port: int, answered: list[bytes]) -> None:
    """Send token requests with wrong secrets until the server is gone; an answer that was begun is whole."""
    form = b"grant_type=refresh_token&refresh_token=x&client_id=5b1c40e2-9d1f-4c36-8a55-0d1e5b2f7a01&client_secret=y"
    head = b"POST /oauth/v1/token HTTP/1.1\r\nHost: demo\r\nConnection: close\r\n"
    request = head + b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n" % len(form) + form
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as wire:
                wire.sendall(request)
                whole = b"".join(iter(lambda: wire.recv(65536), b""))
        except ConnectionError:
            return
        if not whole:
            return
        answered.append(whole)
        assert json.loads(whole.partition(b"\r\n\r\n")[2])["correlationId"]
