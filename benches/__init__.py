"""Benches: each file here measures one promise of the program against a baseline, in one run.

A bench is a file with `run(size, folder)` that yields Figures; it is found by its name. What benches share lies in
`apparatus`.
"""
