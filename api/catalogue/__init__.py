"""The catalogue: everything that the doors say themselves, by key and language; each module beside this is a part."""

from importlib import import_module
from pkgutil import iter_modules

LANGUAGES = ("ko", "en")
PARTS: dict[str, dict[str, dict[str, str]]] = {
    part.name: import_module(f"{__name__}.{part.name}").TEXTS for part in iter_modules(__path__)
}
TEXTS = {key: words for part in PARTS.values() for key, words in part.items()}


def text(key: str, lang: str, **values: object) -> str:
    return TEXTS[key][lang].format(**values)
