"""Shared by every archive: request rows to values, per-row errors, request log, threads."""
