"""Tests of the backprop tutor."""
