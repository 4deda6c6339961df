# Two stages: the first has the compilers and pip, the second only what runs.
FROM python:3.11-slim AS build
WORKDIR /src
RUN python -m venv /opt/plumbline && /opt/plumbline/bin/pip install --quiet uv
# dependencies change seldom: they are a layer of their own, below the code
COPY pyproject.toml constraints.txt ./
# the CPU build of torch: the default one for Linux is ten times the size
RUN /opt/plumbline/bin/uv pip install --quiet --python /opt/plumbline/bin/python --compile-bytecode \
    --torch-backend=cpu -c constraints.txt -r pyproject.toml
COPY bot bot
COPY tools tools
COPY knowledge knowledge
COPY README.md LICENSE ./
RUN /opt/plumbline/bin/uv pip install --quiet --python /opt/plumbline/bin/python --compile-bytecode \
    -c constraints.txt --no-deps . && /opt/plumbline/bin/uv pip uninstall --quiet --python /opt/plumbline/bin/python uv

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 plumbline && install -d -o plumbline /data
COPY --from=build /opt/plumbline /opt/plumbline
ENV PATH=/opt/plumbline/bin:$PATH PYTHONUNBUFFERED=1 PLUMB_HOME=/data PLUMB_LOG_FORMAT=json
USER plumbline
# bars, member lists and the corpus live outside the image
VOLUME /data
WORKDIR /home/plumbline
# loopback inside the container: nothing is published. A port of your own is set by `docker run -e`.
HEALTHCHECK --interval=30s --timeout=6s --start-period=90s --retries=3 CMD ["python", "-c", \
    "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ.get(\"PLUMB_HEALTH_PORT\", 8344)}/health/ready', timeout=5)"]
ENTRYPOINT ["plumbline"]
# the Discord bot, which needs PLUMB_DISCORD_TOKEN; any other command works too, e.g. `docker run IMAGE analyze IWM`.
# It finishes what is under way within 25 seconds of SIGTERM: stop it with `docker stop -t 30`.
CMD ["discord"]
