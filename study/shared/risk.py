"""What remains risky in a shared set: how many children share what others may know of them; what to think of. Pure."""

from collections import Counter
from collections.abc import Sequence

from study.definition.model import Study
from study.shared.of_child import Shared
from study.sheet import Cell, Sheet
from study.text import Text

_BY: tuple[tuple[Text, tuple[int, ...]], ...] = (
    (Text("sex", "性别"), (1,)),
    (Text("age", "年龄"), (2,)),
    (Text("standing", "状态"), (4,)),
    (Text("sex and age", "性别、年龄"), (1, 2)),
    (Text("sex, age and standing", "性别、年龄、状态"), (1, 2, 4)),
)
"""What an outsider may know, as columns of subjects.csv."""


class Groups:
    """The groups of children that share the same answers, and how many are smaller than they should be."""

    def __init__(self, children: Sequence[Shared], places: Sequence[int], smallest: int) -> None:
        self.counts = Counter(tuple(child.who[place] for place in places) for child in children)
        self.small = sum(count for count in self.counts.values() if count < smallest)
        self.alone = sum(count == 1 for count in self.counts.values())


def risk(study: Study, children: Sequence[Shared]) -> Sheet:
    """By what others may know: groups, the smallest, children in small ones and alone; what is to be thought of."""
    smallest = study.protocol.sharing.smallest
    rows: list[tuple[Cell, ...]] = []
    for words, places in _BY:
        made = Groups(children, places, smallest)
        least = min(made.counts.values(), default=0)
        rows.append((words, str(len(made.counts)), str(least), str(made.small), str(made.alone)))
    columns = (
        Text("Known by", "已知信息"), Text("Groups", "组数"), Text("Smallest group", "最小组例数"),
        Text(f"Children in groups below {smallest}", f"所在组不足{smallest}例的患儿数"),
        Text("Children alone", "唯一的患儿数"),
    )  # fmt: skip
    return Sheet("risk", Text("What remains risky", "仍存在的识别风险"), columns, tuple(rows), _notes(len(children)))


def _notes(count: int) -> tuple[Text, ...]:
    return (
        Text(
            f"This set is without identity and is not anonymous: {count} children with a rare disease, treated at one "
            "hospital that the registry names. Give it only under an agreement, and not to the public.",
            f"本数据集已去除身份信息，但并非匿名：仅 {count} 例罕见病患儿，且注册信息载明唯一治疗医院。"
            "仅可依协议提供，不宜公开。",
        ),
        Text(
            "Rare events (a death, an intensive care stay, dialysis, a rare infection), the order and distance of "
            "visits, and long series of results may single out a child for whoever knows one: look at them "
            "before it is given.",
            "罕见事件（死亡、入住重症监护、透析、少见感染）、访视的次序与间隔、长序列检验结果，均可能使知情者识别个体，"
            "提供前须逐项评估。",
        ),
        Text(
            "Study days keep intervals exact; with one known calendar day of a child all others follow. The alias "
            "is the same in every set of this site until its key is renewed: two sets can be joined.",
            "研究日保留精确间隔：一旦得知某患儿任一日期，即可推知其余日期。同一中心在更换中心密钥前代号不变，两份数据集可相互关联。",
        ),
    )  # fmt: skip
