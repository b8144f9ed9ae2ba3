"""Measurements that assert nothing: run by hand."""
