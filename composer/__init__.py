"""Write, translate, prove, sign off and send one message to everybody, one recipient each."""

__version__ = "0.1.0"
