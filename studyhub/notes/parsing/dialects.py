"""The dialects of Markdown a text may be of: which rules it is read by.

What was approved keeps its bytes until it is approved anew, exports too, which are written from the source: so each
text is kept with its dialect's number.
"""

# Line ends within a paragraph join Japanese; no boxes, bare addresses, HTML pairs, emoji names, formulas.
FIRST = 1
# As people know it from Zenn, Qiita and HedgeDoc.
NEWEST = 2
