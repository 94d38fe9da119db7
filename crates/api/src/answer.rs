//! Answers as JSON text, written in one pass. Through serde, what a list has written of itself would
//! be parsed and copied once more.

use async_graphql::{Response, Value};
use serde::Serialize;

use crate::plain::raw;

/// Writes a response as the body of an answer. Without `executed` there is no `data`: nothing ran.
///
/// # Errors
/// When an error carries what JSON cannot hold.
pub fn write(response: &Response, executed: bool) -> serde_json::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(512);
    let mut next = b'{';
    let mut member = |out: &mut Vec<u8>, name: &str| {
        out.push(next);
        next = b',';
        out.push(b'"');
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b"\":");
    };
    if executed {
        member(&mut out, "data");
        write_value(&mut out, &response.data)?;
    }
    if !response.errors.is_empty() {
        member(&mut out, "errors");
        serde_json::to_writer(&mut out, &response.errors)?;
    }
    if !response.extensions.is_empty() {
        member(&mut out, "extensions");
        serde_json::to_writer(&mut out, &response.extensions)?;
    }
    if next == b'{' {
        out.push(next);
    }
    out.push(b'}');
    Ok(out)
}

fn write_value(out: &mut Vec<u8>, value: &Value) -> serde_json::Result<()> {
    if let Some(text) = raw(value) {
        out.extend_from_slice(text.as_bytes());
        return Ok(());
    }
    match value {
        Value::Object(members) => {
            out.push(b'{');
            for (at, (name, value)) in members.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                json(out, name.as_str())?;
                out.push(b':');
                write_value(out, value)?;
            }
            out.push(b'}');
            Ok(())
        }
        Value::List(items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                write_value(out, item)?;
            }
            out.push(b']');
            Ok(())
        }
        scalar => json(out, scalar),
    }
}

fn json(out: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) -> serde_json::Result<()> {
    serde_json::to_writer(out, value)
}

#[cfg(test)]
mod tests {
    use async_graphql::{Response, ServerError, Value, value};

    use super::write;
    use crate::plain::written;

    fn text(response: &Response, executed: bool) -> String {
        String::from_utf8(write(response, executed).unwrap()).unwrap()
    }

    #[test]
    fn an_answer_is_what_serde_would_write() {
        let data = value!({ "a": [1, 2.5, true, null, "é\"\n"], "b": {}, "c": [] });
        let response = Response::new(data.clone());
        let wanted = serde_json::json!({ "data": data.into_json().unwrap() });
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&text(&response, true)).unwrap(),
            wanted
        );
    }

    #[test]
    fn what_a_list_wrote_of_itself_is_taken_over() {
        let response = Response::new(value!({ "list": written("[1]".to_owned()) }));
        assert_eq!(text(&response, true), r#"{"data":{"list":[1]}}"#);
    }

    #[test]
    fn a_document_that_did_not_run_has_no_data() {
        let response = Response::from_errors(vec![ServerError::new("no", None)]);
        let answer: serde_json::Value = serde_json::from_str(&text(&response, false)).unwrap();
        assert!(answer.get("data").is_none());
        assert_eq!(answer["errors"][0]["message"], "no");
        assert_eq!(text(&Response::new(Value::Null), false), "{}");
    }
}
