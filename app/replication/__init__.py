"""The right to write, the sidecar, boot and restore; no HTTP framework.

Import its modules one by one: `supervisor` is a process of standard-library code and must stay small.
"""
