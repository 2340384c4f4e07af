"""Tests of paths to the first night."""
