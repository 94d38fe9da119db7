# Reads a graph (GraphML) from the standard input and writes its nodes and edges as JSON.
import json
import sys

import networkx

graph = networkx.read_graphml(sys.stdin.buffer)
names = networkx.get_node_attributes(graph, "name")
edges = [
    {
        "from": names[source],
        "to": names[target],
        "kind": data["kind"],
        "directed": data["directed"],
        "count": data["count"],
        "hours": data.get("hours"),
        "firstOn": data["firstOn"],
        "lastOn": data["lastOn"],
    }
    for source, target, data in graph.edges(data=True)
]
forms = set(networkx.get_node_attributes(graph, "legalForm").values())
told = {
    "nodes": sorted(names.values()),
    "forms": sorted(forms),
    "edges": sorted(edges, key=lambda edge: (edge["kind"], edge["to"])),
}
print(json.dumps(told))
