use_default_rules = false

rules = [
  {
    name       = "call-denied"
    expression = "errorCode.startsWith('AccessDenied')"
  },
]
