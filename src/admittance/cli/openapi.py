"""`admittance openapi`: the API as an OpenAPI document."""

from typing import Annotated

import typer


def openapi(
    base_url: Annotated[str, typer.Option(help="The server's address, as clients reach it.")] = "http://127.0.0.1:8400",
) -> None:
    """Print the OpenAPI 3.1 document of everything that apps call and people's scripts do. A running server has it at
    /openapi.json.
    """
    import msgspec

    from admittance.wiring.documentation import api_document

    typer.echo(msgspec.json.format(msgspec.json.encode(api_document(base_url.rstrip("/")))).decode())
