"""A strict reader of one YAML mapping: each key is asked for by kind, and `done` objects to what nobody asked for.

Owns how words become texts, numbers, limits, ages and flags. Never raises on what a file says: it reports, and gives a
harmless value so that reading goes on and finds the next fault too.
"""

import re
from datetime import date
from decimal import Decimal
from keyword import iskeyword
from typing import TypeVar

from study.definition.faults import Report
from study.definition.model import Age, Limits
from study.definition.yaml_lines import Listing, Node, Scalar, Table
from study.text import Text

Word = TypeVar("Word", bound=str)
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", re.ASCII)
_INTEGER = re.compile(r"-?[0-9]{1,9}", re.ASCII)
_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}", re.ASCII)
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,23}", re.ASCII)
OLDEST = Age(months=150 * 12)


class Fields:
    """The keys of one mapping in one file. Faults name `item`: its own code, else that around it."""

    def __init__(self, node: Node | None, file: str, report: Report, item: str = "") -> None:
        self.file = file
        self.report = report
        self.item = item
        self.line = node.line if node else 1
        self._nodes: dict[str, tuple[int, Node]] = {}
        self._asked: set[str] = set()
        if isinstance(node, Table):
            self.item = next((v.text for k, v in node.entries if k.text == "code" and isinstance(v, Scalar)), item)
            self._take(node)
        else:
            self.fault("keys and values are expected here", "此处应为键值对")

    def _take(self, node: Table) -> None:
        for key, value in node.entries:
            if key.text in self._nodes:
                self.fault(f"`{key.text}` is said twice", f"“{key.text}”重复出现", key.line)
            self._nodes.setdefault(key.text, (key.line, value))

    def fault(self, en: str, zh: str, line: int | None = None) -> None:
        """Reports a fault here."""
        self.report.add(self.file, self.line if line is None else line, self.item, en, zh)

    def line_of(self, key: str) -> int:
        """The line on which the key stands, or the mapping's first line."""
        return self._nodes[key][0] if key in self._nodes else self.line

    def remember(self, *path: str) -> None:
        """Notes in the report where this mapping and each of its keys stand."""
        self.report.remember(path, self.file, self.line)
        for key, (line, _) in self._nodes.items():
            self.report.remember((*path, key), self.file, line)

    @property
    def written(self) -> list[str]:
        """Every key that was written."""
        return list(self._nodes)

    def has(self, key: str) -> bool:
        """True when the key was written."""
        return key in self._nodes

    def node(self, key: str, required: bool = False) -> Node | None:
        """The node under a key."""
        self._asked.add(key)
        if key in self._nodes:
            return self._nodes[key][1]
        if required:
            self.fault(f"`{key}` is missing", f"缺少“{key}”")
        return None

    def text(self, key: str, required: bool = False) -> str:
        """A word or sentence; "" when it is not there."""
        node = self.node(key, required)
        if node is None:
            return ""
        if not isinstance(node, Scalar) or node.text.strip() in ("", "~"):
            self.fault(f"`{key}` must be a text", f"“{key}”必须是文字", self.line_of(key))
            return ""
        return node.text.strip()

    def code(self, key: str = "code") -> str:
        """A code: a letter, then letters, digits and underscores, 24 at most; no word that an expression needs."""
        word = self.text(key, required=True)
        if word and (not _CODE.fullmatch(word) or iskeyword(word)):
            self.fault(f"`{word}` is not a code", f"“{word}”不是有效的代码", self.line_of(key))
        return word

    def label(self) -> Text:
        """The keys `en` and `zh` of this mapping, both of them."""
        if not self.has("zh"):
            self.fault("the Chinese text (`zh`) is missing", "缺少中文（“zh”）")
        if not self.has("en"):
            self.fault("the English text (`en`) is missing", "缺少英文（“en”）")
        return Text(en=self.text("en"), zh=self.text("zh"))

    def wording(self, key: str, required: bool = False) -> Text | None:
        """A text in both languages under a key: `{en: ..., zh: ...}`."""
        inner = self.inner(key, required)
        if inner is None:
            return None
        text = inner.label()
        inner.done()
        return text

    def flag(self, key: str, default: bool = False) -> bool:
        """The word true or false."""
        return self.one_of(key, ("true", "false"), "true" if default else "false") == "true"

    def one_of(self, key: str, words: tuple[Word, ...], default: Word, required: bool = False) -> Word:
        """One of several words."""
        word = self.text(key, required)
        for known in words:
            if word == known:
                return known
        if word:
            allowed = ", ".join(words)
            self.fault(f"`{key}: {word}` is none of {allowed}", f"“{key}: {word}”不在{allowed}之内", self.line_of(key))
        return default

    def integer(self, key: str, required: bool = False) -> int | None:
        """A whole number."""
        word = self.text(key, required)
        if word and not _INTEGER.fullmatch(word):
            self.fault(f"`{key}: {word}` is not a whole number", f"“{key}: {word}”不是整数", self.line_of(key))
            return None
        return int(word) if word else None

    def number(self, key: str, required: bool = False) -> Decimal | None:
        """A decimal, exactly as written."""
        return self._decimal(key, self.text(key, required))

    def _decimal(self, key: str, word: str) -> Decimal | None:
        if word and not _NUMBER.fullmatch(word):
            self.fault(f"`{key}: {word}` is not a number", f"“{key}: {word}”不是数字", self.line_of(key))
            return None
        return Decimal(word) if word else None

    def age(self, key: str) -> Age:
        """An age such as 13y, 6m or 28d."""
        word = self.text(key, required=True)
        age = Age.read(word)
        if age is None or age.rank > OLDEST.rank:
            if word:
                self.fault(
                    f"`{key}: {word}` is not an age (13y, 6m, 28d)",
                    f"“{key}: {word}”不是年龄（13y、6m、28d）",
                    self.line_of(key),
                )
            return Age()
        return age

    no_date = date(1, 1, 1)
    """What stands for a date that could not be read, so that reading goes on."""

    def date(self, key: str, required: bool = False) -> "date | None":
        """A day such as 2026-08-18."""
        word = self.text(key, required)
        if not word:
            return None
        try:
            found = date.fromisoformat(word) if _DAY.fullmatch(word) else self.no_date
        except ValueError:
            found = self.no_date
        if found == self.no_date:
            en, zh = f"`{key}: {word}` is not a day (2026-08-18)", f"“{key}: {word}”不是日期（2026-08-18）"
            self.fault(en, zh, self.line_of(key))
        return found

    def days(self, key: str) -> tuple[int, int] | None:
        """`[first, last]`: two whole days."""
        limits = self.limits(key)
        if limits is None:
            return None
        ends = [end for end in (limits.low, limits.high) if end is not None and end == end.to_integral_value()]
        if len(ends) != 2:
            self.fault(f"`{key}` is two whole days", f"“{key}”须为两个整数天", self.line_of(key))
            return None
        return int(ends[0]), int(ends[1])

    def limits(self, key: str) -> Limits | None:
        """`[low, high]`; `~` is an open end."""
        words = self.strings(key)
        if not self.has(key):
            return None
        if len(words) != 2 or words == ("~", "~"):
            self.fault(f"`{key}` must be [low, high]", f"“{key}”必须是[下限，上限]", self.line_of(key))
            return None
        low, high = ("" if word == "~" else word for word in words)
        return Limits(self._decimal(key, low), self._decimal(key, high))

    def open(self, key: str) -> bool:
        """True when `~` stands under a key: it is said that there is nothing."""
        node = self.node(key)
        return isinstance(node, Scalar) and node.text == "~"

    def strings(self, key: str, required: bool = False) -> tuple[str, ...]:
        """A list of words."""
        node = self.node(key, required)
        if node is None:
            return ()
        entries = node.entries if isinstance(node, Listing) else ()
        words = tuple(entry.text.strip() for entry in entries if isinstance(entry, Scalar) and entry.text.strip())
        if not isinstance(node, Listing) or len(words) != len(entries):
            self.fault(f"`{key}` must be a list of words", f"“{key}”必须是词的列表", self.line_of(key))
        return words

    def inner(self, key: str, required: bool = False) -> "Fields | None":
        """The mapping under a key."""
        node = self.node(key, required)
        return None if node is None else Fields(node, self.file, self.report, self.item)

    def each(self, key: str, required: bool = False) -> list["Fields"]:
        """The mappings of the list under a key."""
        node = self.node(key, required)
        if node is None:
            return []
        if not isinstance(node, Listing):
            self.fault(f"`{key}` must be a list", f"“{key}”必须是列表", self.line_of(key))
            return []
        return [Fields(entry, self.file, self.report, self.item) for entry in node.entries]

    def one_or_each(self, key: str) -> list["Fields"]:
        """The mapping under a key, or the mappings of the list under it."""
        node = self.node(key)
        if isinstance(node, Listing):
            return self.each(key)
        return [] if node is None else [Fields(node, self.file, self.report, self.item)]

    def done(self) -> None:
        """Reports every key that nobody asked for."""
        for key, (line, _) in self._nodes.items():
            if key not in self._asked:
                self.fault(f"`{key}` is not a key that is known here", f"此处不认识“{key}”", line)
