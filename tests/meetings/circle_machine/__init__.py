"""A circle in lists and dicts, by the rules of docs/rules.md, and the moves by which it is compared with the real one.

Each `…_model.py` is one subject and adds it to the one before; `taking_out_model.Circle` is the whole. Each
`…_moves.py` lets the same be done to both.
"""
