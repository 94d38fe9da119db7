//! GraphML (<http://graphml.graphdrawing.org/specification.html>), as programs read that draw and measure
//! graphs.

use std::io;

use maillage_domain::cooperation::Link;
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

use super::files::{Drawn, Node, hours};

/// That it is XML, which it says itself; GraphML has no registered type of its own.
pub(super) const MEDIA_TYPE: &str = "application/xml; charset=utf-8";

/// What is said of nodes and edges: its key, of which of the two it is, and of which type.
const KEYS: [(&str, &str, &str); 8] = [
    ("name", "node", "string"),
    ("legalForm", "node", "string"),
    ("kind", "edge", "string"),
    ("directed", "edge", "boolean"),
    ("count", "edge", "int"),
    ("hours", "edge", "double"),
    ("firstOn", "edge", "string"),
    ("lastOn", "edge", "string"),
];

type Xml = Writer<Vec<u8>>;

/// Writes a graph, a node for each member and an edge for each link.
///
/// GraphML lets each edge say whether it has a direction, and programs that read it (networkx, igraph) know
/// graphs alone that are directed or not, and turn down or misread what mixes the two. So the graph is a
/// directed one, and whether the direction of an edge means anything is told as `directed` among its data.
pub(super) fn write(drawn: &Drawn) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let schema = "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd";
    let root = [
        ("xmlns", "http://graphml.graphdrawing.org/xmlns"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ("xsi:schemaLocation", schema),
    ];
    let document = xml.create_element("graphml").with_attributes(root);
    document.write_inner_content(|xml| {
        for (name, of, ty) in KEYS {
            let key = [
                ("id", name),
                ("for", of),
                ("attr.name", name),
                ("attr.type", ty),
            ];
            xml.create_element("key")
                .with_attributes(key)
                .write_empty()?;
        }
        let graph = [("id", "cooperation"), ("edgedefault", "directed")];
        let graph = xml.create_element("graph").with_attributes(graph);
        graph.write_inner_content(|xml| {
            drawn.nodes().try_for_each(|one| node(xml, one))?;
            let mut links = drawn.graph.links.iter();
            links.try_for_each(|link| edge(xml, link))
        })?;
        Ok(())
    })?;
    Ok(xml.into_inner())
}

fn node(xml: &mut Xml, node: &Node) -> io::Result<()> {
    let id = node.id.to_string();
    let element = xml
        .create_element("node")
        .with_attribute(("id", id.as_str()));
    element.write_inner_content(|xml| {
        data(xml, "name", &node.name)?;
        match node.form {
            Some(form) => data(xml, "legalForm", form.as_str()),
            None => Ok(()),
        }
    })?;
    Ok(())
}

fn edge(xml: &mut Xml, link: &Link) -> io::Result<()> {
    let (from, to) = (link.from.to_string(), link.to.to_string());
    let ends = [("source", from.as_str()), ("target", to.as_str())];
    let element = xml.create_element("edge").with_attributes(ends);
    element.write_inner_content(|xml| {
        data(xml, "kind", link.kind.as_str())?;
        data(xml, "directed", &link.kind.is_directed().to_string())?;
        data(xml, "count", &link.count.to_string())?;
        if let Some(hours) = hours(link) {
            data(xml, "hours", &hours)?;
        }
        data(xml, "firstOn", &link.first_on.to_string())?;
        data(xml, "lastOn", &link.last_on.to_string())
    })?;
    Ok(())
}

fn data(xml: &mut Xml, key: &str, value: &str) -> io::Result<()> {
    let element = xml.create_element("data").with_attribute(("key", key));
    // What XML has no way to write (2.2), escaped or not.
    let has_none = |c: char| {
        c.is_control() && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    let value = value.replace(has_none, "");
    element.write_text_content(BytesText::new(&value))?;
    Ok(())
}
