"""The event log as its auditor reads it: searched, taken out, and each day's digest to keep elsewhere.

It lies here since it speaks of the tables of every app. What is written in the log is `accounts/eventlog.py`'s
business.
"""
