"""The house rules that no linter knows, each a small function from source to findings. Owns no rule itself."""

from devtools.rules.tree import check_tree

__all__ = ["check_tree"]
