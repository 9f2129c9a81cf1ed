"""A worker's context without a worker: TorchServe's own classes, filled as its server fills them."""

from pathlib import Path
from typing import Any

import ts
import yaml
from ts.context import Context, RequestProcessor
from ts.metrics.metric_cache_yaml_impl import MetricsCacheYamlImpl


def worker_context(folder: Path, config: dict[str, Any]) -> Context:
    """Context for a model unpacked at `folder` with `config` as its model-config.yaml."""
    metrics = MetricsCacheYamlImpl(str(Path(ts.__file__).parent / "configs" / "metrics.yaml"))
    metrics.initialize_cache()
    metrics.model_name = "souls"
    return Context("souls", str(folder), {}, 8, None, ts.__version__, True, metrics, config)


def give_requests(context: Context, headers: list[dict[str, str]]) -> None:
    """Make `context` the one of a batch whose rows have these headers."""
    context.request_ids = {index: f"id-{index}" for index in range(len(headers))}
    context.request_processor = [RequestProcessor(header) for header in headers]
    context.metrics.request_ids = context.request_ids


def model_config(room: Path) -> dict[str, Any]:
    return yaml.safe_load((room / "model-config.yaml").read_text("utf-8"))
