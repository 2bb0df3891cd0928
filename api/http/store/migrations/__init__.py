VERSION_TABLE = "http_version"  # alembic's, apart from the ledger's own
