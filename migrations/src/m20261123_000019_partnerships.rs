//! Partnerships: what the parties work on, what was frozen, who has signed it.
//!
//! The database keeps a frozen text and its signatures as they are: a version changes in what became of it
//! alone, and is signed while it waits for signatures alone. Of one partnership one version waits at most,
//! and one binds.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const ON_POSTGRES: &str = "\
CREATE FUNCTION partnership_versions_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'partnership_versions: a frozen text is never changed' USING ERRCODE = 'check_violation';
END
$$;
CREATE TRIGGER partnership_versions_stay BEFORE UPDATE ON partnership_versions
  FOR EACH ROW WHEN (
    (NEW.id, NEW.partnership_id, NEW.number, NEW.edit, NEW.outline, NEW.text, NEW.sha256, NEW.signatories,
     NEW.proposed_at) IS DISTINCT FROM
    (OLD.id, OLD.partnership_id, OLD.number, OLD.edit, OLD.outline, OLD.text, OLD.sha256, OLD.signatories,
     OLD.proposed_at)
  ) EXECUTE FUNCTION partnership_versions_stay();
CREATE TRIGGER partnership_versions_remain BEFORE DELETE ON partnership_versions
  FOR EACH ROW EXECUTE FUNCTION partnership_versions_stay();
CREATE FUNCTION signatures_are_of_what_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM partnership_versions
    WHERE id = NEW.version_id AND state = 'PROPOSED' FOR KEY SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'partnership_signatures: the version waits for none' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER signatures_are_of_what_waits BEFORE INSERT ON partnership_signatures
  FOR EACH ROW EXECUTE FUNCTION signatures_are_of_what_waits();
CREATE FUNCTION signatures_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'partnership_signatures: a signature is never changed' USING ERRCODE = 'check_violation';
END
$$;
CREATE TRIGGER signatures_stay BEFORE UPDATE OR DELETE ON partnership_signatures
  FOR EACH ROW EXECUTE FUNCTION signatures_stay()";

/// The same, one statement each.
const ON_SQLITE: [&str; 5] = [
    "\
CREATE TRIGGER partnership_versions_stay
BEFORE UPDATE OF id, partnership_id, number, edit, outline, text, sha256, signatories, proposed_at
ON partnership_versions
BEGIN
  SELECT RAISE(ABORT, 'partnership_versions: a frozen text is never changed');
END",
    "\
CREATE TRIGGER partnership_versions_remain BEFORE DELETE ON partnership_versions
BEGIN
  SELECT RAISE(ABORT, 'partnership_versions: a frozen text is never changed');
END",
    "\
CREATE TRIGGER signatures_are_of_what_waits BEFORE INSERT ON partnership_signatures
BEGIN
  SELECT RAISE(ABORT, 'partnership_signatures: the version waits for none') WHERE NOT EXISTS (
    SELECT 1 FROM partnership_versions WHERE id = NEW.version_id AND state = 'PROPOSED'
  );
END",
    "\
CREATE TRIGGER signatures_stay BEFORE UPDATE ON partnership_signatures
BEGIN
  SELECT RAISE(ABORT, 'partnership_signatures: a signature is never changed');
END",
    "\
CREATE TRIGGER signatures_remain BEFORE DELETE ON partnership_signatures
BEGIN
  SELECT RAISE(ABORT, 'partnership_signatures: a signature is never changed');
END",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        partnerships(manager).await?;
        drafts(manager).await?;
        versions(manager).await?;
        templates(manager).await?;
        events(manager).await?;
        let connection = manager.get_connection();
        if manager.get_database_backend() == DbBackend::Postgres {
            connection.execute_unprepared(ON_POSTGRES).await?;
            return Ok(());
        }
        for trigger in ON_SQLITE {
            connection.execute_unprepared(trigger).await?;
        }
        Ok(())
    }
}

async fn partnerships(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(table(
            "partnerships",
            vec![
                id(),
                uuid("hub_id"),
                uuid("author_id"),
                text("title"),
                text("aim"),
                text("form"),
                text("state"),
                text("stage"),
                text_null("disclosed"),
                json("outline"),
                integer("edit"),
                integer("edits"),
                date_null("ends_on"),
                json("course"),
                instant("created_at"),
                instant("updated_at"),
                version(),
            ],
            [("hub_id", "hubs"), ("author_id", "organisations")],
        ))
        .await?;
    manager
        .create_index(index(
            "partnerships_of_hub",
            "partnerships",
            ["hub_id", "id"],
        ))
        .await?;
    // Who reads it: insiders all of it, others what they have signed; who is bound by it, and who has still to
    // sign what was proposed.
    let mut readers = table(
        "partnership_readers",
        vec![
            uuid("partnership_id"),
            uuid("organisation_id"),
            boolean("insider"),
            boolean("bound"),
            boolean("to_sign"),
        ],
        [
            ("partnership_id", "partnerships"),
            ("organisation_id", "organisations"),
        ],
    );
    let mut key = Index::create();
    let key = key.col("organisation_id").col("partnership_id");
    manager
        .create_table(readers.primary_key(key).take())
        .await?;
    manager
        .create_index(index(
            "partnership_readers_of_partnership",
            "partnership_readers",
            ["partnership_id"],
        ))
        .await
}

