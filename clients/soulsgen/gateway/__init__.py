"""The door of one TorchServe: a token of ours outside, TorchServe's own inside.

TorchServe draws its keys anew at every start and takes none from a file, so that no Secret could hold
them, and its HTTP parser is from 2020. It stays on loopback; this server beside it checks a token that
does not change, reads each request by strict rules and writes a new one.

    POST /predictions/MODEL    what is answered is passed on as it comes, streams too
    /v1/audio/…, /v1/models    OpenAI's endpoints for speech, by the archives tts and asr; see audio.py
    GET  /ping                 TorchServe's health, without a token
    GET  /metrics              TorchServe's metrics, for Prometheus
"""

from soulsgen.gateway.door import Door, body_limit
from soulsgen.gateway.server import Gateway

__all__ = ["Door", "Gateway", "body_limit"]
