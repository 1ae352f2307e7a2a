# The production image: one for web, worker, beat and migrations; docker-compose.yml says which is which.

FROM node:22-bookworm-slim AS frontend
WORKDIR /samlad
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

# What the application needs of the distribution: GDAL, GEOS and PROJ for maps, Pango and HarfBuzz for the PDF.
FROM python:3.13-slim-bookworm AS base
# Versions are not pinned: every build is to have the distribution's security fixes.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fontconfig fonts-dejavu-core gdal-bin libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/*
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
ENV STATIC_ROOT=/samlad/staticfiles MEDIA_ROOT=/media
WORKDIR /samlad

FROM base AS build
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends gettext && rm -rf /var/lib/apt/lists/*
COPY requirements.txt ./
RUN python -m venv /venv && pip install --no-cache-dir --require-hashes --no-deps -r requirements.txt
COPY --from=frontend /samlad/node_modules node_modules
COPY . .
# Neither command touches anything of this, but the settings ask where it is.
RUN export SECRET_KEY=only-while-the-image-is-built-so-nothing-is-ever-signed-with-it \
        DATABASE_URL=postgis:///none REDIS_URL=redis://none EMAIL_HOST=none DEFAULT_FROM_EMAIL=none@localhost \
        SITE_URL=http://localhost ALLOWED_HOSTS=localhost \
    && python manage.py compilemessages \
    && python manage.py collectstatic --no-input \
    && python -m compileall -q .

FROM base
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin samlad \
    && install -d -o samlad -g samlad /media
COPY --from=build /venv /venv
COPY --from=build /samlad /samlad
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["bin/healthy", "web"]
CMD ["gunicorn", "config.wsgi", "--preload", "--no-control-socket", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm"]
