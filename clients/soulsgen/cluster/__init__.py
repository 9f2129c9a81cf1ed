"""A Kubernetes cluster that runs SoulsGen: what `soulsgen k8s` asks of it and how its answers read."""