async fn drafts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut edits = table(
        "partnership_edits",
        vec![
            uuid("partnership_id"),
            integer("number"),
            json("outline"),
            json("articles"),
            uuid_null("person_id"),
            uuid_null("organisation_id"),
            instant("at"),
        ],
        [
            ("partnership_id", "partnerships"),
            ("person_id", "persons"),
            ("organisation_id", "organisations"),
        ],
    );
    let mut key = Index::create();
    let key = key.col("partnership_id").col("number");
    manager.create_table(edits.primary_key(key).take()).await?;
    manager
        .create_table(table(
            "partnership_comments",
            vec![
                id(),
                uuid("partnership_id"),
                text_null("article"),
                integer("edit"),
                uuid_null("person_id"),
                uuid_null("organisation_id"),
                text("text"),
                instant("at"),
            ],
            [
                ("partnership_id", "partnerships"),
                ("person_id", "persons"),
                ("organisation_id", "organisations"),
            ],
        ))
        .await?;
    manager
        .create_index(index(
            "partnership_comments_of_partnership",
            "partnership_comments",
            ["partnership_id", "id"],
        ))
        .await
}

async fn versions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(table(
            "partnership_versions",
            vec![
                id(),
                uuid("partnership_id"),
                integer("number"),
                integer("edit"),
                json("outline"),
                text("text"),
                text("sha256"),
                json("signatories"),
                instant("proposed_at"),
                uuid_null("proposed_by_id"),
                uuid_null("proposed_for_id"),
                text("state"),
                instant_null("settled_at"),
            ],
            [
                ("partnership_id", "partnerships"),
                ("proposed_by_id", "persons"),
                ("proposed_for_id", "organisations"),
            ],
        ))
        .await?;
    let numbered = |name, columns| {
        index::<2>(name, "partnership_versions", columns)
            .unique()
            .take()
    };
    manager
        .create_index(numbered(
            "partnership_versions_numbers",
            ["partnership_id", "number"],
        ))
        .await?;
    manager
        .create_index(index(
            "partnership_versions_of_text",
            "partnership_versions",
            ["sha256"],
        ))
        .await?;
    for (name, states) in [
        ("partnership_versions_one_waits", &["PROPOSED"][..]),
        ("partnership_versions_one_binds", &["SIGNED", "IN_FORCE"]),
    ] {
        let mut one = index(name, "partnership_versions", ["partnership_id"]);
        let states = states.iter().map(|state| Expr::cust(format!("'{state}'")));
        let within = Expr::col("state").is_in(states);
        manager
            .create_index(one.unique().and_where(within).take())
            .await?;
    }
    manager
        .create_table(table(
            "partnership_signatures",
            vec![
                id(),
                uuid("version_id"),
                uuid("organisation_id"),
                uuid("person_id"),
                uuid("mandate_id"),
                text("name"),
                text("capacity"),
                text("proof"),
                instant("signed_at"),
                text("seal"),
            ],
            [
                ("version_id", "partnership_versions"),
                ("organisation_id", "organisations"),
                ("person_id", "persons"),
                ("mandate_id", "mandates"),
            ],
        ))
        .await?;
    let mut once = index(
        "partnership_signatures_once",
        "partnership_signatures",
        ["version_id", "organisation_id"],
    );
    manager.create_index(once.unique().take()).await?;
    // Which keys have ever sealed a signature: whoever checks an old one needs its public half.
    let mut kid = ColumnDef::new("kid");
    manager
        .create_table(table(
            "seal_keys",
            vec![
                kid.text().not_null().primary_key().take(),
                text("public_key"),
                instant("since"),
            ],
            [],
        ))
        .await
}

async fn templates(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(table(
            "partnership_templates",
            vec![
                id(),
                uuid("hub_id"),
                text("form"),
                text("aim"),
                text("language"),
                text("title"),
                text("summary"),
                integer("months"),
                text("renewal"),
                integer("notice_days"),
                json("articles"),
                instant_null("archived_at"),
                instant("created_at"),
                instant("updated_at"),
                version(),
            ],
            [("hub_id", "hubs")],
        ))
        .await?;
    manager
        .create_index(index(
            "partnership_templates_of_hub",
            "partnership_templates",
            ["hub_id", "id"],
        ))
        .await
}

async fn events(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut alter = Table::alter();
    manager
        .alter_table(
            alter
                .table("events")
                .add_column(uuid_null("partnership_id"))
                .take(),
        )
        .await?;
    manager
        .create_index(index(
            "events_of_partnership",
            "events",
            ["partnership_id", "position"],
        ))
        .await
}
