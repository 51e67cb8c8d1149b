; Definitions
(class_declaration (modifiers)? @modifier name: (_) @name
  (primary_constructor (class_parameters) @parameters)?) @scope.class
(object_declaration (modifiers)? @modifier name: (_) @name) @scope.class
(_ (delegation_specifiers (delegation_specifier [
  (user_type) @base
  (constructor_invocation (user_type) @base)]))) @of
(type_alias (modifiers)? @modifier type: (_) @name) @definition.class
(function_declaration (modifiers)? @modifier name: (_) @name (function_value_parameters) @parameters
  . [(user_type) (nullable_type) (function_type)]? @type) @scope.function
(secondary_constructor (modifiers)? @modifier "constructor" @name (function_value_parameters) @parameters) @scope.method
(property_declaration (modifiers)? @modifier (variable_declaration . (identifier) @name . (_)? @type)) @definition.variable
(class_parameter (modifiers)? @modifier ["val" "var"] . (identifier) @name . (_) @type) @definition.field
(enum_entry . (identifier) @name) @definition.field

; What an object literal, a lambda or an initializer holds cannot be named
(object_literal (class_body) @scope.anonymous)
(enum_entry (class_body) @scope.anonymous)
(anonymous_initializer) @scope.anonymous
(lambda_literal) @scope.anonymous
(getter) @scope.anonymous
(setter) @scope.anonymous

; Parameters
(class_parameters (class_parameter (identifier) @parameter . (_) @type ("=" . (_) @default)?)) @in
(function_value_parameters (parameter . (identifier) @parameter . (_) @type)) @in
(function_value_parameters (parameter . (identifier) @parameter . (_) @type) . "=" . (_) @default) @in
(function_value_parameters (parameter_modifiers (parameter_modifier) @_vararg)
  . (parameter . (identifier) @parameter.rest . (_) @type) (#eq? @_vararg "vararg")) @in

; Imports
((import (qualified_identifier) @import.module . (identifier)? @import.alias) @_import (#not-match? @_import "[*]$"))
(import (qualified_identifier) @import.from "*" @import.star)
