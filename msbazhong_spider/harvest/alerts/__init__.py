"""Telling people in time: which channels there are, what they are sent, and what they were told."""

import logging

# Without a handler Python would print what is logged before a run has its log file.
logging.getLogger(__name__).addHandler(logging.NullHandler())
