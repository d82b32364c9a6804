"""What one Python file must look like, whatever room it stands in: size, docstring, honest errors, no leftovers.

A module arrives as a `Module`; every rule returns findings as `path:line: sentence`.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

FILE_LINES = 400
FUNCTION_LINES = 50

# Written apart, so that this file keeps its own rule.
LEFTOVER = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b")
BANNER = re.compile(r"^#\s*[-=#*~_]{4,}|[-=#*~_]{4,}\s*$")
TOOL_COMMENT = re.compile(r"#\s*(noqa(: [A-Z0-9, ]+)?|type: ignore(\[[\w, -]+\])?)\s*")
UNFINISHED = "Not" + "ImplementedError"


@dataclass(frozen=True)
class Module:
    """One file's path (with forward slashes, from the repository's root) and text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text, self.path)

    @property
    def fault(self) -> str:
        """The finding for a file that is no Python; empty for all others, and every rule wants one of those."""
        try:
            ast.parse(self.text, self.path)
        except SyntaxError as error:
            return self.finding(error.lineno or 1, f"no Python: {error.msg}")
        return ""

    @cached_property
    def comments(self) -> dict[int, str]:
        """Line number -> comment on that line."""
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}

    @cached_property
    def reasons(self) -> set[int]:
        """The lines whose comment speaks to people, not to a tool."""
        return {line for line, comment in self.comments.items() if not TOOL_COMMENT.fullmatch(comment)}

    def finding(self, line: int, sentence: str) -> str:
        """One finding as people and editors read it."""
        return f"{self.path}:{line}: {sentence}"


def size(module: Module) -> Iterator[str]:
    """Files of 400 lines and functions of 50 at most."""
    lines = module.text.count("\n")
    if lines > FILE_LINES:
        yield module.finding(1, f"{lines} lines; a file has at most {FILE_LINES}")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield module.finding(node.lineno, f"{node.name} has {length} lines; at most {FUNCTION_LINES}")


def docstring(module: Module) -> Iterator[str]:
    """Every module says what it owns."""
    if not ast.get_docstring(module.tree):
        yield module.finding(1, "no module docstring")


def _says_nothing(statement: ast.stmt) -> bool:
    constant = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.Pass | ast.Continue) or constant


def swallowed(module: Module) -> Iterator[str]:
    """No error is dropped: neither by an empty handler nor by suppressing every exception."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler) and all(isinstance(s, ast.Pass) or _is_dots(s) for s in node.body):
            yield module.finding(node.lineno, "an exception is swallowed; handle it, map it or let it pass")
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type) and all(map(_says_nothing, node.body)):
            yield module.finding(node.lineno, "every exception is skipped over; name the one that is meant")
        if isinstance(node, ast.Call) and dotted(node.func).endswith("suppress") and any(map(_is_broad, node.args)):
            yield module.finding(node.lineno, "every exception is suppressed; name the one that is meant")


def _is_dots(statement: ast.stmt) -> bool:
    value = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(value, ast.Constant) and value.value is ...


def _is_broad(kind: ast.expr | None) -> bool:
    return kind is None or dotted(kind) in {"Exception", "BaseException"}


def dotted(node: ast.expr) -> str:
    """A dotted name as text; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def leftovers(module: Module) -> Iterator[str]:
    """Nothing is left for later: no notes to oneself, no unfinished bodies, no banners."""
    for line, comment in module.comments.items():
        if LEFTOVER.search(comment):
            yield module.finding(line, "a note for later; do it or write it down in docs/state.md")
        if BANNER.search(comment):
            yield module.finding(line, "a banner; a long file wants to be two")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name) and node.id == UNFINISHED:
            yield module.finding(node.lineno, "an unfinished body")


def late_imports(module: Module) -> Iterator[str]:
    """Imports stand at the top; inside a function only with the reason in a comment beside or above."""
    for function in ast.walk(module.tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        explained = False
        for node in ast.walk(function):
            if not isinstance(node, ast.Import | ast.ImportFrom):
                continue
            # One comment speaks for the imports that follow it without a gap.
            here = {node.lineno - 1, node.lineno, node.end_lineno or node.lineno}
            explained = bool(here & module.reasons) or (explained and _follows(module, node))
            if not explained:
                yield module.finding(node.lineno, f"import inside {function.name} without a reason beside it")


def _follows(module: Module, node: ast.stmt) -> bool:
    before = module.text.splitlines()[node.lineno - 2].strip()
    return before.startswith(("import ", "from ")) or before == ")"


def clean_test(module: Module) -> Iterator[str]:
    """Tests neither sleep, nor skip, nor pretend: real parts or fakes behind the same contract."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            if name in {"time.sleep", "sleep", "qtbot.wait", "QTest.qWait", "QTest.qSleep"}:
                yield module.finding(node.lineno, "a test sleeps; wait for the signal or move the fake clock")
            if name in {"pytest.skip", "pytest.importorskip", "pytest.xfail"}:
                yield module.finding(node.lineno, "a test is left out; make it run or take it away")
        if isinstance(node, ast.Attribute) and dotted(node) in {
            "pytest.mark.skip",
            "pytest.mark.skipif",
            "pytest.mark.xfail",
        }:
            yield module.finding(node.lineno, "a test is left out; make it run or take it away")
        if isinstance(node, ast.ImportFrom) and node.module in {"unittest.mock", "mock"}:
            yield module.finding(node.lineno, "a mock; write a fake that keeps the part's contract")
        if isinstance(node, ast.Import) and any(alias.name in {"unittest.mock", "mock"} for alias in node.names):
            yield module.finding(node.lineno, "a mock; write a fake that keeps the part's contract")


EVERYWHERE = (size, docstring, swallowed, leftovers, late_imports)
