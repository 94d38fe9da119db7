//! Photos that organisations upload, and which resources name them.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(table(
                "photos",
                vec![
                    id(),
                    uuid("organisation_id"),
                    integer("width"),
                    integer("height"),
                    instant("uploaded_at"),
                    instant("unnamed_since"),
                ],
                [("organisation_id", "organisations")],
            ))
            .await?;
        manager
            .create_index(index(
                "photos_of_organisation",
                "photos",
                ["organisation_id"],
            ))
            .await?;
        manager
            .create_index(index(
                "photos_unnamed_since",
                "photos",
                ["unnamed_since", "id"],
            ))
            .await?;
        let mut naming = table(
            "resource_photos",
            vec![uuid("resource_id"), uuid("photo_id")],
            [("resource_id", "resources"), ("photo_id", "photos")],
        );
        let mut key = Index::create().col("resource_id").col("photo_id").take();
        manager
            .create_table(naming.primary_key(&mut key).take())
            .await?;
        manager
            .create_index(index(
                "resource_photos_by_photo",
                "resource_photos",
                ["photo_id", "resource_id"],
            ))
            .await?;
        // What there is so far shows none.
        let photos = ColumnDef::new("photos")
            .json_binary()
            .not_null()
            .default("[]")
            .take();
        manager
            .alter_table(Table::alter().table("resources").add_column(photos).take())
            .await
    }
}
