"""Changes: the facts they carry, their bytes, their chain. Must not know where they are stored or who verifies them."""
