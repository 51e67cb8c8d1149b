; Definitions
(class_declaration (modifier)* @modifier name: (_) @name (parameter_list)? @parameters) @scope.class
(struct_declaration (modifier)* @modifier name: (_) @name (parameter_list)? @parameters) @scope.class
(record_declaration (modifier)* @modifier name: (_) @name (parameter_list)? @parameters) @scope.class
(interface_declaration (modifier)* @modifier name: (_) @name) @scope.class @open
(enum_declaration (modifier)* @modifier name: (_) @name) @scope.class
(_ (base_list (_) @base)) @of
(_ (attribute_list (attribute name: (_) @decorator))) @of
(enum_member_declaration name: (_) @name) @definition.field @public
(delegate_declaration (modifier)* @modifier type: (_) @type name: (_) @name parameters: (_) @parameters) @definition.function
(method_declaration (modifier)* @modifier returns: (_) @type name: (_) @name parameters: (_) @parameters) @scope.method
(constructor_declaration (modifier)* @modifier name: (_) @name parameters: (_) @parameters) @scope.method
(local_function_statement type: (_) @type name: (_) @name parameters: (_) @parameters) @scope.function
(property_declaration (modifier)* @modifier type: (_) @type name: (_) @name) @definition.field
(field_declaration (modifier)* @modifier (variable_declaration type: (_) @type
  (variable_declarator name: (_) @name @definition.field)))
(event_field_declaration (modifier)* @modifier (variable_declaration type: (_) @type
  (variable_declarator name: (_) @name @definition.field)))
(record_declaration (parameter_list (parameter type: (_) @type name: (_) @name) @definition.field @public))

; Parameters
(parameter_list (parameter type: (_) @type name: (_) @parameter ("=" (_) @default)?)) @in
(parameter_list type: (_) @type name: (_) @parameter.rest) @in

; Imports
(using_directive name: (_) @import.alias (_) @import.module .)
(using_directive !name [(identifier) (qualified_name)] @import.from @import.star)
