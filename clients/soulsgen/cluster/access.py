"""How to reach a cluster: a kubeconfig and one of its contexts, or the account of the Pod we run in."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from soulsgen.cluster.api import Cluster
from soulsgen.errors import Refused

if TYPE_CHECKING:
    from kubernetes.client import ApiClient

DEFAULT_KUBECONFIG = "~/.kube/config"
# What Kubernetes mounts into a Pod that may speak to the API server.
SERVICE_ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")


@dataclass(frozen=True)
class Target:
    """Which cluster and which namespace of it.

    `kubeconfig` may name several files, joined by `os.pathsep`. None and no file at its usual place
    is the cluster that this process runs in.
    """

    kubeconfig: str | None = None
    context: str | None = None
    namespace: str = "soulsgen"


def connect(target: Target) -> Cluster:
    """Raises Refused when nothing says where the cluster is, or the context is not known."""
    # Each try that urllib3 repeats would be a line on stderr before ours.
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    files = target.kubeconfig or DEFAULT_KUBECONFIG
    present = any(Path(name).expanduser().is_file() for name in files.split(os.pathsep) if name)
    if present:
        return Cluster(_from_kubeconfig(files, target.context))
    if target.kubeconfig or target.context:
        raise Refused(f"there is no kubeconfig {files}")
    if os.environ.get("KUBERNETES_SERVICE_HOST"):
        return Cluster(in_cluster())
    raise Refused(
        f"there is no kubeconfig: {DEFAULT_KUBECONFIG} is not there, KUBECONFIG is not set, "
        "and this is not a Pod in a cluster"
    )


def in_cluster(account: Path = SERVICE_ACCOUNT) -> "ApiClient":
    """Client for the service account whose `token` and `ca.crt` are in the folder `account`."""
    from kubernetes.client import ApiClient, Configuration
    from kubernetes.config import ConfigException
    from kubernetes.config.incluster_config import InClusterConfigLoader

    configuration = Configuration()
    try:
        InClusterConfigLoader(
            token_filename=str(account / "token"), cert_filename=str(account / "ca.crt")
        ).load_and_set(configuration)
    except ConfigException as error:
        raise Refused(
            f"this Pod has no account for the API server ({error}); its ServiceAccount needs "
            "automountServiceAccountToken: true"
        ) from error
    return ApiClient(configuration)


def _from_kubeconfig(files: str, context: str | None) -> "ApiClient":
    """Nothing is written back to the file, unlike kubectl does with renewed tokens."""
    import yaml
    from kubernetes.client import ApiClient, Configuration
    from kubernetes.config import ConfigException, load_kube_config

    configuration = Configuration()
    try:
        with _plugin_words() as said:
            load_kube_config(files, context, configuration, persist_config=False)
    except ConfigException as error:
        raise Refused(_unusable(files, context, error)) from error
    except (yaml.YAMLError, AttributeError, TypeError, KeyError, ValueError) as error:
        raise Refused(f"{files} is not a kubeconfig ({type(error).__name__})") from error
    if said:
        raise Refused(f"the credentials of {files} cannot be had: {' '.join(said[0].split())}")
    return ApiClient(configuration)


def _unusable(files: str, context: str | None, error: Exception) -> str:
    known = _contexts(files)
    if context is not None and context not in known:
        return f"{files} has no context {context}; it has {', '.join(known) or 'none'}"
    if context is None and known and "current-context" in str(error):
        return f"{files} names no current context; choose with --context: {', '.join(known)}"
    return f"{files}: {error}"


def _contexts(files: str) -> list[str]:
    """Also of kubeconfigs without a usable current one, which the client's own listing refuses."""
    import yaml

    found: list[str] = []
    for name in files.split(os.pathsep):
        path = Path(name).expanduser()
        content: Any = yaml.safe_load(path.read_text("utf-8")) if name and path.is_file() else None
        found += [entry["name"] for entry in (content or {}).get("contexts") or ()]
    return found


@contextmanager
def _plugin_words() -> Iterator[list[str]]:
    """What the client logs, in place of raising, when a credential plugin fails."""
    said: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.levelno >= logging.ERROR:
                said.append(record.getMessage())

    root, collect = logging.getLogger(), Collect()
    root.addHandler(collect)
    try:
        yield said
    finally:
        root.removeHandler(collect)
