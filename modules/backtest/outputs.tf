output "state_machine_arn" {
  description = "ARN of the state machine. An execution of it is a backtest."
  value       = aws_sfn_state_machine.backtest.arn
}

output "start_command" {
  description = "Command that starts a backtest. Replace the name, which is the `run` of its results, and the input."
  value       = "aws stepfunctions start-execution --state-machine-arn ${aws_sfn_state_machine.backtest.arn} --name RUN --input '${jsonencode({ prefix = var.prefix })}'"
}

output "function_name" {
  description = "Name of the function."
  value       = aws_lambda_function.backtest.function_name
}

output "results_bucket_name" {
  description = "Name of the bucket with the results."
  value       = aws_s3_bucket.results.bucket
}

output "glue_database_name" {
  description = "Name of the database with the tables `decisions` and `batches`."
  value       = aws_glue_catalog_database.backtest.name
}

output "athena_workgroup_name" {
  description = "Name of the Athena workgroup with saved queries."
  value       = aws_athena_workgroup.backtest.name
}
