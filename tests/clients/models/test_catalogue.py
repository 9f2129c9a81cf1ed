"""The models known by a short name."""

from soulsgen.models.catalogue import catalogue, wanted
from soulsgen.models.kinds import INPUTS

FIGURES = ("parameters_m", "gpu_gb", "licence")


def test_every_figure_has_the_page_it_was_read_on_and_no_other_page_is_named() -> None:
    for known in catalogue().values():
        told = {name for name in FIGURES if getattr(known, name) is not None}
        assert known.sources.keys() == told, known.name
        assert all(page.startswith("https://") for page in known.sources.values())


def test_every_model_serves_an_archive_and_is_a_repository_of_its_own() -> None:
    models = catalogue().values()
    assert {known.archive for known in models} <= INPUTS.keys()
    assert len({known.repository for known in models}) == len(models)


def test_short_name_and_repository_mean_the_same_folder() -> None:
    assert wanted("whisper-large-v3") == wanted("openai/whisper-large-v3")
    assert wanted("ours/Tiny.v2").name == "ours--Tiny.v2"
