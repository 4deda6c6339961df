"""The layers of the composite. Adding one is a file, a line here and a weight in the profile."""

from tools.layers import breadth, momentum, relative_strength, trend
from tools.layers.base import Layer

LAYERS: tuple[Layer, ...] = (trend.LAYER, momentum.LAYER, breadth.LAYER, relative_strength.LAYER)
