"""An organiser's hue as colours that mail programs know; they do not read oklch()."""

from math import cos, radians, sin


def hexadecimal(lightness: float, chroma: float, hue: float) -> str:
    """oklch(lightness chroma hue) as #rrggbb (Björn Ottosson's matrices)."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return "#" + "".join(f"{_byte(part):02x}" for part in (red, green, blue))


def _byte(linear: float) -> int:
    part = min(max(linear, 0.0), 1.0)
    curved = 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
    return round(curved * 255)
