; Definitions
(function_definition name: (_) @name) @scope.function
(variable_assignment name: (variable_name) @name) @definition.variable

; Imports
(command name: (command_name) @_source . argument: (word) @import.from @import.star
  (#any-of? @_source "source" "."))
