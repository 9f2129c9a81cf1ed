# The poster, for CronJobs: the base install, and what EXTRAS names. `soulsgen create twitter` builds it.
FROM python:3.11-slim-trixie AS build
WORKDIR /src
# An environment without pip; both stages have its Python at the same path.
RUN python -m venv --without-pip /opt/soulsgen
COPY requirements/base.txt requirements/base.txt
RUN pip --python /opt/soulsgen/bin/python install --no-cache-dir --requirement requirements/base.txt
COPY pyproject.toml README.md LICENSE ./
COPY clients clients
COPY dataset dataset
COPY training training
COPY requirements/dev.txt requirements/dev.txt
# Extras of pyproject.toml, joined by commas: channels, gs, k8s, postgres, s3, scribe. dev.txt pins what they need,
# but for the drivers of buckets; that of S3 takes no python-dateutil after 2, and nothing else here minds.
ARG EXTRAS=
RUN grep -v '^python-dateutil==' requirements/dev.txt > constraints.txt && \
    pip --python /opt/soulsgen/bin/python install --no-cache-dir --constraint constraints.txt \
    ".${EXTRAS:+[$EXTRAS]}"

FROM python:3.11-slim-trixie
LABEL org.opencontainers.image.title="SoulsGen poster" org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /opt/soulsgen /opt/soulsgen
# The root is read-only in the cluster: what is written goes to /tmp or a volume.
ENV PATH=/opt/soulsgen/bin:$PATH HOME=/tmp PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /tmp
CMD ["soulsgen", "--help"]
