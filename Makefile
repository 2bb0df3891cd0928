PY ?= python3
VENV := .venv
# The stamp bears the version, so that another PY makes the environment anew instead of silently using the old one.
DONE := $(VENV)/.done-$(shell $(PY) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
LOCK := pip compile -q --no-config setup.cfg --universal --python-version 3.11 --generate-hashes

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test lock clean

demo: $(DONE)
	@$(VENV)/bin/gongje check fixtures/claims/plant-5/2024-assumed.yaml

test: $(DONE)
	@$(VENV)/bin/ruff check
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-logo
	@$(VENV)/bin/pytest -n 2 --dist worksteal

# durable-rules has no wheel, hence headers and compiler. Since 3.13 CPython lacks PyEval_CallObject, which it calls:
# it would compile and then fail on import. A wheel that pip cached from a build without the flag would fail too.
$(DONE): setup.cfg pyproject.toml requirements.lock
	@$(PY) -c '' 2>/dev/null || { echo "$(PY) does not start; name a Python 3.11, 3.12 or 3.13: make PY=python3.12"; exit 1; }
	@$(PY) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || { echo "Python 3.11, 3.12 or 3.13 is needed, found $$($(PY) -V 2>&1); name one: make PY=python3.12"; exit 1; }
	@$(PY) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing; install python3-venv"; exit 1; }
	@$(PY) -c 'import os, sys, sysconfig; sys.exit(not os.path.exists(os.path.join(sysconfig.get_paths()["include"], "Python.h")))' || { echo "Python's headers are missing; install python3-dev"; exit 1; }
	@$(PY) -c 'import os, shlex, shutil, sys, sysconfig; sys.exit(not shutil.which(shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")[0]))' || { echo "A C compiler is missing, durable-rules is compiled on installation; install gcc"; exit 1; }
	@echo "Setting up $(VENV) with $$($(PY) -V); this takes about a minute."
	@$(PY) -m venv --clear $(VENV)
	@case $@ in *-3.13) export CPPFLAGS="-DPyEval_CallObject=PyObject_CallObject $$CPPFLAGS" PIP_NO_CACHE_DIR=1;; esac; \
	$(VENV)/bin/python -m pip install -qq --require-hashes -r requirements.lock
	@$(VENV)/bin/python -m pip install -qq --no-deps -e .
	@$(VENV)/bin/python -c 'import durable_rules_engine'
	@touch $@

# Keeps the versions that are locked and still allowed; make lock UPGRADE=--upgrade takes the newest allowed.
# The container gets the same versions without what only tests and clusters need.
lock:
	@tmp=$$(mktemp -d) && trap 'rm -rf "$$tmp"' EXIT && \
	$(PY) -m venv "$$tmp" && "$$tmp/bin/python" -m pip install -q uv && \
	"$$tmp/bin/uv" $(LOCK) $(UPGRADE) --all-extras --custom-compile-command "make lock" -o requirements.lock && \
	rm -f requirements-server.lock && "$$tmp/bin/uv" $(LOCK) --extra postgres --extra pdf --constraint requirements.lock \
		--no-annotate --custom-compile-command "make lock" -o requirements-server.lock

clean:
	@rm -rf $(VENV) build dist *.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find engine api rules tests benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
