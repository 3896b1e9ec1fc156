"""`admittance contacts`: from a file and into one, without a server."""

from pathlib import Path

from tests.command import admittance

FJORD = "4821907"


def test_a_file_goes_in_and_comes_out_again(copy: Path, tmp_path: Path) -> None:
    """Good rows are in, wrong ones are named on the screen and in the report; the export says the same back."""
    file, report, out = tmp_path / "in.csv", tmp_path / "report.csv", tmp_path / "out.csv"
    file.write_text("E-post;Namn;Telefon\nkari@in.example;=Kari;+47 22 55 50 18\nno mail;B;\n", encoding="utf-8")
    done = admittance(
        "contacts", "import", file, "--account", FJORD, "--column", "Namn=firstname", "--report", report, "--data", copy
    )
    assert done.returncode == 0, done.stderr
    assert "Created: 1" in done.stdout
    assert "line 3: Email: That isn't an email address. no mail" in done.stdout
    assert report.read_text(encoding="utf-8-sig").splitlines()[1].startswith("3,Email,")
    done = admittance("contacts", "export", out, "--account", FJORD, "--data", copy)
    assert done.returncode == 0, done.stderr
    line = next(line for line in out.read_text(encoding="utf-8-sig").splitlines() if "kari@in.example" in line)
    assert "'=Kari" in line
    assert "'+47 22 55 50 18" in line
    again = admittance("contacts", "import", out, "--account", FJORD, "--whole", "--data", copy)
    assert again.returncode == 0, again.stderr
    assert "Created: 0" in again.stdout
    assert admittance("audit", "verify", "--data", copy).returncode == 0


def test_all_or_none_ends_with_nothing(copy: Path, tmp_path: Path) -> None:
    """With --whole a wrong row refuses the file, and the exit code says so."""
    file = tmp_path / "in.csv"
    file.write_text("Email\nkari@in.example\nno mail\n", encoding="utf-8")
    done = admittance("contacts", "import", file, "--account", FJORD, "--whole", "--data", copy)
    assert done.returncode == 1
    assert "Nothing was imported" in done.stdout
    out = tmp_path / "out.csv"
    assert admittance("contacts", "export", out, "--account", FJORD, "--data", copy).returncode == 0
    assert "kari@in.example" not in out.read_text(encoding="utf-8-sig")


def test_what_can_not_be_done_is_one_sentence(copy: Path, tmp_path: Path) -> None:
    """No such account, file or column, a file that is none, an encoding nobody knows, an export over a file."""
    file, latin, there = tmp_path / "in.csv", tmp_path / "latin.csv", tmp_path / "there.csv"
    file.write_text("Email\nkari@in.example\n", encoding="utf-8")
    latin.write_bytes("Email,Name\na@b.test,Åsa\n".encode("latin-1"))
    there.touch()
    tries = (
        (("import", file, "--account", "77"), "there is no account 77"),
        (("import", tmp_path / "none.csv", "--account", FJORD), "No such file"),
        (("import", file, "--account", FJORD, "--column", "Nothing=email"), "has no column 'Nothing'; it has Email"),
        (("import", file, "--account", FJORD, "--column", "Email"), "TITLE=property"),
        (("import", latin, "--account", FJORD), "Line 2 isn't UTF-8."),
        (("import", latin, "--account", FJORD, "--encoding", "klingon"), "--encoding is one of"),
        (("export", tmp_path / "out.csv", "--account", "77"), "there is no account 77"),
        (("export", there, "--account", FJORD), "File exists"),
    )
    for arguments, words in tries:
        done = admittance("contacts", *arguments, "--data", copy)
        assert done.returncode == 1, arguments
        assert words in done.stderr, arguments
    assert not (tmp_path / "out.csv").exists()
