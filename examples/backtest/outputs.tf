output "start_command" {
  description = "Command that starts a backtest."
  value       = module.backtest.start_command
}

output "athena_workgroup_name" {
  description = "Athena workgroup with saved queries over the results."
  value       = module.backtest.athena_workgroup_name
}
