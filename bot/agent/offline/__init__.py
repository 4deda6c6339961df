"""The model-free analyst: recognises what is asked, calls the tools, and writes from their facts."""
