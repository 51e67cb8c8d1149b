; Definitions
(class_specifier name: (_) @name body: (_)) @scope.class @closed
(struct_specifier name: (_) @name body: (_)) @scope.class
(union_specifier name: (_) @name body: (_)) @scope.class
(enum_specifier name: (_) @name body: (_)) @scope.class
(_ (base_class_clause [(type_identifier) (template_type) (qualified_identifier)] @base)) @of
(enumerator name: (_) @name) @definition.variable
(namespace_definition name: (_) @name) @scope.module
(field_declaration_list (access_specifier) @section)
(type_definition type: (_ !name body: (_)) declarator: (type_identifier) @name) @scope.class
(type_definition declarator: [
  (type_identifier) @name
  (pointer_declarator declarator: (type_identifier) @name)
  (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (type_identifier) @name)))
  ]) @definition.class
(alias_declaration name: (_) @name) @definition.class
(concept_definition name: (_) @name) @definition.class
(function_definition type: (_)? @type declarator: [
  (function_declarator declarator: (_) @name parameters: (_) @parameters)
  (_ (function_declarator declarator: (_) @name parameters: (_) @parameters))
  (_ (_ (function_declarator declarator: (_) @name parameters: (_) @parameters)))
  ]) @scope.function
(declaration type: (_)? @type declarator: [
  (function_declarator declarator: [
    (identifier) (destructor_name) (operator_name)] @name parameters: (_) @parameters)
  (_ (function_declarator declarator: [(identifier) (operator_name)] @name parameters: (_) @parameters))
  ]) @definition.function
(field_declaration type: (_) @type declarator: [
  (function_declarator declarator: [
    (field_identifier) (destructor_name) (operator_name)] @name parameters: (_) @parameters)
  (_ (function_declarator declarator: [(field_identifier) (operator_name)] @name parameters: (_) @parameters))
  ]) @definition.method
(declaration type: (_) @type declarator: [
  (identifier) @name @definition.variable
  (pointer_declarator declarator: (identifier) @name @definition.variable)
  (array_declarator declarator: (identifier) @name @definition.variable)
  (init_declarator declarator: (identifier) @name @definition.variable)
  (init_declarator declarator: (_ declarator: (identifier) @name @definition.variable))
  ])
(field_declaration type: (_) @type declarator: [
  (field_identifier) @name @definition.field
  (pointer_declarator declarator: (field_identifier) @name @definition.field)
  (array_declarator declarator: (field_identifier) @name @definition.field)
  (reference_declarator (field_identifier) @name @definition.field)
  ])
(preproc_def name: (_) @name value: (_)) @definition.variable
(preproc_function_def name: (_) @name parameters: (_) @parameters) @definition.function
(lambda_expression body: (_) @scope.anonymous)

; Parameters
(parameter_list (parameter_declaration type: (_) @type declarator: [
  (identifier) @parameter
  (_ (identifier) @parameter)
  (_ (_ (identifier) @parameter))
  (_ declarator: (_ (_ declarator: (identifier) @parameter)))
  ])) @in
(parameter_list (parameter_declaration type: [(type_identifier) (qualified_identifier) (primitive_type)] @type
  @parameter.pattern !declarator)) @in
(parameter_list (optional_parameter_declaration type: (_) @type
  declarator: [(identifier) @parameter (_ (identifier) @parameter)] default_value: (_) @default)) @in
(parameter_list (variadic_parameter_declaration type: (_) @type
  declarator: [(_ (identifier) @parameter.rest) (_ (_ (identifier) @parameter.rest))])) @in
(preproc_params (identifier) @parameter) @in

; Imports
(preproc_include path: (_) @import.from @import.star)
