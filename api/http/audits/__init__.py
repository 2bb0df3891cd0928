"""Bulk audits over HTTP: uploads taken in, run in processes of their own, answers handed out."""
