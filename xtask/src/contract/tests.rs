use super::*;

const RELEASED: &str = r#"
directive @cost(of: Int) on FIELD
interface Node { id: ID! }
type Query { node(id: ID!, deep: Boolean = false): Node list(first: Int): [Project!] old: Old @deprecated(reason: "Use list. Removed after 2026-11-20") }
type Project implements Node { id: ID! title: String summary: String! state: State! day: Date }
type Old { inner: Inner }
type Inner { name: String }
enum State { DRAFT PUBLISHED }
union Thing = Project | Old
input Draft { title: String! note: String }
scalar Date
"#;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

fn breaks(changes: &[(&str, &str)]) -> Vec<String> {
    let mut now = RELEASED.to_owned();
    for (from, to) in changes {
        assert!(now.contains(from), "{from}");
        now = now.replace(from, to);
    }
    let [released, now] = [RELEASED, &now].map(|sdl| Contract::read(sdl).unwrap());
    now.breaks(&released, today())
}

#[test]
fn what_only_adds_breaks_nothing() {
    assert!(breaks(&[]).is_empty());
    for (from, to) in [
        ("scalar Date", "scalar Date type More { of: String }"),
        (
            "title: String summary",
            "more: String title: String summary",
        ),
        ("title: String summary", "title: String! summary"),
        ("list(first: Int)", "list(first: Int, after: String)"),
        ("list(first: Int)", "list(first: Int, size: Int! = 3)"),
        ("title: String! note", "title: String note"),
        ("note: String", "note: String more: String"),
        ("DRAFT", "DRAFT HIDDEN"),
        ("Project | Old", "Project | Old | Inner"),
        ("[Project!]", "[Project!]!"),
    ] {
        assert_eq!(breaks(&[(from, to)]), Vec::<String>::new(), "{from} → {to}");
    }
}

#[test]
fn each_kind_of_break_is_told_with_its_coordinate() {
    for (from, to, expected) in [
        ("scalar Date", "", "Date is gone"),
        ("scalar Date", "enum Date { A }", "Date is something else"),
        ("title: String summary", "summary", "Project.title is gone"),
        (
            "summary: String!",
            "summary: String",
            "Project.summary was String! and is String",
        ),
        (
            "title: String summary",
            "title: Int summary",
            "Project.title was String and is Int",
        ),
        (
            "[Project!]",
            "[Project]",
            "Query.list was [Project!] and is [Project]",
        ),
        ("list(first: Int)", "list", "Query.list(first:) is gone"),
        (
            "list(first: Int)",
            "list(first: Int!)",
            "Query.list(first:) took Int and takes Int!",
        ),
        (
            "list(first: Int)",
            "list(first: Int, of: ID!)",
            "Query.list(of:) is new and required",
        ),
        (
            "deep: Boolean = false",
            "deep: Boolean = true",
            "Query.node(deep:) has another default, or none",
        ),
        (
            "deep: Boolean = false",
            "deep: Boolean",
            "Query.node(deep:) has another default, or none",
        ),
        ("note: String", "", "Draft.note is gone"),
        (
            "note: String",
            "note: String!",
            "Draft.note took String and takes String!",
        ),
        (
            "note: String",
            "note: String more: ID!",
            "Draft.more is new and required",
        ),
        ("DRAFT PUBLISHED", "DRAFT", "State.PUBLISHED is gone"),
        ("Project | Old", "Project", "Thing | Old is gone"),
        ("implements Node ", "", "Project & Node is gone"),
        ("@cost(of: Int)", "@cost", "@cost(of:) is gone"),
    ] {
        assert_eq!(breaks(&[(from, to)]), [expected], "{from} → {to}");
    }
}

#[test]
fn what_was_announced_may_go_when_its_day_is_over() {
    let field = r#" old: Old @deprecated(reason: "Use list. Removed after 2026-11-20")"#;
    assert!(breaks(&[(field, "")]).is_empty());
    // A type goes with the last field that named it, and with it those that it alone named.
    let types = "type Old { inner: Inner }\ntype Inner { name: String }\n";
    let union = ("Project | Old", "Project");
    assert!(breaks(&[(field, ""), (types, ""), union]).is_empty());
    let inner = ("type Inner { name: String }\n", "");
    assert_eq!(breaks(&[(field, ""), inner]), ["Inner is gone"]);

    let now = RELEASED.replace(field, "");
    let [released, now] = [RELEASED, &now].map(|sdl| Contract::read(sdl).unwrap());
    let day_before = today().pred_opt().unwrap();
    assert_eq!(now.breaks(&released, day_before), ["Query.old is gone"]);
}

#[test]
fn an_announcement_names_a_day_a_year_away() {
    let faults = |reason: &str| {
        let now = RELEASED.replace(
            "title: String summary",
            &format!("title: String @deprecated(reason: \"{reason}\") summary"),
        );
        let [released, now] = [RELEASED, &now].map(|sdl| Contract::read(sdl).unwrap());
        now.faults(&released, today())
    };
    assert!(faults("Use name. Removed after 2027-11-21").is_empty());
    assert!(faults("Use name. Removed after 2027-11-21.").is_empty());
    assert_eq!(
        faults("Use name. Removed after 2027-11-20"),
        ["Project.title ends on 2027-11-20, in less than a year"]
    );
    assert_eq!(
        faults("Use name."),
        ["Project.title is deprecated without \"Removed after YYYY-MM-DD\" at the end"]
    );
}
