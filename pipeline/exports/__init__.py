"""The tables of a version in the forms that other programs read: DNA, PLOVER, GraphML, GEXF, Parquet, summed CSV."""
