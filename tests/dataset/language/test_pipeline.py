"""The pipeline: offline, the larger model first where there is one, sensible parts of speech."""

import socket
import sys
from pathlib import Path

import pytest
import spacy
from spacy.cli.package import package

from soulscorpus.language import ItemName, load_language, tag


def parts(sentence: str) -> list[tuple[str, str]]:
    (doc,) = tag([sentence], load_language())
    return [(token.text, token.pos_) for token in doc]


def test_the_pipeline_loads_and_tags_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert parts("Nobody came.") == [("Nobody", "PRON"), ("came", "VERB"), (".", "PUNCT")]


def test_a_sentence_is_tagged_as_by_hand() -> None:
    assert parts("The old keeper of the lamp slept badly, and nobody woke him.") == [
        ("The", "DET"),
        ("old", "ADJ"),
        ("keeper", "NOUN"),
        ("of", "ADP"),
        ("the", "DET"),
        ("lamp", "NOUN"),
        ("slept", "VERB"),
        ("badly", "ADV"),
        (",", "PUNCT"),
        ("and", "CCONJ"),
        ("nobody", "PRON"),
        ("woke", "VERB"),
        ("him", "PRON"),
        (".", "PUNCT"),
    ]


def test_sentences_come_back_in_order_with_stop_words_marked() -> None:
    sentences = [f"The wave took {number} boats." for number in range(300)]
    docs = list(tag(iter(sentences), load_language()))
    assert [doc.text for doc in docs] == sentences
    assert [token.text for token in docs[7] if token.is_alpha and not token.is_stop] == [
        "wave",
        "took",
        "boats",
    ]


def test_an_installed_larger_model_is_used_without_its_own_entities(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    larger = spacy.blank("en")
    larger.meta.update(name="core_web_sm", version="3.8.0")
    larger.add_pipe("attribute_ruler").add([[{"LOWER": "tide"}]], {"POS": "VERB"})
    larger.add_pipe("entity_ruler", name="ner").add_patterns([{"label": "DATE", "pattern": "Tide"}])
    install(larger, tmp_path)
    monkeypatch.syspath_prepend(tmp_path / "site")
    monkeypatch.delitem(sys.modules, "en_core_web_sm", raising=False)
    (doc,) = tag(["A Tide in Carrow."], load_language([ItemName("Carrow", "Map")]))
    assert doc[1].pos_ == "VERB"
    assert [(entity.text, entity.label_) for entity in doc.ents] == [("Tide", "NAME"), ("Carrow", "PLACE")]


def install(language: spacy.Language, folder: Path) -> None:
    """Put `language` into `folder/site` as pip would: spaCy's own package, and its name on record."""
    language.to_disk(folder / "model")
    (folder / "built").mkdir()
    package(folder / "model", folder / "built", create_sdist=False, silent=True)
    (built,) = (folder / "built").iterdir()
    (folder / "site").mkdir()
    (built / "meta.json").rename(built / "en_core_web_sm" / "meta.json")  # so does its setup.py
    (built / "en_core_web_sm").rename(folder / "site" / "en_core_web_sm")
    record = folder / "site" / "en_core_web_sm-3.8.0.dist-info"
    record.mkdir()
    (record / "METADATA").write_text("Metadata-Version: 2.1\nName: en_core_web_sm\nVersion: 3.8.0\n", "utf-8")
