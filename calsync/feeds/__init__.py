"""Diaries without a tenant app: a published Outlook calendar, and a folder of .ics files."""
