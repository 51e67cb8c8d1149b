import events, { EventEmitter, once as first } from "node:events";
import * as path from "path";
import "./polyfills.js";
export * from "./shapes.js";
export { area as surface } from "./area.js";

const fs = require("fs");
const { join, resolve: absolute } = require("path");

export const VERSION = "1.4.0";
export const defaults = { port: 8080, "dry-run": false, onError: (error) => {}, close() {} };
export const connect = async (host, port = 80, { retries } = {}, ...rest) => {
  const attempt = 1;
  function retry(count) {}
};
const id = (x) => x;
let counter = 0;
var Legacy = function (name) {};

class Base {}

export class Server extends Base {
  static instances = 0;
  #secret = null;
  handler = (request) => {};

  constructor(options, [first]) {
    super();
    const local = 1;
  }

  get address() {}
  async *listen(port) {}
  #close() {}
  [Symbol.iterator]() {}
}

function* numbers() {}
export default function main(argv) {}

Server.prototype.restart = function (delay) {};
Legacy.create = (name) => {};

describe("local things", () => {
  const inside = 1;
  const helper = () => {};
});

export { id, counter as count };
