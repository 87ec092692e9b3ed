# Waypost in a container: the app, its supervisor and the sidecar (from its wheel), as a user without privileges.
#   docker build -t waypost . && docker run -p 8080:8080 -v waypost:/data waypost

FROM python:3.13-slim-bookworm AS build
WORKDIR /build
COPY requirements.txt requirements-build.txt ./
RUN python -m venv /opt/waypost \
 && /opt/waypost/bin/pip install --no-cache-dir --require-hashes --only-binary=:all: -r requirements.txt
RUN python -m venv /opt/build \
 && /opt/build/bin/pip install --no-cache-dir --require-hashes --only-binary=:all: -r requirements-build.txt
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY migrations migrations
COPY templates templates
COPY static static
COPY docs/guide docs/guide
RUN /opt/build/bin/python -m build --wheel --no-isolation \
 && /opt/waypost/bin/pip install --no-cache-dir --no-deps --no-index dist/*.whl \
 && /opt/waypost/bin/python -m compileall -q /opt/waypost/lib

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin waypost \
 && install -d -o waypost -g waypost -m 0700 /data /store
COPY --from=build /opt/waypost /opt/waypost
ENV PATH=/opt/waypost/bin:$PATH \
    WAYPOST_DATA=/data/site \
    WAYPOST_REPLICA_URL=file:///store \
    WAYPOST_HOST=0.0.0.0 \
    WAYPOST_PORT=8080
USER waypost
VOLUME ["/data", "/store"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD python -c "import urllib.request as r; r.urlopen('http://127.0.0.1:$WAYPOST_PORT/-/live', timeout=4)"
ENTRYPOINT ["waypost"]
CMD ["serve"]
