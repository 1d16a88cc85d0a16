"""Layer `statistics`: every reported number of a result, typed and normalised, in text order."""

from evidence.pipeline.statistics.component import NAME

__all__ = ["NAME"]
