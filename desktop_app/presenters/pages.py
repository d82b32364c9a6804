"""The pages of a desk, each made when it is first needed. Owns no navigation."""

from functools import cached_property
from typing import TYPE_CHECKING

from desktop_app.presenters.admin import AdminPage
from desktop_app.presenters.audit_page import AuditPage
from desktop_app.presenters.charts import ChartsPage
from desktop_app.presenters.child import ChildPage
from desktop_app.presenters.children import ChildrenPage
from desktop_app.presenters.cohort import CohortPage
from desktop_app.presenters.conflict import ConflictPage
from desktop_app.presenters.keeping import Keeping
from desktop_app.presenters.logs import LogsPage
from desktop_app.presenters.outcomes import OutcomesPage
from desktop_app.presenters.queries import QueriesPage
from desktop_app.presenters.review import ReviewPage
from desktop_app.presenters.safety import SafetyPage
from desktop_app.presenters.sync import SyncPage
from desktop_app.presenters.today import TodayPage
from desktop_app.presenters.visit import VisitPage
from desktop_app.presenters.visit.printing import VisitPrinting
from ui.frame.state import Room

if TYPE_CHECKING:
    from desktop_app.presenters.page import Desk, Page


class Pages:
    """One page of each kind."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.added: set[str] = set()

    def stop(self) -> None:
        """The desk goes: nothing that is being written out of the record goes on."""
        if "audit" in self.added:
            self.audit.stop()
        if "safety" in self.added:
            self.safety.giving.stop()
        if "admin" in self.added:
            self.admin.study.giving.stop()

    def of(self, room: Room) -> "Page":
        """The page that a room of the rail shows."""
        match room:
            case Room.TODAY:
                return self.today
            case Room.CHILDREN:
                return self.children
            case Room.QUERIES:
                return self.queries
            case Room.SAFETY:
                return self.safety
            case Room.SYNC:
                return self.sync
            case Room.AUDIT:
                return self.audit
            case Room.ADMIN:
                return self.admin

    @cached_property
    def today(self) -> TodayPage:
        """What is due, and what needs somebody."""
        return TodayPage(self._desk)

    @cached_property
    def children(self) -> ChildrenPage:
        """All children."""
        return ChildrenPage(self._desk)

    @cached_property
    def child(self) -> ChildPage:
        """One child."""
        return ChildPage(self._desk)

    @cached_property
    def visit(self) -> VisitPage:
        """The bedside."""
        page = VisitPage(self._desk)
        self._printing = VisitPrinting(self._desk, page.view)
        return page

    @cached_property
    def review(self) -> ReviewPage:
        """What is signed."""
        return ReviewPage(self._desk)

    @cached_property
    def charts(self) -> ChartsPage:
        """A child's charts."""
        return ChartsPage(self._desk)

    @cached_property
    def logs(self) -> LogsPage:
        """A child's logs."""
        return LogsPage(self._desk)

    @cached_property
    def cohort(self) -> CohortPage:
        """The charts of all children."""
        return CohortPage(self._desk)

    @cached_property
    def outcomes(self) -> OutcomesPage:
        """The primary outcomes of all children."""
        return OutcomesPage(self._desk)

    @cached_property
    def conflict(self) -> ConflictPage:
        """One conflict."""
        return ConflictPage(self._desk)

    @cached_property
    def queries(self) -> QueriesPage:
        """Questions about what was entered."""
        return QueriesPage(self._desk)

    @cached_property
    def safety(self) -> SafetyPage:
        """Adverse events of all children."""
        return SafetyPage(self._desk)

    @cached_property
    def sync(self) -> SyncPage:
        """To and from the EDC."""
        return SyncPage(self._desk)

    @cached_property
    def audit(self) -> AuditPage:
        """Who did what, and what an auditor asks."""
        return AuditPage(self._desk, self.keeping)

    @cached_property
    def admin(self) -> AdminPage:
        """Users, devices, appearance."""
        return AdminPage(self._desk, self.keeping)

    @cached_property
    def keeping(self) -> Keeping:
        """Backups, drills, verification, room on the disk; no page, and it runs while nobody looks at one."""
        return Keeping(self._desk)
