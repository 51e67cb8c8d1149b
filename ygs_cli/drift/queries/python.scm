; Definitions. @scope.* opens a scope; @name is what it is called. The vocabulary is explained in symbols.py.
(class_definition name: (identifier) @name body: (block)) @scope.class
(class_definition superclasses: (argument_list (_) @base)) @of
(function_definition name: (identifier) @name parameters: (parameters) @parameters
  return_type: (_)? @type body: (block)) @scope.function
(decorated_definition (decorator (_) @decorator) definition: (_) @of)

; x = 1, x: int = 1, x: int, a, b = 1, 2: a constant of the module, a field of the class
(assignment left: (identifier) @name type: (_)? @type) @definition.variable
(assignment left: (pattern_list (identifier) @name)) @definition.variable
(type_alias_statement left: (type (identifier) @name)) @definition.variable

; self.x = 1 inside a method: a field of the class around it
(assignment left: (attribute object: (identifier) @_self attribute: (identifier) @name) type: (_)? @type
  (#any-of? @_self "self" "cls")) @definition.member

; Parameters
(parameters (identifier) @parameter) @in
(parameters (default_parameter name: (_) @parameter value: (_) @default)) @in
(parameters (typed_parameter . (_) @parameter type: (_) @type)) @in
(parameters (typed_default_parameter name: (_) @parameter type: (_) @type value: (_) @default)) @in
(parameters [(list_splat_pattern) (dictionary_splat_pattern)] @parameter) @in
(parameters (keyword_separator) @keywords) @in

; __all__ = ["name"], __all__ += ["name"]
(module (expression_statement (assignment left: (identifier) @_all right: (_ (string (string_content) @export))
  (#eq? @_all "__all__"))))
(module (expression_statement (augmented_assignment left: (identifier) @_all right: (_ (string (string_content) @export))
  (#eq? @_all "__all__"))))

; Imports
(import_statement name: (dotted_name) @import.module)
(import_statement name: (aliased_import name: (dotted_name) @import.module alias: (identifier) @import.alias))
(import_from_statement module_name: (_) @import.from name: (dotted_name) @import.name)
(import_from_statement module_name: (_) @import.from
  name: (aliased_import name: (dotted_name) @import.name alias: (identifier) @import.alias))
(import_from_statement module_name: (_) @import.from (wildcard_import) @import.star)
