"""The project, its programme, its partners and their logos."""
