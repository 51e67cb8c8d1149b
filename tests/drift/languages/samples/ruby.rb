require "json"
require_relative "shop/price"

module Shop
  LIMIT = 10

  class Core::Cart < Base
    attr_reader :owner, :items
    STATES = %i[open closed].freeze

    def initialize(owner, limit = LIMIT, *rest, strict:, label: "none", **options, &block)
      @owner = owner
      local = 1
    end

    def self.load(path) = new(path)

    def open?
      true
    end

    def <<(item); end

    private

    def reset
    end
  end
end

def helper(text)
end
