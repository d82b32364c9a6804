"""What goes to the central EDC, what came from it, what waits, and the receipt of the day.

SyncView: sync_requested(), pause_requested(), resume_requested(), conflict_opened(ConflictId), child_opened(SubjectId),
receipt_print_requested(), receipt_pdf_requested(), bundle_export_requested(with attached files),
bundle_import_requested(), bundle_stop_requested(), enrol_asked().
"""
