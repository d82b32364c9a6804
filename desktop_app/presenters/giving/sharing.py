"""The results by visit and the data set without identity, read from an open store child by child.

Must not write files: `desktop_app.presenters.giving.writing` does.
"""

from desktop_app.presenters.giving.writing import Ask, Given, checked, must_give_out, of_children
from desktop_app.records import Child
from desktop_app.session import Session
from storage.watch import Watch
from study.results.of_child import results_of
from study.results.tables import TITLE as RESULTS_TITLE
from study.results.tables import tables
from study.shared.files import data_files, dictionary, omitted
from study.shared.of_child import Shared, alias_of, shared_of
from study.shared.risk import risk
from study.text import Text

RESULTS, SHARED = "results", "shared"
"""What the record calls them where it notes that they left, and what their files are called."""
_SHARED_TITLE = Text(
    "Data set without identity: what is in it and what remains risky", "去标识化数据集：内容与残余风险"
)


def results_file(session: Session, ask: Ask, watch: Watch) -> Given:
    """The results of all children. KnownErrors `may-not-give-out`, `stopped`, `identity-in-file`, `no-site-key`."""
    must_give_out(session, ask)
    made = of_children(session, lambda child: results_of(child.course, session.today), ask, watch)
    sheets = tables(session.study, made)
    about = (
        Text(
            f"As of {session.now:%Y-%m-%d}. Primary outcomes first.", f"数据截止 {session.now:%Y-%m-%d}。主要终点在前。"
        ),
    )
    given = Given(RESULTS, RESULTS_TITLE, about, sheets, len(made), printed=frozenset({"about", "glance"}))
    return checked(given, session, ask)


def shared_set(session: Session, ask: Ask, watch: Watch) -> Given:
    """The data set. KnownErrors as above, and `text-in-set`."""
    site = must_give_out(session, ask)

    def one(child: Child) -> Shared:
        return shared_of(child.course, alias_of(site.alias(child.subject.id)), session.today)

    children, study = of_children(session, one, ask, watch), session.study
    about = (
        Text(
            f"As of {session.now:%Y-%m-%d}, {study.code} version {study.version}, digest {study.digest[:16]}.",
            f"数据截止 {session.now:%Y-%m-%d}，{study.code} 版本 {study.version}，摘要值 {study.digest[:16]}。",
        ),
        *PROVEN,
    )
    words = (risk(study, children), dictionary(study), omitted(study))
    data = data_files(study, children)
    given = Given(SHARED, _SHARED_TITLE, about, words, len(children), data, printed=frozenset({"risk"}))
    return checked(given, session, ask, strictly=True)


PROVEN = (
    Text(
        "Checked before it was written: no name, number, address or date of birth of any child of the record, "
        "no registry code, no calendar day; every cell of the data is a number, a study day, a code of a list or an "
        "alias.",
        "写入前已核查：不含任何患儿的姓名、号码、住址、出生日期、受试者编号及日历日期；"
        "数据的每一格均为数值、研究日、代码或代号。",
    ),
    Text(
        "Left out: every item in words (left-out lists them). A result such as “<40” stands so, never as 40.",
        "未纳入：一切文字项目（见 left-out）。“<40”等结果按原样保留，不作为40。",
    ),
)  # fmt: skip
