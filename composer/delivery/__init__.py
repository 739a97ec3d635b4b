"""The ledger, dispatch, the test send, pace, batches and the watch."""
