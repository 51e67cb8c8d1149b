; What an example uses: imports, and chains of attributes such as httpx.Client.get.
(import_statement name: (dotted_name) @import.module)
(import_statement name: (aliased_import name: (dotted_name) @import.module alias: (identifier) @import.alias))
(import_from_statement module_name: (_) @import.from name: (dotted_name) @import.name)
(import_from_statement module_name: (_) @import.from
  name: (aliased_import name: (dotted_name) @import.name alias: (identifier) @import.alias))

(attribute object: (_) @object attribute: (identifier) @member)

(call function: (identifier) @callee arguments: (argument_list (keyword_argument name: (identifier) @keyword)))
(call function: (attribute object: (identifier) @owner attribute: (identifier) @callee)
  arguments: (argument_list (keyword_argument name: (identifier) @keyword)))
(identifier) @use

; What a variable was made by: client = httpx.Client(), with httpx.Client() as client
(assignment left: (identifier) @made right: (call function: (_) @maker))
(assignment left: (identifier) @made right: (await (call function: (_) @maker)))
(as_pattern (call function: (_) @maker) alias: (as_pattern_target (identifier) @made))

; What it defines itself
(class_definition name: (identifier) @bound)
(function_definition name: (identifier) @bound)
(assignment left: (identifier) @bound)
(assignment left: (pattern_list (identifier) @bound))
(parameters (identifier) @bound)
(typed_parameter (identifier) @bound)
(default_parameter name: (identifier) @bound)
(for_statement left: (identifier) @bound)
(as_pattern_target (identifier) @bound)
(named_expression name: (identifier) @bound)
