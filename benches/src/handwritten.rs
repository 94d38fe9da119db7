//! What somebody would write by hand for this one query and nothing else: two statements, rows by
//! position, serde. It knows no other query, no viewer and no language.

use std::{collections::HashMap, net::SocketAddr, sync::Arc};

use axum::{Json, Router, extract::State, http::StatusCode, routing::post};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sea_orm::sqlx::{
    self, Pool, Postgres, Row, Sqlite, postgres::PgPoolOptions, sqlite::SqlitePoolOptions,
};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::client::cursor;

#[derive(Clone)]
enum Database {
    Postgres(Pool<Postgres>),
    Sqlite(Pool<Sqlite>),
}

#[derive(Deserialize)]
struct Ask {
    variables: Variables,
}

#[derive(Deserialize)]
struct Variables {
    after: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    data: Data,
}

#[derive(Serialize)]
struct Data {
    projects: Projects,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Projects {
    edges: Vec<Edge>,
    page_info: PageInfo,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

#[derive(Serialize)]
struct Edge {
    cursor: String,
    node: Project,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Project {
    id: String,
    title: String,
    summary: String,
    lead_organisation: Organisation,
    needs: Vec<Need>,
}

#[derive(Serialize)]
struct Organisation {
    id: String,
    name: String,
}

#[derive(Serialize)]
struct Need {
    id: String,
    label: String,
    kind: String,
}

/// A project, its lead and the lead's name, as both databases answer them.
type ProjectRow = (Uuid, String, String, Uuid, String);
/// A need with its project.
type NeedRow = (Uuid, Uuid, String, String);

/// Serves the query at `/graphql`.
pub(crate) async fn serve(database_url: &str, listen: SocketAddr) -> anyhow::Result<()> {
    let database = if database_url.starts_with("postgres") {
        Database::Postgres(
            PgPoolOptions::new()
                .max_connections(16)
                .test_before_acquire(false)
                .connect(database_url)
                .await?,
        )
    } else {
        Database::Sqlite(
            SqlitePoolOptions::new()
                .max_connections(3)
                .test_before_acquire(false)
                .connect(database_url)
                .await?,
        )
    };
    let router = Router::new()
        .route("/graphql", post(board))
        .with_state(Arc::new(database));
    axum::serve(TcpListener::bind(listen).await?, router).await?;
    Ok(())
}

async fn board(
    State(database): State<Arc<Database>>,
    Json(ask): Json<Ask>,
) -> Result<Json<Answer>, StatusCode> {
    let after = match ask.variables.after {
        Some(text) => Some(read_cursor(&text).ok_or(StatusCode::BAD_REQUEST)?),
        None => None,
    };
    read(&database, after)
        .await
        .map(Json)
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

fn read_cursor(text: &str) -> Option<Uuid> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    Uuid::try_parse(text.strip_prefix("CREATED_DESC:")?).ok()
}

const FIRST: &str = "SELECT p.id, p.title, p.summary, o.id, o.name FROM projects p \
    JOIN organisations o ON o.id = p.lead_organisation_id \
    WHERE p.state = 'PUBLISHED' AND p.visibility = 'PUBLIC' AND o.published_at IS NOT NULL \
    ORDER BY p.id DESC LIMIT 21";
const AFTER: &str = "SELECT p.id, p.title, p.summary, o.id, o.name FROM projects p \
    JOIN organisations o ON o.id = p.lead_organisation_id \
    WHERE p.state = 'PUBLISHED' AND p.visibility = 'PUBLIC' AND o.published_at IS NOT NULL AND p.id < $1 \
    ORDER BY p.id DESC LIMIT 21";

async fn read(database: &Database, after: Option<Uuid>) -> Result<Answer, sqlx::Error> {
    let (mut projects, needs) = match database {
        Database::Postgres(pool) => {
            let projects: Vec<ProjectRow> = match after {
                Some(after) => sqlx::query_as(AFTER).bind(after).fetch_all(pool).await?,
                None => sqlx::query_as(FIRST).fetch_all(pool).await?,
            };
            let ids: Vec<Uuid> = projects.iter().take(20).map(|row| row.0).collect();
            let needs: Vec<NeedRow> = sqlx::query_as(
                "SELECT project_id, id, label, kind FROM needs WHERE project_id = ANY($1) AND state <> 'WITHDRAWN' \
                 ORDER BY project_id, position",
            )
            .bind(ids)
            .fetch_all(pool)
            .await?;
            (projects, needs)
        }
        Database::Sqlite(pool) => {
            let projects: Vec<ProjectRow> = match after {
                Some(after) => sqlx::query_as(AFTER).bind(after).fetch_all(pool).await?,
                None => sqlx::query_as(FIRST).fetch_all(pool).await?,
            };
            // A page is twenty projects but for the last: the same text, so that it is prepared once.
            let mut query = sqlx::query(
                "SELECT project_id, id, label, kind FROM needs WHERE project_id IN \
                 (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) AND state <> 'WITHDRAWN' ORDER BY project_id, position",
            );
            for at in 0..20 {
                query = query.bind(projects.get(at).map_or(Uuid::nil(), |row| row.0));
            }
            let rows = query.fetch_all(pool).await?;
            let needs = rows
                .iter()
                .map(|row| {
                    Ok((
                        row.try_get(0)?,
                        row.try_get(1)?,
                        row.try_get(2)?,
                        row.try_get(3)?,
                    ))
                })
                .collect::<Result<Vec<NeedRow>, sqlx::Error>>()?;
            (projects, needs)
        }
    };
    let has_next_page = projects.len() > 20;
    projects.truncate(20);
    let mut by_project: HashMap<Uuid, Vec<Need>> = HashMap::with_capacity(20);
    for (project, id, label, kind) in needs {
        by_project.entry(project).or_default().push(Need {
            id: type_id("need", id),
            label,
            kind,
        });
    }
    let edges: Vec<Edge> = projects
        .into_iter()
        .map(|(id, title, summary, lead, name)| Edge {
            cursor: cursor(id),
            node: Project {
                id: type_id("project", id),
                title,
                summary,
                lead_organisation: Organisation {
                    id: type_id("organisation", lead),
                    name,
                },
                needs: by_project.remove(&id).unwrap_or_default(),
            },
        })
        .collect();
    let end_cursor = edges.last().map(|edge| edge.cursor.clone());
    Ok(Answer {
        data: Data {
            projects: Projects {
                edges,
                page_info: PageInfo {
                    has_next_page,
                    end_cursor,
                },
            },
        },
    })
}

/// A TypeID: the prefix and 128 bits in Crockford's base 32.
fn type_id(prefix: &str, id: Uuid) -> String {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let bits = id.as_u128();
    let mut text = String::with_capacity(prefix.len() + 27);
    text.push_str(prefix);
    text.push('_');
    for place in (0..26).rev() {
        let digit = (bits >> (place * 5)) & 31;
        text.push(
            DIGITS
                .get(usize::try_from(digit).unwrap_or_default())
                .copied()
                .map_or('0', char::from),
        );
    }
    text
}
