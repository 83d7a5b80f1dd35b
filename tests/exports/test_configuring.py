"""The configs of several components come out of one, and are what spaCy makes for each alone."""

import pytest
from spacy.cli.init_config import init_config

from annotator import shelf

configuring = shelf.load("exports", "configuring")


@pytest.mark.parametrize("language", ["en", "de", "xx"])
@pytest.mark.parametrize("heads", [["ner"], ["spancat"], ["ner", "spancat"], ["spancat", "ner", "ner"]])
def test_a_config_out_of_one_for_all_is_what_spacy_makes_for_it_alone(language, heads):
    configs = configuring.Configs(language, heads)
    for head in heads:
        alone = init_config(lang=language, pipeline=[head], optimize="efficiency", gpu=False, silent=True)
        made = configs.of(head)
        assert made.to_str() == alone.to_str()
        made["nlp"]["batch_size"] = 3  # which the next one knows nothing of
        made["training"]["score_weights"]["ents_f"] = 0.25
        made["components"][head]["factory"] = "another"
    assert configs.of(heads[0])["nlp"]["batch_size"] != 3
