"""YAML text to plain nodes that remember their line. Owns the YAML library; knows nothing of studies.

Scalars stay the text that was written ("1.10", "No", "1P"): what they mean is decided where they are read. Aliases,
anchors and tags are refused, so a file says what it says on its own lines.
"""

from collections.abc import Iterator

import msgspec
import yaml

from study.text import Text

MOST_LEVELS = 20
MOST_NODES = 100_000
"""Words, lists and mappings of one file; some hundred times what a large form has."""
LONGEST_WORD = 4000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Scalar(msgspec.Struct, frozen=True):
    """A single value as written; `plain` is False when it stood in quotes or in a block."""

    text: str
    line: int
    plain: bool = True


class Listing(msgspec.Struct, frozen=True):
    """A sequence."""

    entries: tuple["Node", ...]
    line: int


class Table(msgspec.Struct, frozen=True):
    """A mapping, in the order of the file; a key may stand twice, and it is for the reader to object."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    line: int


Node = Scalar | Listing | Table


class UnreadableYamlError(Exception):
    """A text that is not the YAML we read; `line` counts from 1."""

    def __init__(self, line: int, why: Text) -> None:
        super().__init__(f"line {line}: {why.en}")
        self.line = line
        self.why = why


def compose(text: str) -> Node | None:
    """The node of the one document in `text`, None when it is empty. Raises UnreadableYamlError."""
    stack: list[tuple[int, bool, list[Node]]] = [(1, False, [])]
    for count, event in enumerate(_events(text)):
        line = event.start_mark.line + 1 if event.start_mark else 1
        _refuse_unsupported(event, line)
        if count > MOST_NODES:
            raise UnreadableYamlError(line, Text(en=f"more than {MOST_NODES} words", zh=f"超过{MOST_NODES}个词"))
        if isinstance(event, yaml.ScalarEvent):
            stack[-1][2].append(Scalar(event.value, line, event.style is None))
        elif isinstance(event, yaml.CollectionStartEvent):
            stack.append((line, isinstance(event, yaml.MappingStartEvent), []))
            if len(stack) > MOST_LEVELS:
                raise UnreadableYamlError(line, Text(en="nested too deeply", zh="嵌套层次过深"))
        elif isinstance(event, yaml.CollectionEndEvent):
            start, is_table, entries = stack.pop()
            stack[-1][2].append(_table(entries, start) if is_table else Listing(tuple(entries), start))
    documents = stack[0][2]
    if len(documents) > 1:
        raise UnreadableYamlError(
            documents[1].line, Text(en="a second document in one file", zh="一个文件中有第二个文档")
        )
    return documents[0] if documents else None


def _events(text: str) -> Iterator[yaml.Event]:
    """The parser's events, with the library's errors mapped."""
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "?"
        why = Text(en=f"not YAML: {problem}", zh=f"不是有效的YAML: {problem}")
        raise UnreadableYamlError(mark.line + 1 if mark else 1, why) from error
    except (yaml.YAMLError, UnicodeError) as error:
        why = Text(en="a character that YAML does not allow", zh="含有YAML不允许的字符")
        raise UnreadableYamlError(1, why) from error


def _refuse_unsupported(event: yaml.Event, line: int) -> None:
    """Raises UnreadableYamlError for an alias, an anchor, a tag, or a text without end."""
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
        raise UnreadableYamlError(line, Text(en="anchors and aliases are not read", zh="不支持锚点和别名"))
    if getattr(event, "tag", None) is not None:
        raise UnreadableYamlError(line, Text(en="tags are not read", zh="不支持标签"))
    if len(getattr(event, "value", "")) > LONGEST_WORD:
        most = Text(en=f"a text has {LONGEST_WORD} characters at most", zh=f"一段文字最长{LONGEST_WORD}个字符")
        raise UnreadableYamlError(line, most)


def _table(entries: list[Node], line: int) -> Table:
    """A mapping from the flat run key, value, key, value."""
    pairs: list[tuple[Scalar, Node]] = []
    for key, value in zip(entries[::2], entries[1::2], strict=True):
        if not isinstance(key, Scalar):
            raise UnreadableYamlError(key.line, Text(en="a key must be a word", zh="键必须是单个词"))
        pairs.append((key, value))
    return Table(tuple(pairs), line)
