"""Against forged requests: the origin of a form, the token in it, and a cookie that other sites do not send."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf, validate_csrf
from wtforms.validators import ValidationError

from api.http.access import from_other_site
from api.http.problems import Refused

FIELD = "csrf_token"


class CookieSessions(SecureCookieSessionInterface):
    """Signed cookies that go over TLS alone where the request came over TLS, be it through a proxy."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def token() -> str:
    """What every form of this visitor carries."""
    made: str = generate_csrf()
    return made


def check_origin() -> None:
    """Refused if a browser says that the form stands on a page of another site."""
    if from_other_site():
        raise Refused(HTTPStatus.FORBIDDEN, "other-site")


def check_token() -> None:
    """Refused without the token of this visitor."""
    try:
        validate_csrf(request.form.get(FIELD))
    except ValidationError:
        raise Refused(HTTPStatus.BAD_REQUEST, "stale-form") from None
