"""spaCy components, one file each: each adds its own layer to the Doc and rewrites no other's."""
