; Definitions
(struct_item (visibility_modifier)? @modifier name: (_) @name) @scope.class
(union_item (visibility_modifier)? @modifier name: (_) @name) @scope.class
(enum_item (visibility_modifier)? @modifier name: (_) @name) @scope.class
(enum_variant name: (_) @name) @scope.field @public
(trait_item (visibility_modifier)? @modifier name: (_) @name) @scope.class @open
(type_item (visibility_modifier)? @modifier name: (_) @name) @definition.class
(associated_type name: (_) @name) @definition.class
(mod_item (visibility_modifier)? @modifier name: (_) @name body: (_)) @scope.module
(impl_item !trait type: (_) @name) @scope.extension
(impl_item trait: (_) type: (_) @name) @scope.extension @open
(function_item (visibility_modifier)? @modifier name: (_) @name parameters: (_) @parameters
  return_type: (_)? @type) @scope.function
(function_signature_item (visibility_modifier)? @modifier name: (_) @name parameters: (_) @parameters
  return_type: (_)? @type) @definition.function
(field_declaration (visibility_modifier)? @modifier name: (_) @name type: (_) @type) @definition.field
(const_item (visibility_modifier)? @modifier name: (_) @name type: (_) @type) @definition.variable
(static_item (visibility_modifier)? @modifier name: (_) @name type: (_) @type) @definition.variable
(macro_definition name: (_) @name) @definition.function @public
(trait_item bounds: (trait_bounds (_) @base)) @of

; Parameters
(parameters (self_parameter (self) @parameter)) @in
(parameters (parameter pattern: [(identifier) (self)] @parameter type: (_) @type)) @in
(parameters (parameter pattern: [
  (tuple_pattern) (struct_pattern) (tuple_struct_pattern) (reference_pattern) (slice_pattern) (mut_pattern) "_"
  ] @parameter.pattern type: (_) @type)) @in

; Imports
(use_declaration argument: (_) @import.tree)
(extern_crate_declaration name: (_) @import.module alias: (_)? @import.alias)
