; Definitions
(class_declaration name: (_) @name (class_heritage (_) @base)?) @scope.class
(function_declaration name: (_) @name parameters: (_) @parameters) @scope.function
(generator_function_declaration name: (_) @name parameters: (_) @parameters) @scope.function
(method_definition name: (_) @name parameters: (_) @parameters) @scope.method
(field_definition property: (_) @name) @definition.field
(field_definition property: (_) @name value: (arrow_function parameters: (_) @parameters)) @scope.method
(field_definition property: (_) @name value: (function_expression parameters: (_) @parameters)) @scope.method

; A variable at the top of the file: an arrow function is a function, an object has members
(program (lexical_declaration (variable_declarator name: (identifier) @name) @definition.variable))
(program (variable_declaration (variable_declarator name: (identifier) @name) @definition.variable))
(export_statement declaration: (_ (variable_declarator name: (identifier) @name) @definition.variable @exported))
(program (_ (variable_declarator name: (identifier) @name value: [
  (arrow_function parameters: (_) @parameters)
  (arrow_function parameter: (_) @parameters)
  (function_expression parameters: (_) @parameters)
  (generator_function parameters: (_) @parameters)]) @scope.function))
(program (export_statement declaration: (_ (variable_declarator name: (identifier) @name value: [
  (arrow_function parameters: (_) @parameters)
  (arrow_function parameter: (_) @parameters)
  (function_expression parameters: (_) @parameters)
  (generator_function parameters: (_) @parameters)]) @scope.function)))
(program (_ (variable_declarator name: (identifier) @name value: (object)) @scope.variable))
(program (export_statement (_ (variable_declarator name: (identifier) @name value: (object)) @scope.variable)))
(program (_ (variable_declarator name: (identifier) @name value: (class (class_heritage (_) @base)?)) @scope.class))
(program (export_statement (_ (variable_declarator name: (identifier) @name
  value: (class (class_heritage (_) @base)?)) @scope.class)))

; Members of an object at the top
(program (_ (variable_declarator value: (object (pair key: (_) @name) @definition.field))))
(program (_ (variable_declarator value: (object (pair key: (_) @name value: [
  (arrow_function parameters: (_) @parameters)
  (function_expression parameters: (_) @parameters)]) @scope.method))))
(program (export_statement (_ (variable_declarator value: (object (pair key: (_) @name) @definition.field)))))
(program (export_statement (_ (variable_declarator value: (object (pair key: (_) @name value: [
  (arrow_function parameters: (_) @parameters)
  (function_expression parameters: (_) @parameters)]) @scope.method)))))

; CommonJS: module.exports = { ... }, exports.name = ..., Type.prototype.method = function
(program (expression_statement (assignment_expression
  left: (member_expression object: (identifier) @_module property: (_) @_exports) right: (object) @scope.module)
  (#eq? @_module "module") (#eq? @_exports "exports")))
(program (expression_statement (assignment_expression
  left: (member_expression object: (identifier) @_module property: (_) @_exports) right: [
    (identifier) @export
    (object (shorthand_property_identifier) @export)
    (object (pair value: (identifier) @export))])
  (#eq? @_module "module") (#eq? @_exports "exports")))
(program (expression_statement (assignment_expression
  left: (member_expression object: (identifier) @_module property: (_) @_exports) right: [
    (object (pair key: (_) @name) @definition.variable @exported)
    (object (pair key: (_) @name value: [
      (arrow_function parameters: (_) @parameters)
      (function_expression parameters: (_) @parameters)]) @scope.function @exported)
    (object (method_definition name: (_) @name parameters: (_) @parameters) @scope.function @exported)])
  (#eq? @_module "module") (#eq? @_exports "exports")))
(program (expression_statement (assignment_expression
  left: (member_expression
    object: [(identifier) (member_expression)] @_exports property: (property_identifier) @name)) @definition.variable @exported
  (#any-of? @_exports "exports" "module.exports")))
(program (expression_statement (assignment_expression
  left: (member_expression
    object: [(identifier) (member_expression)] @_exports property: (property_identifier) @name)
  right: [(function_expression parameters: (_) @parameters) (arrow_function parameters: (_) @parameters)])
  @scope.function @exported
  (#any-of? @_exports "exports" "module.exports")))
(program (expression_statement (assignment_expression
  left: (member_expression
    object: [(identifier) @owner (member_expression object: (identifier) @owner)]
    property: (property_identifier) @name)
  right: [(function_expression parameters: (_) @parameters) (arrow_function parameters: (_) @parameters)]) @scope.function
  (#not-match? @owner "^(module|exports)$")))

; Parameters
(formal_parameters (identifier) @parameter) @in
(formal_parameters [(object_pattern) (array_pattern)] @parameter.pattern) @in
(formal_parameters (rest_pattern (_) @parameter.rest)) @in
(formal_parameters (assignment_pattern left: (identifier) @parameter right: (_) @default)) @in
(formal_parameters (assignment_pattern left: [(object_pattern) (array_pattern)] @parameter.pattern
  right: (_) @default)) @in
(arrow_function parameter: (identifier) @parameter @in)

; Exports
(export_statement declaration: (_) @exported)
(export_statement !source (export_clause (export_specifier name: (_) @export)))
(export_statement value: (identifier) @export)

; Imports
(import_statement (import_clause (identifier) @import.default) source: (string (string_fragment) @import.from))
(import_statement (import_clause (named_imports (import_specifier name: (_) @import.name alias: (_)? @import.alias)))
  source: (string (string_fragment) @import.from))
(import_statement (import_clause (namespace_import (identifier) @import.alias))
  source: (string (string_fragment) @import.module))
(import_statement . source: (string (string_fragment) @import.module @import.unnamed))
(export_statement "*" . "from" source: (string (string_fragment) @import.from @import.star))
(export_statement (namespace_export (identifier) @import.alias) source: (string (string_fragment) @import.module))
(export_statement (export_clause (export_specifier name: (_) @import.name alias: (_)? @import.alias))
  source: (string (string_fragment) @import.from))
(variable_declarator name: (identifier) @import.alias value: (call_expression function: (identifier) @_require
  arguments: (arguments . (string (string_fragment) @import.module) .)) (#eq? @_require "require"))
(variable_declarator name: (object_pattern (shorthand_property_identifier_pattern) @import.name)
  value: (call_expression function: (identifier) @_require
    arguments: (arguments . (string (string_fragment) @import.from) .)) (#eq? @_require "require"))
(variable_declarator name: (object_pattern (pair_pattern key: (_) @import.name value: (identifier) @import.alias))
  value: (call_expression function: (identifier) @_require
    arguments: (arguments . (string (string_fragment) @import.from) .)) (#eq? @_require "require"))
