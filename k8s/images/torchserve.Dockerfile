# TorchServe, its gateway and the trainer: whatever needs torch. `soulsgen create torchserve` builds it with CUDA,
# `--cpu` without: gigabytes smaller.
FROM python:3.11-slim-trixie AS build
WORKDIR /src
RUN python -m venv --without-pip /opt/soulsgen
COPY requirements/serve.txt requirements/train.txt requirements/
# Empty: torch from PyPI, which brings CUDA. PyTorch's CPU index has a build without.
ARG TORCH_INDEX=
RUN PIP_EXTRA_INDEX_URL=$TORCH_INDEX pip --python /opt/soulsgen/bin/python install --no-cache-dir \
    --requirement requirements/serve.txt --requirement requirements/train.txt
COPY pyproject.toml README.md LICENSE ./
COPY clients clients
COPY dataset dataset
COPY training training
# With the drivers of both kinds of bucket. That of S3 takes no python-dateutil after 2; nothing else here minds.
RUN grep -v '^python-dateutil==' requirements/serve.txt > constraints.txt && \
    pip --python /opt/soulsgen/bin/python install --no-cache-dir --constraint constraints.txt ".[gs,s3]"

FROM python:3.11-slim-trixie
LABEL org.opencontainers.image.title="SoulsGen TorchServe" org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /opt/soulsgen /opt/soulsgen
WORKDIR /srv/soulsgen
# What a server takes from a checkout; archives and what it writes are volumes.
COPY config.properties k8s/images/log4j2.xml ./
COPY serve-handlers serve-handlers
RUN mkdir build model_store && chown 10001:10001 build model_store
# The root is read-only in the cluster: what libraries would keep at home goes to /tmp. TorchServe counts GPUs with
# nvidia-smi, which the `utility` capability brings; GKE mounts it and the driver under /usr/local/nvidia, which is
# on no path otherwise.
ENV PATH=/opt/soulsgen/bin:$PATH:/usr/local/nvidia/bin LD_LIBRARY_PATH=/usr/local/nvidia/lib64 HOME=/tmp \
    XDG_CACHE_HOME=/tmp/cache CUDA_CACHE_PATH=/tmp/cuda TRITON_CACHE_DIR=/tmp/triton HF_HUB_OFFLINE=1 \
    PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 NVIDIA_DRIVER_CAPABILITIES=compute,utility
USER 10001:10001
CMD ["soulsgen", "torchserve", "--log-config", "log4j2.xml"]
