; Definitions. @scope.* opens a scope; @name is what it is called.
(class_definition name: (identifier) @name superclasses: (argument_list)? @bases body: (block) @body) @scope.class
(function_definition name: (identifier) @name parameters: (parameters) @parameters return_type: (_)? @returns body: (block) @body) @scope.function

; x = 1, x: int = 1, x: int, a, b = 1, 2: a constant of the module, a field of the class
(assignment left: (identifier) @name) @definition.variable
(assignment left: (pattern_list (identifier) @name)) @definition.variable
(type_alias_statement left: (type (identifier) @name)) @definition.variable

; self.x = 1 inside a method: a field of the class around it
(assignment left: (attribute object: (identifier) @self attribute: (identifier) @name)
  (#any-of? @self "self" "cls")) @definition.member

; Imports
(import_statement name: (dotted_name) @import.module)
(import_statement name: (aliased_import name: (dotted_name) @import.module alias: (identifier) @import.alias))
(import_from_statement module_name: (_) @import.from name: (dotted_name) @import.name)
(import_from_statement module_name: (_) @import.from
  name: (aliased_import name: (dotted_name) @import.name alias: (identifier) @import.alias))
(import_from_statement module_name: (_) @import.from (wildcard_import) @import.star)
