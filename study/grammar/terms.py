"""A term of a dictionary, by its name in either language; what fits several, or only part of one, is asked about.

What is stored is the term's own English name, so the record reads the same in every language and version.
"""

from study.definition.dictionary import Dictionary, Term
from study.definition.model import Item
from study.grammar.answers import Ask, Option, Reading, Refused, Understood
from study.grammar.fold import fold
from study.grammar.term_search import index_of
from study.text import Text
from study.values import TextValue

MOST_ASKED = 4
"""Terms that are listed in a question; of more the list in the field is the better way."""


def read_term(found: Dictionary, text: str, item: Item, typed: str) -> Reading:
    """What was typed as a term of the dictionary, whose text is `text`."""
    term = found.find(fold(typed))
    if term is not None:
        return Understood(TextValue(term.label.en), term.label)
    near = [found.terms[at] for at in index_of(found.code, text).matching(typed)]
    written = typed.strip()
    if not near:
        return _refused(found, item, written)
    if len(near) > MOST_ASKED:
        return Refused(
            Text(
                f"“{written}” fits {len(near)} terms of {found.name.en}: type more of it, or choose one from the list.",
                f"“{written}”与{found.name.zh}的{len(near)}个术语相符，请继续输入或从列表中选择。",
            )
        )
    options = tuple(Option(_with_group(each), TextValue(each.label.en)) for each in near)
    return Ask(Text(f"Which term is “{written}”?", f"“{written}”指哪个术语？"), options)


def _with_group(term: Term) -> Text:
    """A term with its class, where its own name does not say it."""
    label, group = term.label, term.group
    if group.en in label.en:
        return label
    return Text(f"{label.en} ({group.en})", f"{label.zh}（{group.zh}）")


def _refused(found: Dictionary, item: Item, written: str) -> Refused:
    advice = found.advice or Text("", "")
    return Refused(
        Text(
            f"“{written}” is no term of {found.name.en}, which {item.label.en} is chosen from. {advice.en}".rstrip(),
            f"“{written}”不是{found.name.zh}的术语，“{item.label.zh}”须从中选择。{advice.zh}",
        )
    )
