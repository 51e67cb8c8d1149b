; Definitions
(type_spec name: (_) @name) @scope.class
(type_alias name: (_) @name type: (_) @type) @definition.class
(field_declaration name: (_) @name type: (_) @type) @scope.field
(type_spec type: (struct_type (field_declaration_list (field_declaration !name type: (_) @base)))) @of
(type_spec type: (interface_type (type_elem . (_) @base .))) @of
(method_elem name: (_) @name parameters: (_) @parameters result: (_)? @type) @definition.method
(function_declaration name: (_) @name parameters: (_) @parameters result: (_)? @type) @scope.function
(method_declaration
  receiver: (parameter_list (parameter_declaration type: [
    (type_identifier) @owner
    (pointer_type (type_identifier) @owner)
    (generic_type type: (_) @owner)
    (pointer_type (generic_type type: (_) @owner))]))
  name: (_) @name parameters: (_) @parameters result: (_)? @type) @scope.function

(source_file (const_declaration (const_spec name: (identifier) @name @definition.variable type: (_)? @type)))
(source_file (var_declaration (var_spec name: (identifier) @name @definition.variable type: (_)? @type)))
(source_file (var_declaration (var_spec_list (var_spec name: (identifier) @name @definition.variable type: (_)? @type))))

; A function literal at the top of the file holds no definitions
(func_literal body: (block) @scope.anonymous)

; Parameters
(parameter_list (parameter_declaration name: (_) @parameter type: (_) @type)) @in
(parameter_list (parameter_declaration !name type: (_) @type @parameter.pattern)) @in
(parameter_list (variadic_parameter_declaration name: (_) @parameter.rest type: (_) @type)) @in
(parameter_list (variadic_parameter_declaration !name type: (_) @type @parameter.pattern)) @in

; Imports
(import_spec !name path: (_ (_) @import.module))
(import_spec name: [(package_identifier) (blank_identifier)] @import.alias path: (_ (_) @import.module))
(import_spec name: (dot) @import.star path: (_ (_) @import.from))
