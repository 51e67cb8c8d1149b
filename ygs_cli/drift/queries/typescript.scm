; Definitions
(class_declaration decorator: (decorator)* @decorator name: (_) @name) @scope.class
(abstract_class_declaration decorator: (decorator)* @decorator name: (_) @name) @scope.class
(interface_declaration name: (_) @name) @scope.class
(_ (class_heritage (extends_clause value: (_) @base))) @of
(_ (class_heritage (implements_clause (_) @base))) @of
(interface_declaration (extends_type_clause (_) @base)) @of
(export_statement decorator: (decorator) @decorator declaration: (_) @of)
(type_alias_declaration name: (_) @name) @scope.class
(enum_declaration name: (_) @name) @scope.class
(enum_body name: (_) @name @definition.field)
(enum_assignment name: (_) @name) @definition.field
(internal_module name: (_) @name) @scope.class
(module name: [(identifier) (nested_identifier)] @name) @scope.class
(function_declaration name: (_) @name parameters: (_) @parameters
  return_type: (_ (_) @type)?) @scope.function
(generator_function_declaration name: (_) @name parameters: (_) @parameters
  return_type: (_ (_) @type)?) @scope.function
(function_signature name: (_) @name parameters: (_) @parameters
  return_type: (_ (_) @type)?) @definition.function
(method_definition (accessibility_modifier)? @modifier name: (_) @name parameters: (_) @parameters
  return_type: (_ (_) @type)?) @scope.method
(method_signature (accessibility_modifier)? @modifier name: (_) @name parameters: (_) @parameters
  return_type: (_ (_) @type)?) @definition.method
(abstract_method_signature (accessibility_modifier)? @modifier name: (_) @name parameters: (_) @parameters
  return_type: (_ (_) @type)?) @definition.method
(public_field_definition (accessibility_modifier)? @modifier name: (_) @name
  type: (type_annotation (_) @type)?) @definition.field
(public_field_definition (accessibility_modifier)? @modifier name: (_) @name
  value: [(arrow_function parameters: (_) @parameters return_type: (_ (_) @type)?)
          (function_expression parameters: (_) @parameters)]) @scope.method
(property_signature name: (_) @name type: (type_annotation (_) @type)?) @scope.field

; A parameter of a constructor that is a field, too
(required_parameter (accessibility_modifier) @modifier pattern: (identifier) @name
  type: (type_annotation (_) @type)?) @definition.member

; A variable at the top of the file or of a namespace: an arrow function is a function, an object has members
(program (_ (variable_declarator name: (identifier) @name type: (type_annotation (_) @type)?) @definition.variable))
(export_statement declaration: (_ (variable_declarator name: (identifier) @name
  type: (type_annotation (_) @type)?) @definition.variable @exported))
(ambient_declaration (_ (variable_declarator name: (identifier) @name
  type: (type_annotation (_) @type)?) @definition.variable))
(program (_ (variable_declarator name: (identifier) @name value: [
  (arrow_function parameters: (_) @parameters return_type: (_ (_) @type)?)
  (arrow_function parameter: (_) @parameters)
  (function_expression parameters: (_) @parameters return_type: (_ (_) @type)?)]) @scope.function))
(export_statement declaration: (_ (variable_declarator name: (identifier) @name value: [
  (arrow_function parameters: (_) @parameters return_type: (_ (_) @type)?)
  (arrow_function parameter: (_) @parameters)
  (function_expression parameters: (_) @parameters return_type: (_ (_) @type)?)]) @scope.function))
(program (_ (variable_declarator name: (identifier) @name
  value: [(object) (as_expression (object)) (satisfies_expression (object))]) @scope.variable))
(export_statement declaration: (_ (variable_declarator name: (identifier) @name
  value: [(object) (as_expression (object)) (satisfies_expression (object))]) @scope.variable))

; Members of an object at the top
(program (_ (variable_declarator value: [
  (object (pair key: (_) @name) @definition.field)
  (as_expression (object (pair key: (_) @name) @definition.field))
  (satisfies_expression (object (pair key: (_) @name) @definition.field))])))
(program (_ (variable_declarator value: [
  (object (pair key: (_) @name value: (arrow_function parameters: (_) @parameters)) @scope.method)
  (as_expression (object (pair key: (_) @name value: (arrow_function parameters: (_) @parameters)) @scope.method))
  (satisfies_expression (object (pair key: (_) @name value: (arrow_function parameters: (_) @parameters)) @scope.method))
  (object (pair key: (_) @name value: (function_expression parameters: (_) @parameters)) @scope.method)])))
(export_statement declaration: (_ (variable_declarator value: [
  (object (pair key: (_) @name) @definition.field)
  (as_expression (object (pair key: (_) @name) @definition.field))
  (satisfies_expression (object (pair key: (_) @name) @definition.field))])))
(export_statement declaration: (_ (variable_declarator value: [
  (object (pair key: (_) @name value: (arrow_function parameters: (_) @parameters)) @scope.method)
  (as_expression (object (pair key: (_) @name value: (arrow_function parameters: (_) @parameters)) @scope.method))
  (satisfies_expression (object (pair key: (_) @name value: (arrow_function parameters: (_) @parameters)) @scope.method))
  (object (pair key: (_) @name value: (function_expression parameters: (_) @parameters)) @scope.method)])))

; Parameters
(formal_parameters (required_parameter pattern: [(identifier) (this)] @parameter
  type: (type_annotation (_) @type)? value: (_)? @default)) @in
(formal_parameters (required_parameter pattern: [(object_pattern) (array_pattern)] @parameter.pattern
  type: (type_annotation (_) @type)? value: (_)? @default)) @in
(formal_parameters (required_parameter pattern: (rest_pattern (_) @parameter.rest)
  type: (type_annotation (_) @type)?)) @in
(formal_parameters (optional_parameter pattern: (identifier) @parameter type: (type_annotation (_) @type)?
  value: (_)? @default) @optional) @in
(formal_parameters (optional_parameter pattern: [(object_pattern) (array_pattern)] @parameter.pattern
  type: (type_annotation (_) @type)?) @optional) @in
(arrow_function parameter: (identifier) @parameter @in)

; Exports
(export_statement declaration: (_) @exported)
(export_statement declaration: (ambient_declaration (_) @exported))
(ambient_declaration (_) @exported)
(ambient_declaration (_ (variable_declarator) @exported))
(ambient_declaration (module body: (statement_block (_) @exported)))
(ambient_declaration (statement_block (_) @exported))
(export_statement !source (export_clause (export_specifier name: (_) @export)))
(export_statement value: (identifier) @export)
(export_statement "=" (identifier) @export)

; Imports
(import_statement (import_clause (identifier) @import.default) source: (string (string_fragment) @import.from))
(import_statement (import_clause (named_imports (import_specifier name: (_) @import.name alias: (_)? @import.alias)))
  source: (string (string_fragment) @import.from))
(import_statement (import_clause (namespace_import (identifier) @import.alias))
  source: (string (string_fragment) @import.module))
(import_statement . source: (string (string_fragment) @import.module @import.unnamed))
(import_require_clause (identifier) @import.alias source: (string (string_fragment) @import.module))
(export_statement "*" . "from" source: (string (string_fragment) @import.from @import.star))
(export_statement (namespace_export (identifier) @import.alias) source: (string (string_fragment) @import.module))
(export_statement (export_clause (export_specifier name: (_) @import.name alias: (_)? @import.alias))
  source: (string (string_fragment) @import.from))
