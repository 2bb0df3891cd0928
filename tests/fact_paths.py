"""Where the facts of a claim stand that may be left out."""

from __future__ import annotations

from collections.abc import Iterator


def fact_paths(data: object, path: str = "") -> Iterator[str]:
    """Paths of the facts in a claim that may be left out; a judgement stands as a whole or not at all."""
    if isinstance(data, dict):
        for key, value in data.items():
            nothing_invested = key == "amounts" and value == []  # a statement of its own: left out, it is measured
            if key not in ("id", "project", "tax_year", "from", "until", "judgements") and not nothing_invested:
                yield from fact_paths(value, f"{path}.{key}" if path else key)
    elif isinstance(data, list) and data and isinstance(data[0], dict):
        for i, item in enumerate(data):
            yield from fact_paths(item, f"{path}.{i}")
    else:
        yield path
