"""Bulk audits on the pages: a register uploaded, its columns confirmed, settings, progress, and the answer by line."""
