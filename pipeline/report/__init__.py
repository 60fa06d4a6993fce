"""A version as one page to look at: what can be counted is counted here, and the page shows it.

``data`` makes what the page knows of the version, ``page`` lays it into one file of HTML. What runs in the browser lies
in ``page/`` (ours) and ``vendor/`` (Apache ECharts and Tabulator, as released).
"""
