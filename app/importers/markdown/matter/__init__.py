"""Front matter: what stands at the top of a file, as plain values. Knows nothing of what the keys mean."""

from app.importers.markdown.matter.read import BadMatter, Matter, read_matter
from app.importers.markdown.matter.yaml_values import load_yaml

__all__ = ["BadMatter", "Matter", "load_yaml", "read_matter"]
