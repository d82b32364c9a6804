"""Before anyone is in: unlock, recovery, and the first run of a new store.

UnlockView: unlock_requested(UnlockRequest), recovery_requested(RecoveryRequest), language_chosen(LanguageSwitch).
FirstRunView: store_requested(StoreRequest), recovery_confirmed(), recovery_print_requested(),
enrolment_requested(EnrolmentRequest), offline_chosen(), invitation_chosen(), language_chosen(LanguageSwitch).
"""
