"""The frozen manifest, its prediction for seeds, and the comparison of receipts."""
