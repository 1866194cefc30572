"""An organisation's hue: the stylesheet that sets it, and whether its words can be read.

Lightness and chroma are fixed in kithkin.css; only the hue is free. The same hue is lighter or darker
to the eye than its neighbour, so each one is measured, pair by pair, in light and in dark.
"""

from math import cos, radians, sin

OURS = 222
ENOUGH = 4.5

Shade = tuple[float, float]

BRAND: dict[str, tuple[Shade, Shade]] = {
    "brand": ((0.43, 0.085), (0.80, 0.085)),
    "brand-deep": ((0.36, 0.08), (0.87, 0.06)),
    "brand-tint": ((0.953, 0.016), (0.3, 0.032)),
    "on-brand": ((1, 0), (0.2, 0.03)),
}
GROUND: dict[str, tuple[tuple[float, float, float], tuple[float, float, float]]] = {
    "paper": ((0.982, 0.004, 85), (0.185, 0.012, 235)),
    "card": ((1, 0, 0), (0.228, 0.014, 235)),
    "ink": ((0.245, 0.02, 240), (0.945, 0.006, 85)),
    "ink-soft": ((0.46, 0.018, 240), (0.765, 0.012, 235)),
}
PAIRS = (
    ("brand", "paper"),
    ("brand", "card"),
    ("brand", "brand-tint"),
    ("brand-deep", "card"),
    ("brand-deep", "brand-tint"),
    ("ink", "brand-tint"),
    ("ink-soft", "brand-tint"),
    ("on-brand", "brand"),
    ("on-brand", "brand-deep"),
)


def stylesheet(hue: int) -> str:
    """The whole stylesheet of an organisation."""
    return f":root{{--brand-hue:{int(hue)}}}"


def readable(hue: int) -> bool:
    """Whether every text in this hue keeps its contrast, in light and in dark."""
    return 0 <= hue < 360 and weakest(hue) >= ENOUGH


def weakest(hue: int) -> float:
    """The lowest contrast among the pairs."""
    return min(contrast(_shade(a, hue, dark), _shade(b, hue, dark)) for a, b in PAIRS for dark in (0, 1))


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """WCAG 2 contrast of two oklch colours, from 1 to 21."""
    low, high = sorted((luminance(*one), luminance(*other)))
    return (high + 0.05) / (low + 0.05)


def luminance(lightness: float, chroma: float, hue: float) -> float:
    """Relative luminance; what no screen shows is cut off, as browsers do."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(1.0, max(0.0, part)) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _shade(name: str, hue: int, dark: int) -> tuple[float, float, float]:
    if name in BRAND:
        return (*BRAND[name][dark], hue)
    return GROUND[name][dark]
