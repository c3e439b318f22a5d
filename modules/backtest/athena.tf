# Tables over the results. `run` is the name of an execution. The tables find its objects by its name, so no partition is ever added, and
# each query must say `WHERE run = '...'`.
# https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html

locals {
  # The columns have the names of the JSON fields in lower case, as Athena reads them.
  tables = {
    decisions = [
      ["eventid", "string"], ["outcome", "string"], ["rule", "string"], ["severity", "string"],
      ["rules", "array<struct<name:string,severity:string,pack:string>>"], ["rulesleftout", "bigint"],
      ["ignorerule", "string"],
      ["observations", "array<struct<correlation:string,rule:string,group:array<string>,value:string>>"],
      ["errors", "array<struct<rule:string,code:string,message:string>>"],
      ["eventtime", "string"], ["eventname", "string"], ["eventsource", "string"], ["accountid", "string"], ["region", "string"],
      ["principal", "string"], ["sourceip", "string"], ["errorcode", "string"], ["file", "string"],
    ]
    batches = [
      ["batch", "string"], ["listed", "bigint"], ["logfiles", "bigint"], ["skipped", "bigint"], ["outsidetime", "bigint"], ["unreadable", "bigint"],
      ["records", "bigint"], ["broken", "bigint"], ["alerts", "bigint"], ["observed", "bigint"], ["ignored", "bigint"], ["unmatched", "bigint"],
      ["ruleerrors", "bigint"], ["rows", "bigint"], ["unreadablefiles", "array<struct<key:string,reason:string>>"],
    ]
  }

  queries = {
    alerts-by-rule = "SELECT rule, severity, count(DISTINCT eventid) AS events, min(eventtime) AS first, max(eventtime) AS last FROM decisions WHERE run = 'RUN' AND outcome = 'alert' GROUP BY rule, severity ORDER BY events DESC"
    totals         = "SELECT count(DISTINCT batch) AS batches, sum(listed) AS listed, sum(logfiles) AS logfiles, sum(skipped) AS skipped, sum(outsidetime) AS outsidetime, sum(unreadable) AS unreadable, sum(records) AS records, sum(alerts) AS alerts, sum(ignored) AS ignored, sum(unmatched) AS unmatched FROM batches WHERE run = 'RUN'"
    unreadable     = "SELECT file.key, file.reason FROM batches CROSS JOIN UNNEST(unreadablefiles) AS t(file) WHERE run = 'RUN'"
    # The events of an `event_count` correlation by group and hour. The correlation itself counts in a sliding time span.
    correlations = "SELECT o.correlation, o.\"group\", date_trunc('hour', from_iso8601_timestamp(eventtime)) AS hour, count(DISTINCT eventid) AS events, count(DISTINCT o.value) AS \"values\" FROM decisions CROSS JOIN UNNEST(observations) AS t(o) WHERE run = 'RUN' GROUP BY 1, 2, 3 ORDER BY events DESC"
  }
}

resource "aws_glue_catalog_database" "backtest" {
  name        = replace(var.name, "-", "_")
  description = "Results of backtests of CloudTrail rules"
  tags        = var.tags
}

resource "aws_glue_catalog_table" "results" {
  for_each      = local.tables
  database_name = aws_glue_catalog_database.backtest.name
  name          = each.key
  table_type    = "EXTERNAL_TABLE"

  parameters = {
    EXTERNAL                    = "TRUE"
    "projection.enabled"        = "true"
    "projection.run.type"       = "injected"
    "storage.location.template" = "s3://${aws_s3_bucket.results.bucket}/${each.key}/run=$${run}/"
  }

  partition_keys {
    name = "run"
    type = "string"
  }

  storage_descriptor {
    location      = "s3://${aws_s3_bucket.results.bucket}/${each.key}/"
    input_format  = "org.apache.hadoop.mapred.TextInputFormat"
    output_format = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"

    ser_de_info {
      serialization_library = "org.openx.data.jsonserde.JsonSerDe"
    }

    dynamic "columns" {
      for_each = each.value
      content {
        name = columns.value[0]
        type = columns.value[1]
      }
    }
  }
}

resource "aws_athena_workgroup" "backtest" {
  # checkov:skip=CKV_AWS_159: kms_key_arn encrypts the answers; without it, S3 uses its own key
  name          = var.name
  description   = "Queries over the results of backtests"
  force_destroy = var.force_destroy
  tags          = var.tags

  configuration {
    enforce_workgroup_configuration = true

    result_configuration {
      output_location = "s3://${aws_s3_bucket.results.bucket}/athena/"

      encryption_configuration {
        encryption_option = var.kms_key_arn == null ? "SSE_S3" : "SSE_KMS"
        kms_key_arn       = var.kms_key_arn
      }
    }
  }
}

resource "aws_athena_named_query" "question" {
  for_each  = local.queries
  name      = each.key
  workgroup = aws_athena_workgroup.backtest.id
  database  = aws_glue_catalog_database.backtest.name
  query     = each.value
}
