# One image, four roles: web (the default), worker, beat and sweeper (see docker-compose.yml).
FROM python:3.11-slim-bookworm AS packages
COPY requirements.lock .
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin plumbline \
 && install -d -o plumbline -g plumbline /data /data/media /data/static
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PLUMBLINE_MEDIA=/data/media PLUMBLINE_STATIC=/data/static
# The key serves this one step only and stays in no layer.
RUN SECRET_KEY=build-time python manage.py collectstatic --noinput && chmod -R a+rX /data/static
USER plumbline
VOLUME /data/media
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/-/live', timeout=2)"]
CMD ["gunicorn", "-c", "portfolio/gunicorn.py", "-b", "0.0.0.0:8000", "portfolio.wsgi:application"]
