"""The bedside: what stands at a visit, what a person types into it, and the facts that come of it."""

from desktop_app.presenters.visit.page import VisitPage

__all__ = ["VisitPage"]
