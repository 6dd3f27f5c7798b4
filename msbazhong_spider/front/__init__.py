"""A first look at the archive in a browser: Datasette with our search, words and pages.

``plugin`` is what every Datasette has beside which this package is installed (entry point): search
that finds Chinese words, the meaning of tables and columns, canned queries. ``site`` adds the pages
of ``msbazhong serve``. Datasette itself comes with the extra ``serve``.
"""
