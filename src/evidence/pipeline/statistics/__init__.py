"""Layer `statistics`: every reported number of a result, typed and normalised, in text order."""
