"""What is said when a command was written wrongly: in both languages, for nobody knows the language before it is read.

Owns the Chinese of argparse's sentences, which are English; one it does not know is said as it is. Prints nothing.
"""

import argparse
import re
from typing import NoReturn

from study.text import Text

_SENTENCES: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.*)", "缺少必需的参数：{0}"),
    (r"one of the arguments (.*) is required", "须给出以下参数之一：{0}"),
    (r"unrecognized arguments: (.*)", "无法识别的参数：{0}"),
    (r"unexpected option string: (.*)", "无法识别的参数：{0}"),
    (r"ambiguous option: (.*) could match (.*)", "参数 {0} 不明确，可能是：{1}"),
    (r"argument (.*): not allowed with argument (.*)", "参数 {0} 不能与 {1} 同时使用"),
    (r"argument (.*): ignored explicit argument (.*)", "参数 {0} 不接受值 {1}"),
    (r"argument (.*): expected one argument", "参数 {0} 后须有一个值"),
    (r"argument (.*): expected at most one argument", "参数 {0} 后最多有一个值"),
    (r"argument (.*): expected at least one argument", "参数 {0} 后至少有一个值"),
    (r"argument (.*): expected (\d+) arguments?", "参数 {0} 后须有 {1} 个值"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", "参数 {0} 不能是 {1}，可选：{2}"),
    (r"argument (.*): invalid int value: (.*)", "参数 {0} 须为整数，而不是 {1}"),
    (r"argument (.*): invalid \w+ value: (.*)", "参数 {0} 的值无效：{1}"),
    (r"argument (.*): unknown parser (.*) \(choices: (.*)\)", "参数 {0} 不能是 {1}，可选：{2}"),
)


def in_both(message: str) -> Text:
    """Argparse's sentence, with the Chinese beside it."""
    for pattern, chinese in _SENTENCES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found is not None:
            return Text(message, chinese.format(*found.groups()))
    return Text(message, f"命令有误：{message}")


class WrongUsage(Exception):  # noqa: N818 - wrong usage is no error of the program
    """A command that is not written right; `usage` is how it is."""

    def __init__(self, usage: str, said: Text) -> None:
        super().__init__(said.en)
        self.usage = usage
        self.said = said


class Parser(argparse.ArgumentParser):
    """A parser that raises WrongUsage instead of ending the program."""

    def error(self, message: str) -> NoReturn:
        """Something is missing, too much or not what was asked for."""
        raise WrongUsage(self.format_usage(), in_both(message))
