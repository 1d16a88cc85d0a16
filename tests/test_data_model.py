"""The picture of the data model names classes and properties that are there, between the classes that have them."""

from __future__ import annotations

import re
from functools import cache

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS

from evidence.namespaces import prefixes
from installed import ROOT

PICTURE = (ROOT / "docs" / "data-model.md").read_text(encoding="utf-8").split("```mermaid")[1].split("```")[0]
CLASSES = dict(re.findall(r'class (\w+)\["([\w:]+)"\]', PICTURE))
ATTRIBUTES = [
    (CLASSES[name], attribute)
    for name, block in re.findall(r'class (\w+)\["[^"]+"\] \{(.*?)\}', PICTURE, re.DOTALL)
    for attribute in block.split()
]
LINKS = [(CLASSES[a], name, CLASSES[b]) for a, b, name in re.findall(r"(\w+) --> (\w+) : (\S+)", PICTURE)]
KINDS = [(CLASSES[a], CLASSES[b]) for a, b in re.findall(r"(\w+) --\|> (\w+)", PICTURE)]


@cache
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(ROOT / "ontology" / "evidence.ttl")


def iri(name: str) -> rdflib.URIRef:
    prefix, _, local = name.partition(":")
    return rdflib.URIRef(prefixes()[prefix] + local)


def test_the_picture_is_read_whole() -> None:
    lines = [line for line in PICTURE.splitlines() if "-->" in line or "--|>" in line]
    assert len(lines) == len(LINKS) + len(KINDS)
    assert len(CLASSES) == PICTURE.count("class ")
    assert len(LINKS) > 20


@pytest.mark.parametrize("name", sorted({name for name in CLASSES.values() if name.startswith("ev:")}))
def test_the_class_is_there(name: str) -> None:
    assert (iri(name), RDF.type, OWL.Class) in ontology()


OWN = sorted(
    {(subject, name) for subject, name in ATTRIBUTES if name.startswith("ev:")}
    | {(subject, name) for subject, name, _ in LINKS if name.startswith("ev:")}
)


@pytest.mark.parametrize(("subject", "name"), OWN)
def test_the_property_is_there_and_its_class_may_have_it(subject: str, name: str) -> None:
    assert any(ontology().triples((iri(name), RDF.type, None)))
    domains = set(ontology().objects(iri(name), RDFS.domain))
    assert not domains or iri(subject) in domains


@pytest.mark.parametrize(("subject", "name", "target"), [link for link in LINKS if link[1].startswith("ev:")])
def test_it_points_where_the_ontology_says(subject: str, name: str, target: str) -> None:
    ranges = set(ontology().objects(iri(name), RDFS.range))
    assert not ranges or iri(target) in ranges


@pytest.mark.parametrize(("narrower", "wider"), KINDS)
def test_it_is_a_kind_of(narrower: str, wider: str) -> None:
    assert (iri(narrower), RDFS.subClassOf, iri(wider)) in ontology()
