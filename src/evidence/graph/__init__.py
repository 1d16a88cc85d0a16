"""Records <-> quads: mints IRIs, keeps provenance. The terms are explained in `ontology/evidence.ttl`."""

from evidence.graph.canonical import canonical
from evidence.graph.concepts import ontology_quads, ontology_version, vocabulary_quads
from evidence.graph.identity import Provenance, fingerprint
from evidence.graph.reading import from_quads
from evidence.graph.studies import keys, studies, study_key
from evidence.graph.writing import sorted_nquads, to_quads

__all__ = [
    "Provenance",
    "canonical",
    "fingerprint",
    "from_quads",
    "keys",
    "ontology_quads",
    "ontology_version",
    "sorted_nquads",
    "studies",
    "study_key",
    "to_quads",
    "vocabulary_quads",
]
