"""rdflib over the knowledge base: a read-only rdflib store that asks Oxigraph, and copies nothing."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any, NoReturn

import pyoxigraph
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.query import Result
from rdflib.store import Store

from evidence.errors import StoreError
from evidence.namespaces import prefixes
from evidence.store.base import evaluate


def dataset(store: pyoxigraph.Store) -> rdflib.Dataset:
    """A dataset whose default graph is the union of all graphs."""
    view = rdflib.Dataset(store=OxigraphView(store), default_union=True)
    view.namespace_manager = rdflib.namespace.NamespaceManager(view, bind_namespaces="none")
    return view


class OxigraphView(Store):
    """The part of rdflib's store interface that reading needs; SPARQL goes to Oxigraph as it is."""

    context_aware = True
    graph_aware = True
    formula_aware = False
    transaction_aware = False

    def __init__(self, store: pyoxigraph.Store) -> None:
        super().__init__()
        self._oxigraph = store

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:
        """Triples of one graph, or of all, each with the graphs that hold it."""
        subject, predicate, object = (None if term is None else _to_oxigraph(term) for term in triple_pattern)
        graph = self._graph_name(context)
        for quad in self._oxigraph.quads_for_pattern(subject, predicate, object, graph):
            triple = (_to_rdflib(quad.subject), _to_rdflib(quad.predicate), _to_rdflib(quad.object))
            holder = quad.graph_name
            name = (
                DATASET_DEFAULT_GRAPH_ID
                if isinstance(holder, pyoxigraph.DefaultGraph)
                else _to_rdflib(holder)
            )
            yield triple, iter((rdflib.Graph(store=self, identifier=name),))

    def contexts(self, triple: Any = None) -> Generator[rdflib.Graph, None, None]:
        """The named graphs (that hold a triple)."""
        if triple is None:
            for graph in self._oxigraph.named_graphs():
                yield rdflib.Graph(store=self, identifier=_to_rdflib(graph))
        else:
            for _, holders in self.triples(triple):
                yield from holders

    def __len__(self, context: Any = None) -> int:
        graph = self._graph_name(context)
        if graph is None:
            return len(self._oxigraph)
        return sum(1 for _ in self._oxigraph.quads_for_pattern(None, None, None, graph))

    def query(  # rdflib's own names
        self,
        query: Any,
        initNs: Any,  # noqa: N803
        initBindings: Any,  # noqa: N803
        queryGraph: Any,  # noqa: N803
        **kwargs: Any,
    ) -> Result:
        """Hand a query over to Oxigraph."""
        known = {**prefixes(), **{prefix: str(iri) for prefix, iri in (initNs or {}).items()}}
        values = {
            pyoxigraph.Variable(str(name)): _to_oxigraph(term) for name, term in (initBindings or {}).items()
        }
        answer = evaluate(self._oxigraph, str(query), substitutions=values, known_prefixes=known)
        return _result(answer)

    def bind(self, prefix: str, namespace: rdflib.URIRef, override: bool = True) -> None:
        """Prefixes are the project's own, and stay."""

    def namespace(self, prefix: str) -> rdflib.URIRef | None:
        """The namespace of a prefix."""
        iri = prefixes().get(prefix)
        return rdflib.URIRef(iri) if iri else None

    def prefix(self, namespace: rdflib.URIRef) -> str | None:
        """The prefix of a namespace."""
        return next((prefix for prefix, iri in prefixes().items() if iri == str(namespace)), None)

    def namespaces(self) -> Iterator[tuple[str, rdflib.URIRef]]:
        """All prefixes with their namespaces."""
        for prefix, iri in prefixes().items():
            yield prefix, rdflib.URIRef(iri)

    def add(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        self._refuse()

    def addN(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: N802 (rdflib's own name)
        """Refused."""
        self._refuse()

    def remove(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        self._refuse()

    def update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        self._refuse()

    def add_graph(self, graph: Any) -> None:
        """Graphs are there or not; rdflib names them before it reads them."""

    def remove_graph(self, graph: Any) -> NoReturn:
        """Refused."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise StoreError("the knowledge base is read-only through rdflib; write with `evidence ingest`")

    def _graph_name(self, context: Any) -> Any:
        """None stands for all graphs; a dataset with `default_union` asks so for its default graph."""
        name = getattr(context, "identifier", context)
        if name is None:
            return None
        if name == DATASET_DEFAULT_GRAPH_ID:
            return pyoxigraph.DefaultGraph()
        return _to_oxigraph(name)


def _to_oxigraph(term: Any) -> Any:
    if isinstance(term, rdflib.URIRef):
        return pyoxigraph.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return pyoxigraph.BlankNode(str(term))
    if term.language:
        return pyoxigraph.Literal(str(term), language=term.language)
    if term.datatype:
        return pyoxigraph.Literal(str(term), datatype=pyoxigraph.NamedNode(str(term.datatype)))
    return pyoxigraph.Literal(str(term))


def _to_rdflib(term: Any) -> Any:
    if isinstance(term, pyoxigraph.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = None if term.datatype.value == str(rdflib.XSD.string) else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype, normalize=False)


def _result(answer: Any) -> Result:
    if isinstance(answer, pyoxigraph.QueryBoolean):
        result = Result("ASK")
        result.askAnswer = bool(answer)
    elif isinstance(answer, pyoxigraph.QueryTriples):
        result = Result("CONSTRUCT")
        result.graph = rdflib.Graph()
        for triple in answer:
            result.graph.add(
                (_to_rdflib(triple.subject), _to_rdflib(triple.predicate), _to_rdflib(triple.object))
            )
    else:
        result = Result("SELECT")
        result.vars = [rdflib.Variable(variable.value) for variable in answer.variables]
        result.bindings = [
            {name: _to_rdflib(solution[str(name)]) for name in result.vars if solution[str(name)] is not None}
            for solution in answer
        ]
    return result
