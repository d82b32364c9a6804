"""What is put on paper: case report forms, the letter for an appointment. Texts only; `desktop_app.paper` draws."""
