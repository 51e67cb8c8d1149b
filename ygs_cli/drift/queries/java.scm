; Definitions
(class_declaration (modifiers)? @modifier name: (_) @name) @scope.class
(interface_declaration (modifiers)? @modifier name: (_) @name) @scope.class
(enum_declaration (modifiers)? @modifier name: (_) @name) @scope.class
(record_declaration (modifiers)? @modifier name: (_) @name parameters: (_) @parameters) @scope.class
(annotation_type_declaration (modifiers)? @modifier name: (_) @name) @scope.class
(method_declaration (modifiers)? @modifier type: (_) @type name: (_) @name parameters: (_) @parameters) @scope.method
(constructor_declaration (modifiers)? @modifier name: (_) @name parameters: (_) @parameters) @scope.method
(annotation_type_element_declaration (modifiers)? @modifier type: (_) @type name: (_) @name) @definition.method
(field_declaration (modifiers)? @modifier type: (_) @type
  declarator: (variable_declarator name: (_) @name @definition.field))
(constant_declaration (modifiers)? @modifier type: (_) @type
  declarator: (variable_declarator name: (_) @name @definition.field))
(enum_constant name: (_) @name) @definition.field
(record_declaration parameters: (formal_parameters (formal_parameter type: (_) @type name: (_) @name) @definition.field))

(class_declaration superclass: (superclass (_) @base)) @of
(_ interfaces: (super_interfaces (type_list (_) @base))) @of
(interface_declaration (extends_interfaces (type_list (_) @base))) @of

; What an anonymous class, a lambda or an initializer holds cannot be named
(object_creation_expression (class_body) @scope.anonymous)
(enum_constant body: (class_body) @scope.anonymous)
(lambda_expression body: (block) @scope.anonymous)
(class_body [(block) (static_initializer)] @scope.anonymous)

; Parameters
(formal_parameters (formal_parameter type: (_) @type name: (_) @parameter)) @in
(formal_parameters (spread_parameter (modifiers)? . (_) @type . (variable_declarator name: (_) @parameter.rest))) @in

; Imports
(import_declaration (scoped_identifier scope: (_) @import.from name: (_) @import.name) . ";")
(import_declaration (scoped_identifier) @import.from (asterisk) @import.star)
