; Definitions
(struct_specifier name: (_) @name body: (_)) @scope.class
(union_specifier name: (_) @name body: (_)) @scope.class
(enum_specifier name: (_) @name body: (_)) @scope.class
(enumerator name: (_) @name) @definition.variable
(type_definition type: (_ !name body: (_)) declarator: (type_identifier) @name) @scope.class
(type_definition declarator: [
  (type_identifier) @name
  (pointer_declarator declarator: (type_identifier) @name)
  (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (type_identifier) @name)))
  ]) @definition.class
(function_definition (storage_class_specifier)? @modifier type: (_) @type declarator: [
  (function_declarator declarator: (identifier) @name parameters: (_) @parameters)
  (pointer_declarator declarator: (function_declarator declarator: (identifier) @name parameters: (_) @parameters))
  (pointer_declarator declarator: (pointer_declarator
    declarator: (function_declarator declarator: (identifier) @name parameters: (_) @parameters)))
  ]) @scope.function
(declaration (storage_class_specifier)? @modifier type: (_) @type declarator: [
  (function_declarator declarator: (identifier) @name parameters: (_) @parameters)
  (pointer_declarator declarator: (function_declarator declarator: (identifier) @name parameters: (_) @parameters))
  ]) @definition.function
(declaration (storage_class_specifier)? @modifier type: (_) @type declarator: [
  (identifier) @name @definition.variable
  (pointer_declarator declarator: (identifier) @name @definition.variable)
  (array_declarator declarator: (identifier) @name @definition.variable)
  (init_declarator declarator: (identifier) @name @definition.variable)
  (init_declarator declarator: (_ declarator: (identifier) @name @definition.variable))
  ])
(field_declaration type: (_) @type declarator: [
  (field_identifier) @name @definition.field
  (_ declarator: (field_identifier) @name @definition.field)
  (_ declarator: (_ declarator: (field_identifier) @name @definition.field))
  (_ declarator: (_ (_ declarator: (field_identifier) @name @definition.field)))
  ])
(preproc_def name: (_) @name value: (_)) @definition.variable
(preproc_function_def name: (_) @name parameters: (_) @parameters) @definition.function

; Parameters
(parameter_list (parameter_declaration type: (_) @type declarator: [
  (identifier) @parameter
  (_ declarator: (identifier) @parameter)
  (_ declarator: (_ declarator: (identifier) @parameter))
  (_ declarator: (_ (_ declarator: (identifier) @parameter)))
  ])) @in
(parameter_list (parameter_declaration type: (type_identifier) @type @parameter.pattern !declarator)) @in
(preproc_params (identifier) @parameter) @in

; Imports
(preproc_include path: (_) @import.from @import.star)
