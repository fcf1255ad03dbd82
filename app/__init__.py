"""A multilingual know-your-rights hotline bot: curated answers, nothing generated, nothing about a person kept."""

__version__ = "0.1.0"
