"""Paths of newcomers to their first night on call: dated steps, a mentor, and nights in the shadow."""
