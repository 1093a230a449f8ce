//! `datapackage.json`: what every table and column means, for programs (Frictionless Data Package,
//! Table Schema).

use crate::analysis::RunRecord;
use crate::table::{Column, Kind, Schema};
use serde_json::{Map, Value, json};

/// The description of a folder of tables: those given, each at `tables/NAME.csv`.
///
/// It names the lexicons that were counted and those by which voice, speaker and target were
/// decided, so that every row can be traced to their versions and hashes.
pub(super) fn data_package(schemas: &[Schema], run: &RunRecord) -> Value {
    let has_documents = schemas.iter().any(|schema| schema.name == "documents");
    let resources: Vec<Value> =
        schemas.iter().map(|schema| resource(schema, has_documents)).collect();
    json!({
        "name": "framescope-tables",
        "profile": "tabular-data-package",
        "title": "Comparative framing analysis",
        "description": "Loaded terms by outlet and voice. Empty cells mean not known; decimals use \
            a point; rates are per 1,000 tokens.",
        "created_by": format!("framescope {}", env!("CARGO_PKG_VERSION")),
        "lexicons": run.lexicons,
        "rules": run.rule_lexicons(),
        "resources": resources,
    })
}

fn resource(schema: &Schema, has_documents: bool) -> Value {
    let mut table = Map::new();
    table.insert("fields".to_owned(), schema.columns.iter().map(field).collect());
    table.insert("missingValues".to_owned(), json!([""]));
    // A key with cells that may be empty is no primary key in the standard's sense.
    let required = |name: &&&str| {
        schema.columns.iter().any(|column| column.name == **name && !column.optional)
    };
    if schema.key.iter().filter(required).count() == schema.key.len() {
        table.insert("primaryKey".to_owned(), json!(schema.key));
    }
    // A copy that was left out has no row in `documents`.
    let listed_elsewhere = matches!(&*schema.name, "documents" | "duplicates");
    if has_documents
        && !listed_elsewhere
        && schema.columns.iter().any(|column| column.name == "document_id")
    {
        let reference = json!({ "resource": "documents", "fields": ["document_id"] });
        let key = json!([{ "fields": ["document_id"], "reference": reference }]);
        table.insert("foreignKeys".to_owned(), key);
    }
    json!({
        "name": schema.name,
        "path": format!("tables/{}.csv", schema.name),
        "profile": "tabular-data-resource",
        "description": schema.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {
            "delimiter": ",",
            "quoteChar": "\"",
            "doubleQuote": true,
            "lineTerminator": "\n",
        },
        "schema": table,
    })
}

fn field(column: &Column) -> Value {
    let kind = match column.kind {
        Kind::Text | Kind::Date => "string",
        Kind::Integer => "integer",
        Kind::Number | Kind::PValue => "number",
        Kind::Boolean => "boolean",
    };
    let mut field = json!({ "name": column.name, "type": kind, "description": column.description });
    if column.kind == Kind::Date {
        field["constraints"] = json!({ "pattern": "\\d{4}(-\\d{2}(-\\d{2})?)?" });
    } else if !column.optional && !column.may_be_blank {
        field["constraints"] = json!({ "required": true });
    }
    field
}
