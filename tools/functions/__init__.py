"""The agent's belt: one thin tool a file over desk and corpus; all that tools/ knows of langchain."""
