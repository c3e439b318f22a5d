output "name" {
  description = "Name of the bus, for `event_bus_name` of the main module."
  value       = aws_cloudwatch_event_bus.central.name
}

output "arn" {
  description = "ARN of the bus, for `central_bus_arn` of relays."
  value       = aws_cloudwatch_event_bus.central.arn

  # Events that relays forward before the policy exists are denied.
  depends_on = [aws_cloudwatch_event_bus_policy.central]
}
