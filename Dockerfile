# The server as a container: docker compose up. Configuration by environment: docs/serving.md.
FROM python:3.12-slim-bookworm AS build
# durable-rules has no wheel: it is compiled here, and the compiler stays behind.
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY requirements-server.lock pyproject.toml setup.cfg README.md LICENSE ./
RUN python -m venv /opt/gongje && /opt/gongje/bin/pip install --no-cache-dir --require-hashes -r requirements-server.lock
COPY api api
COPY engine engine
COPY rules rules
RUN /opt/gongje/bin/pip install --no-cache-dir --no-deps .

FROM python:3.12-slim-bookworm
RUN useradd --uid 10001 --create-home gongje && install -d -o gongje -g gongje -m 700 /data
COPY --from=build /opt/gongje /opt/gongje
USER gongje
ENV PATH=/opt/gongje/bin:$PATH XDG_DATA_HOME=/data XDG_CACHE_HOME=/tmp LANG=C.UTF-8
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD \
    ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz/ready', timeout=4)"]
CMD ["gongje", "serve", "--host", "0.0.0.0", "--port", "8000"]
