"""``funding-radar init``: a configuration and a database, ready to use."""

from pathlib import Path
from typing import Annotated

import typer

from db.errors import RadarError
from funding_radar.cli import console
from funding_radar.cli.desk import desk


def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Where to keep everything.")] = Path(),
    name: Annotated[str, typer.Option(help="The alliance's name.")] = "Our alliance",
    email: Annotated[str, typer.Option(help="The coordinator's address.")] = "",
    place: Annotated[
        list[str] | None, typer.Option(help="A place that you serve; may be given several times.")
    ] = None,
) -> None:
    """Make a folder with a configuration and an empty database."""
    import tomlkit

    from db.engine import open_engine
    from db.schema import upgrade
    from funding_radar.config import load_settings
    from funding_radar.config.example import example_toml

    places = place or []
    for wanted in places:
        if not desk(context).gazetteer.named(wanted):
            near = ", ".join(desk(context).gazetteer.suggest(wanted))
            msg = f"there is no place called {wanted!r}" + (
                f"; the nearest are {near}" if near else ""
            )
            raise RadarError(msg)
    config = folder / "config.toml"
    if config.exists():
        msg = f"{config} is there already: change it, or choose another folder"
        raise RadarError(msg)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        document = tomlkit.parse(example_toml())
        alliance = document["alliance"]
        assert isinstance(alliance, tomlkit.items.Table)
        alliance.update({"name": name, "email": email, "places": places})
        config.touch(mode=0o600)
        config.write_text(tomlkit.dumps(document), encoding="utf-8")
    except OSError as fault:
        msg = f"{folder} cannot be written: {fault.strerror}"
        raise RadarError(msg) from None
    upgrade(open_engine(load_settings(config).database_url, create=True))
    console.show(
        f"wrote {config} and an empty database",
        "",
        "next, from that folder:",
        "  funding-radar members import --template > members.csv   fill it in, then",
        "  funding-radar members import members.csv",
        "  funding-radar sources list                              what is collected",
        *(
            f'  funding-radar sources discover --place "{one}"   who else publishes there'
            for one in places
        ),
        "  funding-radar refresh                                   collect, read and match",
        "  funding-radar doctor                                    what is still missing",
    )
