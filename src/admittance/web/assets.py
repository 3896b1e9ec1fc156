"""The addresses of static files: built ones by their hashed names, our own with the digest of what is in them."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files

import msgspec

ROOT = files("admittance.web") / "static"


@cache
def asset(name: str) -> str:
    """The path under which `name` is served ("app.js", "css/base.css"). An unbuilt one keeps its plain name."""
    hashed = _built().get(name)
    if hashed is not None:
        return f"/static/dist/{hashed}"
    own = ROOT / name
    if own.is_file():
        return f"/static/{name}?v={sha256(own.read_bytes()).hexdigest()[:8]}"
    return f"/static/dist/{name}"


@cache
def _built() -> Mapping[str, str]:
    """Logical name -> hashed name, as the front end's build wrote it; empty before the first build."""
    manifest = ROOT / "dist" / "manifest.json"
    return msgspec.json.decode(manifest.read_bytes(), type=dict[str, str]) if manifest.is_file() else {}
