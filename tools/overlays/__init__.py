"""Context beside the layers, never a veto: rotation, credit, calendar window, positioning."""
