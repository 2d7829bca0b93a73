from importlib.resources import files

import pytest

from funding_radar.matching.words import thesaurus
from funding_radar.matching.words.ranking import rank
from funding_radar.matching.words.records import Asked, Offered
from funding_radar.matching.words.tokens import STOPWORDS, terms

SAME_IDEA = [
    ("lived experience", "experts by experience"),
    ("support for the voluntary sector", "we help VCSE groups"),
    ("severe mental illness", "people with SMI, psychosis or bipolar"),
    ("unpaid carers", "looking after a relative"),
    ("racialised communities", "BAME and global majority people"),
    ("ethnic minorities", "black and Asian elders"),
    ("domestic abuse", "a refuge run by Women's Aid"),
    ("substance misuse", "alcohol and drug recovery"),
    ("homelessness", "rough sleepers and a night shelter"),
    ("food insecurity", "a food bank"),
    ("older people", "elderly pensioners"),
    ("young people", "a youth club for teenagers"),
    ("animal welfare", "rescue of stray dogs"),
    ("suicide prevention", "Samaritans"),
    ("loneliness", "befriending of the isolated"),
    ("refugees", "people seeking asylum"),
    ("neurodiversity", "autistic adults"),
    ("LGBT+ people", "a lesbian and gay choir"),
    ("the performing arts", "amateur dramatics"),
    ("sight loss", "blind and partially sighted people"),
    ("debt advice", "budgeting and money management"),
    ("the environment", "planting trees in our woodland"),
    ("end of life care", "a hospice"),
    ("criminal justice", "prisoners and their resettlement"),
    ("digital exclusion", "computer classes for silver surfers"),
    ("ex-service personnel", "armed forces veterans"),
    ("women's health", "a café about the menopause"),
    ("restoring wild habitats", "rewilding and peatland"),
    ("home education", "a Steiner kindergarten"),
    ("spiritual care", "hospital chaplaincy"),
    ("hobbies", "metal detecting and stargazing"),
    ("harm reduction", "naloxone kits"),
    ("community ownership", "we bought the village shop"),
    ("preventing terrorism", "work against extremism and radicalisation"),
    ("skate parks", "pump tracks and skateboarding"),
]
BYSTANDERS = [
    Offered("b1", "", "A railway museum with steam engines"),
    Offered("b2", "", "Bowls, cricket and tennis on the green"),
    Offered("b3", "", "We publish a learned journal of geology"),
]


@pytest.mark.parametrize(("call", "member"), SAME_IDEA)
def test_two_ways_of_saying_one_thing_meet(call: str, member: str) -> None:
    members = [*BYSTANDERS, Offered("meant", "", member)]
    for asked, offered in [(call, members), (member, [*BYSTANDERS, Offered("meant", "", call)])]:
        ((best, score), (_, next_score), *_) = next(rank([Asked("c", asked)], offered, 4))
        assert best == "meant"
        assert score > next_score


def test_a_narrow_idea_is_part_of_the_wider_ones() -> None:
    counts = thesaurus.load().count(terms("a choir"))
    assert counts["arts.music.choir"] > counts["arts.music"] > counts["arts"] > 0


def phrases() -> list[str]:
    text = files(thesaurus.__package__).joinpath("thesaurus.toml").read_text(encoding="utf-8")
    lists = [line.split('"')[1] for line in text.splitlines() if '= "' in line]
    return [phrase.strip() for written in lists for phrase in written.split(",")]


def test_no_phrase_of_the_table_says_nothing() -> None:
    assert not [phrase for phrase in phrases() if not terms(phrase)]


def test_no_phrase_shrinks_to_a_common_word_when_its_grammar_is_dropped() -> None:
    shrunk = {
        said[0]
        for phrase in phrases()
        if len(phrase.replace("-", " ").split()) > len(said := terms(phrase)) == 1
        and set(phrase.replace("-", " ").split()) & STOPWORDS
    }
    assert shrunk <= {"bloom", "drop", "5s", "2s", "50s", "60s", "65s", "wellb"}
