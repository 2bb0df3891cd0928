"""Style, scripts and pictures of the pages: a fixed set of files, sent by name and digest."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files

from flask import Response, request, url_for

from api.http.problems import not_found

MEDIA = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


@cache
def _contents() -> dict[str, tuple[bytes, str]]:
    """Bytes and digest of every file."""
    folder = files("api.pages").joinpath("static")
    raw = {file.name: file.read_bytes() for file in folder.iterdir() if file.name.rpartition(".")[2] in MEDIA}
    return {name: (content, sha256(content).hexdigest()[:16]) for name, content in raw.items()}


def static_url(name: str) -> str:
    """The address of a file, which changes with its content: browsers may keep it for good."""
    return url_for("pages.static", name=name, v=_contents()[name][1])


def send_static(name: str) -> Response:
    if name not in _contents():
        raise not_found()
    content, digest = _contents()[name]
    response = Response(content, content_type=f"{MEDIA[name.rpartition('.')[2]]}; charset=utf-8")
    lasting = request.args.get("v") == digest
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if lasting else "no-cache"
    response.set_etag(digest)
    response.make_conditional(request)
    return response
