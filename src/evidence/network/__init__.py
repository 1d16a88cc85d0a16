"""Networks: who was compared with whom, and which marker bears on which treatment in which disease.

`treatments` makes them of a whole knowledge base, `answers` of the rows of one answer; `layout` places them for a
picture.
"""

from evidence.network.answers import comparisons, markers
from evidence.network.layout import placed
from evidence.network.treatments import common_comparators, treatment_network, write_graphml, write_json

__all__ = [
    "common_comparators",
    "comparisons",
    "markers",
    "placed",
    "treatment_network",
    "write_graphml",
    "write_json",
]
