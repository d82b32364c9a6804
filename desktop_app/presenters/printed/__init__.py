"""What is put on paper: case report forms. Texts only; `desktop_app.paper` draws."""
