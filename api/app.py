"""The HTTP door: a claim in, its assessment out. What is wrong is told as a problem document (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, UnsupportedMediaType

from api.doors import as_json, evaluator, load, today
from api.texts import LANGUAGES, TEXTS, text
from engine.assessment.assess import Prepared, assess
from engine.claims.reader import claim_of
from engine.inference.solve import Evaluate
from engine.law.problems import BadInput, Problem, nearest, shown
from engine.law.strict_json import read_json
from engine.law.strict_yaml import MAX_BYTES
from engine.law.values import day, iso

PARAMETERS = ("known_on", "explain")
KNOWN_ON_HEADER = "Known-On"
FLAGS = {"true": True, "1": True, "false": False, "0": False}


def create_app(prepared: Prepared | None = None, evaluate: Evaluate | None = None) -> Flask:
    """The application; without arguments with the rules that come with gongje and the default evaluator."""
    ready = prepared or load()
    decide = evaluate or evaluator(ready)
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BYTES + 1  # a body of unknown length is cut there, not refused
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(Exception, _failed)

    @app.post("/v1/assessments")
    def assessments() -> Response:
        if not request.is_json:
            raise UnsupportedMediaType
        raw = request.get_data()
        if len(raw) > MAX_BYTES:
            raise RequestEntityTooLarge
        try:
            document = read_json(raw, "")
        except BadInput as bad:
            return _problem(HTTPStatus.BAD_REQUEST, bad.problems)
        try:
            known_on, explain = _parameters()
            claim = claim_of(document, ready.rulebook)
            answer = assess(claim, ready, known_on, decide, everything=explain)
        except BadInput as bad:
            return _problem(HTTPStatus.UNPROCESSABLE_ENTITY, bad.problems)
        return Response(as_json(answer), mimetype="application/json")

    @app.get("/healthz")
    def healthz() -> Response:
        through = iso(min(ready.rulebook.read_through.values()))
        state = {"status": "ok", "rulebook": ready.rulebook.digest, "read_through": through}
        return Response(as_json(state), mimetype="application/json")

    return app


def _parameters() -> tuple[int, bool]:
    """``known_on`` (query or header) and ``explain``; a misspelt one must not silently mean its default."""
    given: MultiDict[str, str] = MultiDict(request.args)
    given.setlist("known_on", [*given.getlist("known_on"), *request.headers.getlist(KNOWN_ON_HEADER)])
    problems = []
    for name, values in given.lists():
        if name not in PARAMETERS:
            near = nearest(name, PARAMETERS)
            problems.append(Problem("unknown-key", name, name, ", ".join(PARAMETERS), near))
        elif len(set(values)) > 1:
            problems.append(Problem("wrong-type", name, ", ".join(values), values[0]))
    known_on, explain = today().toordinal(), False
    for value in given.getlist("known_on"):
        try:
            known_on = day(value)
        except ValueError:
            problems.append(Problem("bad-date", "known_on", shown(value)))
    for value in given.getlist("explain"):
        if value not in FLAGS:
            problems.append(Problem("wrong-type", "explain", shown(value), "true or false"))
        explain = FLAGS.get(value, False)
    if problems:
        raise BadInput(problems)
    return known_on, explain


def _problem(status: int, problems: list[Problem] | None = None) -> Response:
    lang = request.accept_languages.best_match(LANGUAGES) or LANGUAGES[-1]
    key = f"http.{status}"
    document: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": text(key if key in TEXTS else "http.other", lang, limit=MAX_BYTES),
    }
    if problems:
        document["errors"] = [_error(problem, lang) for problem in problems]
    response = Response(as_json(document), status=status, mimetype="application/problem+json")
    response.headers["Content-Language"] = lang
    response.headers["Vary"] = "Accept-Language"
    return response


def _error(problem: Problem, lang: str) -> dict[str, object]:
    path = problem.path or "$"
    error: dict[str, object] = {"path": path, "code": problem.code, "detail": problem.text(lang)}
    error |= {key: value for key in ("found", "expected") if (value := getattr(problem, key))}
    if problem.line:
        error |= {"line": problem.line, "column": problem.column}
    return error


def _refused(error: HTTPException) -> Response:
    response = _problem(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value  # Allow, for one
    return response


def _failed(error: Exception) -> Response:
    """The cause goes to the log of the server, not to whoever asked."""
    from flask import current_app

    current_app.logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return _problem(HTTPStatus.INTERNAL_SERVER_ERROR)
