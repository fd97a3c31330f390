"""How free texts are written: style, standing phrases and variety, compared with people's texts."""
