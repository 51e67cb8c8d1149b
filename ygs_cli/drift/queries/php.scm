; Definitions
(class_declaration name: (_) @name) @scope.class
(interface_declaration name: (_) @name) @scope.class
(trait_declaration name: (_) @name) @scope.class
(enum_declaration name: (_) @name) @scope.class
(_ (base_clause (_) @base)) @of
(_ (class_interface_clause (_) @base)) @of
(_ attributes: (attribute_list (attribute_group (attribute . (_) @decorator)))) @of
(enum_case name: (_) @name) @definition.field
(function_definition name: (_) @name parameters: (_) @parameters return_type: (_)? @type) @scope.function
(method_declaration (visibility_modifier)? @modifier name: (_) @name parameters: (_) @parameters
  return_type: (_)? @type) @scope.method
(property_declaration (visibility_modifier)? @modifier type: (_)? @type
  (property_element name: (variable_name (name) @name) @definition.field))
(const_declaration (visibility_modifier)? @modifier (const_element . (name) @name @definition.variable))
(property_promotion_parameter visibility: (_) @modifier type: (_)? @type
  name: (variable_name (name) @name)) @definition.member
(function_call_expression function: (name) @_define
  arguments: (arguments . (argument (string (string_content) @name @definition.variable))) (#eq? @_define "define"))
(anonymous_class body: (_) @scope.anonymous)
(anonymous_function body: (_) @scope.anonymous)

; Parameters
(formal_parameters (simple_parameter type: (_)? @type name: (variable_name (name) @parameter)
  default_value: (_)? @default)) @in
(formal_parameters (property_promotion_parameter type: (_)? @type name: (variable_name (name) @parameter)
  default_value: (_)? @default)) @in
(formal_parameters (variadic_parameter type: (_)? @type name: (variable_name (name) @parameter.rest))) @in

; Imports
(namespace_use_clause (qualified_name prefix: (_) @import.from (name) @import.name) alias: (_)? @import.alias)
(namespace_use_declaration (namespace_name) @import.from
  body: (_ (namespace_use_clause . (name) @import.name alias: (_)? @import.alias)))
