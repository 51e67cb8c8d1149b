; Definitions
(class name: (_) @name) @scope.class
(class superclass: (superclass (_) @base)) @of
(module name: (_) @name) @scope.class
(method name: (_) @name parameters: (_) @parameters) @scope.function
(method name: (_) @name @parameters !parameters) @scope.function
(singleton_method name: (_) @name parameters: (_) @parameters) @scope.function
(singleton_method name: (_) @name @parameters !parameters) @scope.function
(body_statement (identifier) @section)
(assignment left: (constant) @name) @definition.variable
(call method: (identifier) @_accessor arguments: (argument_list (simple_symbol) @name @definition.field)
  (#any-of? @_accessor "attr_reader" "attr_writer" "attr_accessor"))

; Parameters
(method_parameters (identifier) @parameter) @in
(method_parameters (optional_parameter name: (_) @parameter value: (_) @default)) @in
(method_parameters (splat_parameter name: (_) @parameter.rest)) @in
(method_parameters (keyword_parameter name: (_) @parameter value: (_)? @default) @keywords) @in
(method_parameters (hash_splat_parameter name: (_) @parameter.options)) @in
(method_parameters (block_parameter name: (_) @parameter.block)) @in

; Imports
(program (call method: (identifier) @_require arguments: (argument_list . (string (_) @import.from @import.star) .)
  (#any-of? @_require "require" "require_relative")))
