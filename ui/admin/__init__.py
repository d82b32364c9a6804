"""Users, devices, enrolment, site key, language and what this program is.

AdminView: section_chosen(Section), user_add_requested(NewUser), enrolment_requested(EnrolmentRequest),
site_key_sheet_requested(), site_key_print_requested(), site_key_sheet_closed(), site_key_typed(str),
definition_look_requested(), definition_proposal_requested(), definition_adoption_requested(Adoption),
definition_left(), table_import_requested(), table_template_requested(),
table_adoption_requested(), table_left(), language_chosen(LanguageSwitch), theme_chosen(str).
"""
